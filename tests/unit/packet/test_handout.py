"""One handout: merged where a master serves, otherwise typeset; locked where there is a password."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.helpers.pdf import sizes, texts
from tests.helpers.tiny_builder import keep_tiny_master, replace_builder
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.compose.wording import Wording
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import GlyphError
from worksheets.packet.handout import handout
from worksheets.packet.prepared import PreparedEdition
from worksheets.people.participant import Participant

ABC = Participant({"nimi": "abc"})
OTHER_LETTERS = Participant({"nimi": "Наталья"})
"""Somebody whom the master made by hand does not serve."""
CUNEIFORM = Participant({"nimi": "A \U00012000"})
"""A name with a character that no font has."""
MERGED, TYPESET = (71, 71), (210, 297)
"""The sizes in mm of the pages of the master made by hand, and of those that are typeset."""


@pytest.fixture
def edition(course: Course) -> Edition:
    return Edition(course, ("sitaatti",), read_layout("handout", course.folder))


@pytest.fixture
def with_master(edition: Edition, tmp_path: Path) -> PreparedEdition:
    return PreparedEdition(edition, keep_tiny_master(edition, tmp_path), tmp_path)


@pytest.fixture
def printed_people(monkeypatch: pytest.MonkeyPatch) -> list[Participant]:
    """Return a list of those whose handouts are typeset from now on; the handouts are nothing but the word."""
    people: list[Participant] = []

    def typeset(_pipeline: object, _edition: Edition, participant: Participant) -> bytes:
        people.append(participant)
        return b"typeset"

    monkeypatch.setattr("worksheets.pipeline.Pipeline.handout", typeset)
    return people


def prepared_anew(edition: Edition, folder: Path | None = None) -> PreparedEdition:
    """Return the edition as another process would prepare it."""
    return PreparedEdition(edition, content_digest(edition), folder)


def test_a_handout_is_merged_where_a_master_serves(with_master: PreparedEdition) -> None:
    pdf = handout(with_master, ABC)
    assert sizes(pdf) == [MERGED]
    assert "abc" in texts(pdf)[0]


def test_a_handout_is_typeset_if_that_is_wanted_or_no_master_serves(
    with_master: PreparedEdition, edition: Edition, printed_people: list[Participant]
) -> None:
    assert handout(with_master, ABC, merge=False) == b"typeset"
    assert handout(with_master, OTHER_LETTERS) == b"typeset"
    assert handout(prepared_anew(edition), ABC) == b"typeset"
    assert handout(with_master, ABC, merge=False, typeset=lambda person: person.name.encode()) == b"abc"
    assert [person.name for person in printed_people] == ["abc", "Наталья", "abc"]


def test_no_master_is_made_for_one_handout(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, printed_people: list[Participant]
) -> None:
    builders = replace_builder(monkeypatch)
    prepared = prepared_anew(edition)
    for _time in range(5):
        handout(prepared, ABC)
    assert (len(printed_people), builders) == (5, [])


@pytest.mark.parametrize("merge", [True, False])
def test_a_password_locks_a_handout_made_either_way(with_master: PreparedEdition, *, merge: bool) -> None:
    pdf = handout(with_master, ABC, "sala", merge=merge)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="sala") as document:
        assert document.is_encrypted
        height = float(document.pages[0].MediaBox[3])
    assert round(height / 72 * 25.4) == (MERGED if merge else TYPESET)[1]


def test_texts_are_as_they_are_printed_and_the_password_is_not_among_them(
    edition: Edition, printed_people: list[Participant]
) -> None:
    person = Participant({"nimi": 'Aino "Esimerkki"', "aika": "2026-01-14T09:00", "salasana": "oma"})
    as_typed = replace(edition, wording=Wording(as_typed=True))
    for prepared in (prepared_anew(edition), prepared_anew(as_typed)):
        handout(prepared, person, merge=False)
    assert [dict(person.values) for person in printed_people] == [
        {"nimi": "Aino ”Esimerkki”", "aika": "14.1.2026 klo\u00a09.00"},
        {"nimi": 'Aino "Esimerkki"', "aika": "14.1.2026 klo 9.00"},
    ]


@pytest.mark.parametrize("merge", [True, False])
def test_a_character_that_no_font_has_is_an_error_or_a_box(
    with_master: PreparedEdition, edition: Edition, printed_people: list[Participant], *, merge: bool
) -> None:
    with pytest.raises(GlyphError, match="A \U00012000: nimi: no font has “\U00012000”"):
        handout(with_master, CUNEIFORM, merge=merge)
    assert printed_people == []
    allowed = replace(edition, wording=Wording(missing_glyphs=True))
    handout(prepared_anew(allowed), CUNEIFORM, merge=merge)
    assert [person.name for person in printed_people] == ["A □"]
