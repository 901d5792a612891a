"""One handout: every option is judged before anything is made, and all problems come at once."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.helpers.brand import brand_in
from tests.helpers.pdf import texts
from tests.helpers.values import replace
from worksheets import api
from worksheets.api.handouts import edition_of, given_values
from worksheets.course.course import Course
from worksheets.errors import ParticipantError, WorkerError, WorksheetsError
from worksheets.master.store import MasterStore
from worksheets.people.participant import Participant

AINO = Participant({"nimi": "Aino Esimerkki", "kurssi": "Valmennus"})


def printing(course: Course, **options: object) -> api.Printing:
    return api.Printing(**{"course": course, "pages": "sitaatti", **options})  # type: ignore[arg-type]


def test_a_blank_handout_is_named_after_its_course(course: Course) -> None:
    document = api.blank(printing(course))
    assert document.path == Path("output/tyoelaman-verkostot-sitaatti.pdf")
    assert document.make().startswith(b"%PDF")


def test_a_filled_handout_is_named_after_its_participant(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "aino.yaml"
    file.write_text("nimi: Aino Esimerkki\nkurssi: Valmennus\n", "utf-8")
    documents = [api.fill(source, printing(course)) for source in (AINO, file, str(file))]
    assert {document.path for document in documents} == {Path("output/tyoelaman-verkostot-Aino-Esimerkki-sitaatti.pdf")}
    assert len({document.make() for document in documents}) == 1
    assert "Aino Esimerkki" in "".join(texts(documents[0].make()))


def test_given_values_replace_the_participants_own(course: Course) -> None:
    document = api.fill(AINO, printing(course, pages="kansi", given={"kurssi": "Iltakurssi"}))
    text = "".join(texts(document.make()))
    assert "Iltakurssi" in text
    assert "Valmennus" not in text


def test_given_values_are_cleaned(course: Course) -> None:
    assert given_values(printing(course, given={"kurssi": "  A \u200b  B "})) == {"kurssi": "A B"}


def test_a_participants_own_password_comes_first(course: Course) -> None:
    own = AINO.given({"salasana": "oma"})
    for participant, password in ((own, "oma"), (AINO, "kaikkien")):
        pdf = api.fill(participant, printing(course, password="kaikkien")).make()
        with pikepdf.open(BytesIO(pdf), password=password) as book:
            assert book.is_encrypted


def test_all_problems_of_the_options_come_at_once(course: Course) -> None:
    wrong = printing(course, pages="kanssi", layout="slide", password="ä" * 64, given={"nimi": "A", "kursi": "B"})
    with pytest.raises(WorksheetsError) as caught:
        api.blank(wrong)
    pages, layout, password, name, field = caught.value.problems
    assert "Did you mean “kansi”?" in pages
    assert "Did you mean “slides”?" in layout
    assert password == "--password: too long; at most 127 bytes"
    assert "--set nimi=A: “nimi” is not a field that can be set" in name
    assert "Did you mean “kurssi”?" in field


def test_a_password_of_127_bytes_is_not_too_long(course: Course) -> None:
    assert edition_of(printing(course, password="x" * 127))


def test_a_given_value_can_be_too_long(course: Course) -> None:
    with pytest.raises(ParticipantError, match="--set aika=x+: 201 characters"):
        given_values(printing(course, given={"aika": "x" * 201}))


def test_options_say_how_texts_are_printed(course: Course) -> None:
    edition = edition_of(printing(course, as_typed=True, allow_missing_glyphs=True, fillable=True, layout="slides"))
    assert (edition.wording.as_typed, edition.wording.missing_glyphs, edition.fillable) == (True, True, True)
    assert (edition.layout.name, edition.pages) == ("slides", ("sitaatti",))


def test_the_brand_that_is_named_completes_the_courses(course: Course, tmp_path: Path) -> None:
    of_course = replace(course, brand=replace(brand_in(tmp_path / "kurssi"), colours=(("ink", "#111111"),)))
    (tmp_path / "oma.toml").write_text('foot = "Oma"', "utf-8")
    layout = edition_of(printing(of_course, brand=tmp_path / "oma.toml")).layout
    assert layout.brand.foot == "Oma"
    assert layout.brand.logo == of_course.brand.logo
    assert layout.colours["ink"] == "#111111"
    chosen = edition_of(printing(of_course, brand=tmp_path / "oma.toml", theme="mustavalko")).layout
    assert (chosen.theme, chosen.colours["ink"], chosen.brand.foot) == ("mustavalko", "#000000", "Oma")


def test_faults_of_a_brand_come_with_those_of_other_options(course: Course, tmp_path: Path) -> None:
    (tmp_path / "oma.toml").write_text('fooot = "Oma"\ntheme = "x"', "utf-8")
    with pytest.raises(WorksheetsError) as caught:
        api.blank(printing(course, pages="kanssi", brand=tmp_path / "oma.toml", layout="slide"))
    page, key, theme, layout = caught.value.problems
    assert "Did you mean “kansi”?" in page
    assert key.endswith("line 1: fooot: unknown key “fooot”. Did you mean “foot”?")
    assert "no theme “x”" in theme
    assert "Did you mean “slides”?" in layout


@pytest.mark.parametrize("name", ["Etunimi Sukunimi", "Förnamn Efternamn", "Firstname Lastname (example)"])
def test_a_file_that_nobody_has_filled_in_is_refused(course: Course, tmp_path: Path, name: str) -> None:
    (tmp_path / "aino.yaml").write_text(f"nimi: {name}\n", "utf-8")
    with pytest.raises(ParticipantError, match="is the name of the example; write the participant’s own name"):
        api.fill(tmp_path / "aino.yaml", printing(course))


def test_what_a_document_shows_of_itself_has_no_text_of_a_participant(course: Course) -> None:
    document = api.fill(AINO, printing(course))
    pictures = api.PageView(printing(course)).pictures(source=AINO)
    assert repr(document) == f"Document(path={document.path!r}, warnings=())"
    assert repr(pictures) == f"Pictures(path={pictures.path!r})"


@pytest.mark.slow
def test_the_third_handout_of_a_session_is_merged(course: Course, tmp_path: Path) -> None:
    session = api.Session(tmp_path)
    for _time in range(2):
        api.fill(AINO, printing(course), session).prepare_next()
    assert list(tmp_path.rglob("*.master"))
    typeset = api.fill(AINO, printing(course, typeset_all=True), session)
    typeset.prepare_next()
    assert len(list(tmp_path.rglob("*.master"))) == 1
    merged = api.fill(AINO, printing(course), session).make()
    assert merged != typeset.make()
    assert texts(merged) == texts(typeset.make())


def test_who_has_been_merged_lacks_no_master(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Participant]()
    monkeypatch.setattr(MasterStore, "lacks", lambda _store, person: asked.append(person))
    document = api.blank(printing(course, pages=""), api.Session(tmp_path))
    document.prepare_next()
    assert len(asked) == 1, "nothing has been made yet"
    document.make()
    document.prepare_next()
    assert len(asked) == 1


def test_a_master_that_takes_too_long_to_make_is_no_error(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, calls = api.Session(tmp_path), []

    def run_out_of_time(*arguments: object) -> None:
        calls.append(arguments)
        raise WorkerError(
            "took longer than --timeout allows, and was stopped; add a larger --timeout, or check its texts"
        )

    monkeypatch.setattr(session, "call_for", run_out_of_time)
    for _time in range(2):  # The first is not worth a master.
        api.fill(AINO, printing(course), session).prepare_next()
    assert len(calls) == 1
