"""Pages of handouts drawn and read: for a preview again and again, and as files."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from tests.helpers.pdf import pictures as drawn_pages
from worksheets import api
from worksheets.course.course import Course
from worksheets.errors import OptionsError, ParticipantError
from worksheets.packet import handout
from worksheets.people.participant import Participant

AINO = Participant({"nimi": "Aino Esimerkki", "kurssi": "Valmennus"})
VILLE = Participant({"nimi": "Ville Mallikas"})


def printing(course: Course, **options: object) -> api.Printing:
    return api.Printing(**{"course": course, "pages": "sitaatti", **options})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def view(course: Course) -> api.PageView:
    """Return a view of two pages."""
    return api.PageView(printing(course, pages="kansi,sitaatti", given={"kurssi": "Iltakurssi"}))


def test_a_page_is_drawn_as_the_handout_has_it(view: api.PageView) -> None:
    pdf = api.fill(AINO, view.printing).make()
    assert view.pdf(AINO) == pdf
    with Image.open(BytesIO(view.picture(AINO, 0, 20))) as picture:
        assert picture.size == next(drawn_pages(pdf, 20)).size
    assert [view.picture(AINO, index, 36) for index in (0, 1)] == list(
        view.pictures(api.PictureOptions(dpi=36), AINO).make()
    )
    assert view.picture(AINO, 0, 20) != view.picture(None, 0, 20)


def test_a_page_is_read_for_a_participant_and_blank(view: api.PageView) -> None:
    lines = view.text(AINO).splitlines()
    assert lines[2:6] == ["Nimi", "Aino Esimerkki", "Kurssi", "Iltakurssi"]
    assert view.text().splitlines()[2:5] == ["Nimi", "Kurssi", "Iltakurssi"]


def test_pages_are_counted_and_named_after_the_courses(view: api.PageView) -> None:
    assert view.count() == 2
    assert view.names(AINO) == ("kansi", "sitaatti")
    for index in (-1, 2):
        with pytest.raises(IndexError):
            view.text(AINO, index)


def test_the_last_few_handouts_are_kept(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = []

    def make(_prepared: object, participant: Participant, *_others: object, **_options: object) -> bytes:
        numbers.append(participant.text("nimi"))
        return pdf

    view = api.PageView(printing(course))
    pdf = view.pdf()
    monkeypatch.setattr(handout, "handout", make)
    people = [Participant({"nimi": str(number)}) for number in range(8)]
    for person in (*people, people[0], *people):
        view.pdf(person)
    assert numbers == list("01234567")
    view.pdf()
    view.pdf(people[0])
    assert numbers == [*"01234567", "", "0"], "only so many are kept"
    view.forget()
    view.pdf(people[0])
    assert numbers[-1] == "0"


def test_all_that_is_wrong_is_said_at_the_first_look(course: Course) -> None:
    view = api.PageView(printing(course, pages="ei", layout="x", given={"nimi": "x"}))
    with pytest.raises(api.WorksheetsError) as refused:
        view.picture()
    assert len(refused.value.problems) == 3


def test_a_master_may_take_longer_than_a_handout(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handouts = []
    with api.Session(tmp_path) as session, api.Session(tmp_path) as other:
        monkeypatch.setattr(other, "call_for", lambda count, *_call: handouts.append(count))
        api.PageView(printing(course), session).prepare(AINO, other)
    assert len(handouts) == 1
    assert handouts[0] > 1, "it is typeset more than once"


def test_forms_show_what_is_filled_into_their_fields(course: Course) -> None:
    view = api.PageView(printing(course, pages="kansi", fillable=True))
    assert view.picture(AINO, 0, 30) != view.picture(VILLE, 0, 30)
    assert "Ville Mallikas" in view.text(VILLE).splitlines()


@pytest.mark.slow
def test_a_preview_is_made_quick_in_another_session(course: Course, tmp_path: Path) -> None:
    with api.Session(tmp_path) as session, api.Session(tmp_path) as other:
        view = api.PageView(printing(course), session)
        assert not view.is_quick(AINO)
        view.prepare(AINO, other)
        assert view.is_quick(VILLE)
        assert "Liiketoiminta" in view.text(VILLE)
        view.prepare(VILLE, other)
        assert len(list(tmp_path.rglob("*.master"))) == 1
    with api.Session(tmp_path / "none") as session:
        typeset = api.PageView(printing(course, typeset_all=True), session)
        typeset.prepare(AINO)
        assert not typeset.is_quick(AINO)


def test_a_handouts_pages_are_pictures(course: Course) -> None:
    pictures = api.pictures(printing(course), api.PictureOptions(dpi=60))
    assert pictures.path == Path("output/tyoelaman-verkostot-sitaatti.png")
    with PdfDocument(pictures.document.make()) as book:
        page = book[0].render(scale=60 / 72).to_pil().convert("RGB")
    (data,) = pictures.make()
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.info["dpi"]) == ("PNG", pytest.approx((60, 60), abs=0.02))
        assert picture.tobytes() == page.tobytes()


def test_pictures_of_a_filled_handout_are_named_after_its_participant(course: Course) -> None:
    pictures = api.pictures(printing(course), source=AINO)
    assert pictures.path == Path("output/tyoelaman-verkostot-Aino-Esimerkki-sitaatti.png")


def test_all_that_pictures_cannot_have_is_said_at_once(course: Course) -> None:
    with pytest.raises(OptionsError) as refused:
        api.pictures(printing(course, password="sala", fillable=True), api.PictureOptions(dpi=601))
    assert refused.value.problems == (
        "--password: a picture cannot be locked; leave out --password, or make a PDF",
        "--fillable: a picture has no fields to type into; leave out --fillable, or make a PDF",
        "--dpi 601: choose from 36 to 600",
    )


def test_a_participant_with_a_password_gets_no_pictures(course: Course, tmp_path: Path) -> None:
    file = tmp_path / "aino.yaml"
    file.write_text("nimi: Aino Esimerkki\nsalasana: oma\n", "utf-8")
    for source, location in ((file, file), (AINO.given({"salasana": "oma"}), "Aino Esimerkki")):
        with pytest.raises(ParticipantError) as refused:
            api.pictures(printing(course), source=source)
        assert refused.value.problems == (
            f"{location}: salasana: a picture cannot be locked; delete the password there, or make a PDF",
        )


def test_pictures_warn_as_the_handout_does(course: Course) -> None:
    wrong = Participant({"nimi": "Aino Esimerkki", "sahkoposti": "aino"})
    assert api.pictures(printing(course), source=wrong).warnings == api.fill(wrong, printing(course)).warnings


def test_the_text_of_all_pages_is_a_file(course: Course, tmp_path: Path) -> None:
    document = api.PageView(printing(course, pages="kansi,sitaatti")).texts(AINO)
    assert document.path == Path("output/tyoelaman-verkostot-Aino-Esimerkki-kansi-sitaatti.txt")
    pages = document.write(tmp_path / "sivut.txt").read_text("utf-8").split("\n\n")
    assert [page.splitlines()[0] for page in pages] == [
        "Työelämän verkostot",
        "Liiketoiminta on aina ihmisten välistä toimintaa",
    ]
    answered = AINO.given({"tukiverkosto.esimies": "Neuvo"})
    (warning,) = api.PageView(printing(course)).texts(answered).warnings
    assert "--pages leaves out the answers" in warning


def test_all_that_a_text_file_cannot_have_is_said_at_once(course: Course) -> None:
    with pytest.raises(OptionsError) as refused:
        api.PageView(printing(course, password="sala", fillable=True)).texts()
    assert refused.value.problems == (
        "--password: a text file cannot be locked; leave out --password, or make a PDF",
        "--fillable: a text file has no fields; leave out --fillable, or make a PDF",
    )
    with pytest.raises(ParticipantError, match="Aino Esimerkki: salasana: a text file cannot be locked; delete"):
        api.PageView(printing(course)).texts(AINO.given({"salasana": "oma"}))


def test_everybody_can_be_given_other_values_without_preparing_anew(view: api.PageView) -> None:
    other = view.with_given({"kurssi": "Aamukurssi"})
    assert "Aamukurssi" in other.text(AINO, 0)
    assert "Iltakurssi" in view.text(AINO, 0)
    assert other.maker.prepared is view.maker.prepared


def test_values_that_nobody_can_be_given_are_refused(view: api.PageView) -> None:
    with pytest.raises(ParticipantError, match="nimi"):
        view.with_given({"nimi": "Aino Esimerkki"})
