"""A course is watched: each change is shown, only what has changed is typeset, and the last good pages stay."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from threading import Event, Timer

import pikepdf
import pypdfium2
import pytest

from tests.helpers.markdown_course import page_text
from tests.helpers.pdf import letters, pictures, texts
from tests.helpers.watching import Here, Step, Steps
from worksheets import api
from worksheets.api.previews import PreviewOptions
from worksheets.errors import CourseError, OutputError

TOML = 'title = "Kurssi"\npages = [{pages}]\n[fields]\nnimi = {{ label = "Nimi", role = "name" }}\n'
BODIES = {
    "alku": "Alkuteksti\n",
    "keski": "::: text Mitä haluat? {#tavoite}\n:::\n",
    "loppu": "Lopputeksti\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all tests use, so that style sheets are parsed once."""
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(autouse=True)
def in_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in folder.iterdir():
        rmtree(path) if path.is_dir() else path.unlink()
    monkeypatch.chdir(folder)
    save_course(*BODIES)
    for name, body in BODIES.items():
        save(name, body)


def save_course(*names: str) -> None:
    Path("kurssi/pages").mkdir(parents=True, exist_ok=True)
    listed = ", ".join(f'"{name}"' for name in names)
    Path("kurssi/course.toml").write_text(TOML.format(pages=listed), "utf-8")


def save(name: str, body: str) -> None:
    Path(f"kurssi/pages/{name}.md").write_text(page_text(body, title=name.capitalize()), "utf-8")


def change(file: str, old: str, new: str) -> Step:
    """Return a step that changes a file of the course."""

    def step() -> None:
        path = Path("kurssi", file)
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return step


@pytest.fixture(scope="module")
def session() -> Iterator[Here]:
    with Here() as opened:
        yield opened


Watched = Callable[..., list[tuple[api.Preview, list[str]]]]


@pytest.fixture
def watched(session: Here) -> Watched:
    """Return a function that watches the course through some steps: each preview, and the texts of its sheets."""

    def watch(*steps: Step, soon: Sequence[Step] = (), **options: object) -> list[tuple[api.Preview, list[str]]]:
        previews = api.watch("kurssi", PreviewOptions(**options), changes=Steps(steps, soon), session=session)  # type: ignore[arg-type]
        return [(preview, texts(preview.path.read_bytes())) for preview in previews]

    return watch


def test_the_preview_shows_the_blank_handout(watched: Watched) -> None:
    [(preview, sheets)] = watched()
    names = ("alku", "keski", "loppu")
    assert preview == api.Preview(Path("output/kurssi-esikatselu.pdf"), names, 3, (), names)
    assert [letters(sheet) for pdf in preview.page_pdfs.values() for sheet in texts(pdf)] == list(map(letters, sheets))
    blank = api.blank(api.Printing(api.read_course("kurssi")), Here()).make()
    assert list(map(letters, sheets)) == list(map(letters, texts(blank)))
    shown, right = (list(pictures(pdf, 30)) for pdf in (preview.path.read_bytes(), blank))
    assert [picture.tobytes() for picture in shown] == [picture.tobytes() for picture in right]


def test_only_what_has_changed_is_typeset(watched: Watched) -> None:
    (_first, _), (second, sheets) = watched(change("pages/loppu.md", "Loppu", "Uusi"))
    assert second.changed == ("loppu",)
    assert "Uusiteksti" in sheets[2]
    assert "3/3" in letters(sheets[2])


def test_a_file_that_is_saved_unchanged_changes_nothing(watched: Watched) -> None:
    assert len(watched(change("pages/loppu.md", "Loppu", "Loppu"), lambda: None)) == 1


def test_a_longer_page_gives_the_others_new_numbers(watched: Watched) -> None:
    long = "\n\n".join(f"Kappale {number}" for number in range(30))
    _first, (second, sheets), (third, back) = watched(
        change("pages/keski.md", ":::\n", f":::\n\n{long}\n"), change("pages/keski.md", long, "")
    )
    assert second.changed == ("alku", "keski", "loppu")
    assert [letters(sheet)[-3:] for sheet in sheets] == [
        f"{number}/{len(sheets)}" for number in range(1, len(sheets) + 1)
    ]
    assert len(sheets) > 3
    assert len(third.changed) == len(back) == 3


def test_a_broken_page_stays_as_it_was_and_says_what_is_wrong(watched: Watched) -> None:
    _first, (broken, sheets), (other, _), (mended, right) = watched(
        change("pages/keski.md", ":::\n", ""),
        change("pages/loppu.md", "Loppu", "Uusi"),
        change("pages/keski.md", "{#tavoite}", "{#tavoite}\n:::"),
    )
    assert broken.changed == ()
    assert [problem.partition(": “")[0] for problem in broken.problems] == ["kurssi/pages/keski.md: line 5"]
    assert "Mitä haluat?" in sheets[1]
    assert "This page is shown as it last was right" in sheets[1]
    assert "pages/keski.md: line 5" in " ".join(sheets[1].split())
    assert "shown" not in sheets[0] + sheets[2]
    assert (other.changed, other.problems) == (("loppu",), broken.problems)
    assert (mended.changed, mended.problems) == ((), ())
    assert "shown" not in "".join(right)


def test_faults_are_values_and_a_page_at_fault_tells_since_when_it_is_shown(watched: Watched) -> None:
    (first, _), (broken, _), (other, _), (mended, _) = watched(
        change("pages/keski.md", ":::\n", ""),
        change("pages/loppu.md", "Loppu", "Uusi"),
        change("pages/keski.md", "{#tavoite}", "{#tavoite}\n:::"),
    )
    (fault,) = broken.faults
    place = (fault.file, fault.line, fault.kind, fault.source)
    assert place == (Path("kurssi/pages/keski.md"), 5, api.FaultKind.MARKDOWN, "::: text Mitä haluat? {#tavoite}")
    assert broken.problems[0].endswith(fault.message)
    (since,) = broken.stale.values()
    assert since
    assert since.tzinfo
    assert since < datetime.now().astimezone()
    assert other.stale == broken.stale == {"keski": since}
    assert broken.page_pdfs == first.page_pdfs, "without strips"
    assert other.page_pdfs["loppu"] != first.page_pdfs["loppu"]
    assert (mended.faults, mended.stale) == ((), {})


def test_while_the_course_is_at_fault_all_pages_are_stale(watched: Watched) -> None:
    save("loppu", "::: teksit Mitä? {#a}\n:::\n")
    (first, _), (broken, _) = watched(change("course.toml", '"Kurssi"', '"Kurssi'))
    assert first.stale == {"loppu": None}, "it was never right"
    assert "loppu" not in first.page_pdfs
    assert list(broken.stale) == list(broken.names) == list(BODIES)
    assert broken.stale["alku"]
    assert not broken.stale["loppu"]
    (fault,) = broken.faults
    assert (fault.file, fault.line, fault.kind) == (Path("kurssi/course.toml"), 1, api.FaultKind.COURSE)


def test_a_fault_of_a_template_is_in_its_file(watched: Watched) -> None:
    Path("kurssi/pages/loppu.md").unlink()
    Path("kurssi/pages/loppu.html.j2").write_text(
        '{% extends "kinds/slide.html.j2" %}{% block title %}Loppu{% endblock %}\n'
        '{% block body %}<p>{{ kuva }}<img src="kuva.svg" alt="x"></p>{% endblock %}',
        "utf-8",
    )
    [(preview, _)] = watched(change("pages/loppu.html.j2", "{{ kuva }}", ""))[1:]
    (fault,) = preview.faults
    assert (fault.file, fault.line) == (Path("kurssi/pages/loppu.html.j2"), 2)
    assert (fault.kind, "kuva.svg" in fault.source) == (api.FaultKind.TEMPLATE, True)
    assert fault.message.startswith("kuva.svg: ")


def test_another_thread_ends_the_watching(session: Here) -> None:
    ended = Event()
    previews = api.watch("kurssi", session=session, ended=ended)
    assert next(previews).pages == 3
    Timer(0.05, ended.set).start()
    assert list(previews) == []


def test_a_page_that_was_never_right_has_a_sheet_with_its_faults(watched: Watched) -> None:
    save("keski", "::: teksit Mitä? {#a}\n:::\n")
    [(preview, sheets)] = watched()
    assert preview.changed == ("alku", "loppu")
    assert "This page cannot be shown yet" in sheets[1]
    assert "teksit" in sheets[1]
    assert "3/3" in letters(sheets[2])


def test_a_picture_that_is_missing_is_a_fault_of_its_page(watched: Watched) -> None:
    save("loppu", "Teksti\n\n::: text A {#a}\n:::\n")
    Path("kurssi/pages/loppu.md").unlink()
    Path("kurssi/pages/loppu.html.j2").write_text(
        '{% extends "kinds/slide.html.j2" %}{% block title %}Loppu{% endblock %}'
        '{% block body %}<p>Kuva <img src="kuva.svg" alt="x"></p>{% endblock %}',
        "utf-8",
    )
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="{}"/></svg>'
    _broken, (mended, _), (changed, _), (broken, sheets) = watched(
        lambda: Path("kurssi/kuva.svg").write_text(drawing.format(9), "utf-8"),
        lambda: Path("kurssi/kuva.svg").write_text(drawing.format(3), "utf-8"),
        change("pages/loppu.html.j2", "Kuva", "{{ kuva }}"),
    )
    assert [problem for problem in _broken[0].problems if "kuva.svg" in problem]
    assert (mended.changed, mended.problems) == (("loppu",), ())
    assert changed.changed == ("loppu",)
    assert "there is no “kuva” here" in broken.problems[0]
    assert "Kuva" in sheets[2]


def test_a_broken_course_toml_keeps_all_pages(watched: Watched) -> None:
    _first, (broken, sheets), (mended, right) = watched(
        change("course.toml", '"Kurssi"', '"Kurssi'), change("course.toml", '"Kurssi', '"Kurssi"')
    )
    assert "course.toml: line 1" in broken.problems[0]
    assert "The pages are shown as they last were right" in sheets[0]
    assert len(sheets) == 3
    assert mended.problems == ()
    assert "shown" not in "".join(right)


def test_a_broken_style_sheet_keeps_all_pages(watched: Watched) -> None:
    Path("kurssi/styles").mkdir()
    Path("kurssi/styles/kinds.css").write_text(".page { margin: 0 }", "utf-8")
    _first, (broken, sheets) = watched(change("styles/kinds.css", "margin", "margon"))
    assert (broken.changed, len(sheets)) == ((), 3)
    assert "margon" in broken.problems[0]


def test_a_course_that_was_never_right_is_one_sheet(watched: Watched) -> None:
    Path("kurssi/course.toml").write_text("title = Kurssi", "utf-8")
    (first, sheets), (second, pages) = watched(lambda: save_course(*BODIES))
    assert (first.changed, first.pages, len(sheets)) == ((), 0, 1)
    assert "The course cannot be shown yet" in sheets[0]
    assert (second.changed, second.problems, len(pages)) == (tuple(BODIES), (), 3)


def test_pages_come_go_and_move(watched: Watched) -> None:
    def remove() -> None:
        Path("kurssi/pages/alku.md").unlink()
        save_course("loppu", "uusi", "keski")

    _first, (unlisted, _), (added, _), (removed, sheets) = watched(
        lambda: save("uusi", "Uusi teksti\n"), lambda: save_course("uusi", *BODIES), remove
    )
    assert "add “uusi” to pages" in unlisted.problems[0]
    assert (set(added.changed), added.problems) == ({"uusi", *BODIES}, ())
    assert removed.problems == ()
    assert [sheet for sheet in sheets if "Alkuteksti" in sheet] == []
    assert "Lopputeksti" in sheets[0]


def test_a_file_that_is_away_for_a_moment_is_no_fault(watched: Watched) -> None:
    text = Path("kurssi/pages/loppu.md").read_text("utf-8").replace("Loppu", "Uusi")
    _first, (second, _) = watched(
        Path("kurssi/pages/loppu.md").unlink,
        soon=[lambda: Path("kurssi/pages/loppu.md").write_text(text, "utf-8")],
    )
    assert (second.changed, second.problems) == (("loppu",), ())


def test_an_id_that_is_there_twice_is_shown_with_its_page(watched: Watched) -> None:
    _first, (doubled, sheets) = watched(change("pages/loppu.md", "Lopputeksti", "::: text Mitä? {#tavoite}\n:::"))
    assert "pages/loppu.md: line 5" in doubled.problems[0]
    assert [("is used already" in " ".join(sheet.split())) for sheet in sheets] == [False, False, True]


def test_each_page_depends_on_its_own_pictures_and_all_on_others(watched: Watched) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="{}"/></svg>'
    for name in ("oma", "muu"):
        Path(f"kurssi/{name}.svg").write_text(drawing.format(9), "utf-8")
    save("alku", "![Neliö](oma.svg)\n")
    _first, (own, _), (other, _) = watched(change("oma.svg", '"9"/>', '"3"/>'), change("muu.svg", '"9"/>', '"3"/>'))
    assert own.changed == ("alku",)
    assert other.changed == tuple(BODIES)


def test_a_brand_elsewhere_is_read_with_the_next_change(watched: Watched) -> None:
    brand = Path("oma/brand.toml")
    brand.parent.mkdir()
    brand.write_text('foot = "Esimerkki Oy"', "utf-8")

    def change_both() -> None:
        brand.write_text('foot = "Mallikas Oy"', "utf-8")
        change("pages/loppu.md", "Loppu", "Uusi")()

    (first, sheets), (second, others) = watched(change_both, theme="mustavalko", brand=brand)
    assert first.path == Path("output/kurssi-esikatselu-mustavalko-brand.pdf")
    assert ["Esimerkki Oy" in sheet for sheet in sheets] == [True] * 3
    assert second.changed == tuple(BODIES)
    assert ["Mallikas Oy" in sheet for sheet in others] == [True] * 3


def test_a_logo_of_the_course_is_on_every_page(watched: Watched) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="{}"/></svg>'
    Path("kurssi/logo.svg").write_text(drawing.format(9), "utf-8")
    with Path("kurssi/course.toml").open("a", encoding="utf-8") as file:
        file.write('[brand]\nlogo = "logo.svg"\nlogo-description = "Esimerkki Oy"\n')
    _first, (second, _) = watched(change("logo.svg", 'height="9"/>', 'height="3"/>'))
    assert (second.changed, second.problems) == (tuple(BODIES), ())


def test_a_folder_that_goes_is_said_and_followed_when_it_is_back(watched: Watched) -> None:
    away = Path("muualla")
    _first, (gone, sheets), (back, _) = watched(lambda: Path("kurssi").rename(away), lambda: away.rename("kurssi"))
    assert gone.problems == (
        "kurssi/course.toml: is gone; the preview stays as it was, and follows when the file is back",
    )
    assert len(sheets) == 3
    assert (back.changed, back.problems) == ((), ())


def test_slides_are_shown_as_slides(watched: Watched) -> None:
    [(preview, _)] = watched(layout="slides", paper="a4")
    assert preview.path == Path("output/kurssi-esikatselu-slides-a4.pdf")
    with pypdfium2.PdfDocument(preview.path) as book:
        assert round(book[0].get_width() / 72 * 25.4) == 297


def test_another_file_is_not_replaced(watched: Watched) -> None:
    Path("oma.pdf").write_text("omaa", "utf-8")
    with pytest.raises(OutputError, match=r"oma\.pdf: already exists; add --overwrite"):
        watched(output="oma.pdf")
    assert Path("oma.pdf").read_text("utf-8") == "omaa"
    [(preview, _)] = watched(output="oma.pdf", overwrite=True)
    assert preview.path == Path("oma.pdf")
    with pytest.raises(OutputError, match="oma.png"):
        watched(output="oma.png")


def test_a_preview_that_cannot_be_written_is_said_and_written_later(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(path: Path, data: bytes, *, overwrite: bool) -> None:
        if is_open:
            raise OutputError(f"{path}: is open")
        assert overwrite
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    is_open: list[bool] = []
    monkeypatch.setattr("worksheets.api.watching.write_whole", write)

    def while_open() -> None:
        is_open.append(True)
        change("pages/loppu.md", "Loppu", "Uusi")()

    _first, (unwritten, old), (written, new) = watched(while_open, is_open.clear)
    assert unwritten.problems == ("output/kurssi-esikatselu.pdf: is open",)
    assert "Uusiteksti" not in old[2]
    assert written.problems == ()
    assert "Uusiteksti" in new[2]


def test_what_is_no_course_is_refused() -> None:
    Path("tyhja").mkdir()
    for where in ("tyhja", "olematon"):
        with pytest.raises(CourseError, match=where):
            next(api.watch(where, changes=Steps([])))
    assert not Path("output").exists()


def test_the_preview_has_no_tags_and_no_texts_of_anybody(watched: Watched) -> None:
    [(preview, _)] = watched()
    with pikepdf.open(BytesIO(preview.path.read_bytes())) as book:
        assert "/StructTreeRoot" not in book.Root
