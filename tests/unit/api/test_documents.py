"""A document is made when it is wanted, and written whole or not at all."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from worksheets.api import Document, Duplex, PaperUse, Pictures
from worksheets.errors import OutputError


def unmade() -> bytes:
    pytest.fail("it is made")


def document(data: bytes = b"%PDF") -> Document:
    return Document(Path("output/moniste.pdf"), lambda: data)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_is_written_into_the_output_folder() -> None:
    assert document().write() == Path("output/moniste.pdf")
    assert Path("output/moniste.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("toinen.pdf", "toinen.pdf"),
        (Path("a/toinen.pdf"), "a/toinen.pdf"),
        ("uusi/", "uusi/moniste.pdf"),
        ("uusi\\", "uusi\\/moniste.pdf"),
        ("vanha", "vanha/moniste.pdf"),
        (Path("vanha"), "vanha/moniste.pdf"),
        (None, "output/moniste.pdf"),
    ],
)
def test_the_output_is_a_file_or_a_folder(output: str | Path | None, path: str) -> None:
    Path("vanha").mkdir()
    assert document().target(output) == Path(path)


def test_a_file_that_exists_is_refused_before_anything_is_made() -> None:
    document().write()
    refusing = Document(Path("output/moniste.pdf"), unmade)
    with pytest.raises(OutputError, match=r"output/moniste.pdf: already exists; add --overwrite to replace it"):
        refusing.write()
    with pytest.raises(OutputError, match="already exists"):
        refusing.check()
    refusing.check(overwrite=True)
    refusing.check("toinen.pdf")
    assert document(b"new").write(overwrite=True).read_bytes() == b"new"


def test_nothing_is_written_when_it_cannot_be_made() -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Document(Path("moniste.pdf"), fail).write()
    assert not list(Path().iterdir())


def test_there_may_be_nothing_to_prepare() -> None:
    document().prepare_next()


def test_a_dry_run_makes_the_file_and_writes_nothing() -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"%PDF")
        return made[-1]

    assert Document(Path("output/moniste.pdf"), make).dry_run("uusi/") == Path("uusi/moniste.pdf")
    assert len(made) == 1, "what is wrong may only show while it is made"
    assert not list(Path().iterdir())


def test_a_dry_run_refuses_what_could_not_be_written() -> None:
    document().write()
    refusing = Document(Path("output/moniste.pdf"), unmade)
    with pytest.raises(OutputError, match=r"output/moniste.pdf"):
        refusing.dry_run()
    with pytest.raises(OutputError, match=r"output/moniste.pdf: cannot be written: part of the path is a file"):
        refusing.dry_run("output/moniste.pdf/toinen.pdf")


def pages(count: int) -> bytes:
    out = BytesIO()
    with pikepdf.new() as book:
        for _page in range(count):
            book.add_blank_page()
        book.save(out)
    return out.getvalue()


def pictures(count: int) -> Pictures:
    return Pictures(document(pages(count)), Path("output/moniste.png"), lambda _pdf, index: b"page %d" % (index + 1))


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ["moniste-01.png"]),
        (12, [f"moniste-{number:02}.png" for number in range(1, 13)]),
        (100, [f"moniste-{number:03}.png" for number in range(1, 101)]),
    ],
)
def test_pictures_are_numbered_with_as_many_digits_as_the_last_has(count: int, names: list[str]) -> None:
    paths = pictures(count).write()
    assert [path.name for path in paths] == names
    assert sorted(Path("output").iterdir()) == list(paths)
    assert [path.read_bytes() for path in paths] == [b"page %d" % number for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("sivut.png", "sivut-01.png"),
        ("sivut.PNG", "sivut-01.PNG"),
        ("sivut", "sivut-01"),
        ("uusi/", "uusi/moniste-01.png"),
        (Path("vanha"), "vanha/moniste-01.png"),
    ],
)
def test_pictures_go_where_a_document_would_go(output: str | Path, path: str) -> None:
    Path("vanha").mkdir()
    assert pictures(1).write(output) == (Path(path),)


def test_pictures_are_not_called_a_pdf() -> None:
    with pytest.raises(OutputError, match=r"sivut.pdf: the file will be a PNG; write -o sivut.png, or -o sivut.pdf/"):
        Pictures(Document(Path("moniste.pdf"), unmade), Path("moniste.png"), lambda _pdf, _index: b"").write(
            "sivut.pdf"
        )


def test_all_pictures_that_exist_are_said_before_one_is_drawn() -> None:
    pictures(3).write()
    Path("output/moniste-02.png").unlink()

    def undrawn(_pdf: bytes, _index: int) -> bytes:
        pytest.fail("it is drawn")

    with pytest.raises(OutputError) as refused:
        Pictures(document(pages(3)), Path("output/moniste.png"), undrawn).write()
    assert refused.value.problems == (
        "output/moniste-01.png: already exists; add --overwrite to replace it",
        "output/moniste-03.png: already exists; add --overwrite to replace it",
    )
    assert len(pictures(3).write(overwrite=True)) == 3


def test_no_picture_is_written_when_one_cannot_be_drawn() -> None:
    def draw(_pdf: bytes, index: int) -> bytes:
        return b"page %d" % (1 // (1 - index))

    with pytest.raises(ZeroDivisionError):
        Pictures(document(pages(2)), Path("output/moniste.png"), draw).write()
    assert not list(Path().iterdir())


def test_a_dry_run_of_pictures_counts_the_pages() -> None:
    def undrawn(_pdf: bytes, _index: int) -> bytes:
        pytest.fail("it is drawn")

    planned = Pictures(document(pages(2)), Path("output/moniste.png"), undrawn)
    assert planned.dry_run("sivut.png") == (Path("sivut-01.png"), Path("sivut-02.png"))
    assert not list(Path().iterdir())
    Path("sivut-02.png").touch()
    with pytest.raises(OutputError, match=r"sivut-02.png"):
        planned.dry_run("sivut.png")


def test_pictures_are_made_one_by_one() -> None:
    assert list(pictures(2).make()) == [b"page 1", b"page 2"]


def test_only_one_picture_can_be_made_alone() -> None:
    assert pictures(1).make_one() == b"page 1"
    with pytest.raises(OutputError, match=r"standard output takes one picture, but there are 2; write -o moniste.png"):
        pictures(2).make_one()


@pytest.mark.parametrize(
    ("size", "two_sided", "paper"),
    [
        ((595, 842), True, PaperUse(2, 3, Duplex.LONG_EDGE, 2)),
        ((842, 595), True, PaperUse(2, 3, Duplex.SHORT_EDGE, 2)),
        ((595, 842), False, PaperUse(3, 3, Duplex.ONE_SIDE, 3)),
    ],
)
def test_how_much_paper_a_file_takes(size: tuple[int, int], two_sided: bool, paper: PaperUse) -> None:  # noqa: FBT001
    out = BytesIO()
    with pikepdf.new() as book:
        for _page in range(3):
            book.add_blank_page(page_size=size)
        book.save(out, encryption=pikepdf.Encryption(user="auki", owner="auki"))
    assert Document.paper(out.getvalue(), "auki", two_sided=two_sided) == paper
