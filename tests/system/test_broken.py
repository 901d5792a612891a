"""Broken lists, each with the one message that tells a trainer what to mend and where."""

import pytest

from tests.helpers.course import ROOT
from worksheets.course.course import Course
from worksheets.errors import WorksheetsError
from worksheets.people.roster import read_roster

BROKEN = ROOT / "tests" / "data" / "broken"
MESSAGES = {
    "cell-without-heading.csv": ", row 2, column C “”: “ylimääräinen” has no heading",
    "contradiction.csv": ", row 3, column B “Ryhmä”: says “B”, and an earlier row of the same person “A”",
    "control-character.csv": ", row 2, column A “Nimi”: the character U+0007 cannot be printed; delete it",
    "damaged.xlsx": ": the workbook is damaged and cannot be read; open it in a spreadsheet and save it again as .xlsx",
    "empty.csv": ": there is nothing in it; is this the right file?",
    "error-cell.xlsx": ", sheet Osallistujat, row 2, column B “Ryhmä”: the cell is an error, #N/A",
    "hash-in-text.yaml": ': line 1: “#2” would be left out; put the text in "quotes", or write a comment as “# …”',
    "heading-twice.csv": ", row 1, column C “Ryhmä”: this column stands twice",
    "list-for-text.yaml": ": line 1: nimi: must be one text",
    "misspelled-heading.csv": (
        ', row 1, column B “Ryhmmä”: unknown heading; --map "Ryhmmä=slot" says what it means, --ignore-unknown '
        "leaves it out. Did you mean “Ryhmä”?"
    ),
    "mojibake.csv": (
        ": row 2, column A: “Aino VirtanÃ¤” has spoilt letters and should be “Aino Virtanä”; save the original list "
        "again as “CSV UTF-8”, or choose UTF-8 when it is imported"
    ),
    "name-missing.csv": ", row 3: the name is missing; every participant needs one",
    "no-headings.csv": ": no heading is recognised; one column must be “Nimi”",
    "no-name-column.csv": ", row 1: there is no column “Nimi”",
    "not-yaml.yaml": (
        ": line 2: this is not YAML: while scanning a quoted scalar, found unexpected end of stream. Text with : # or "
        'quotes in it must be in "quotes".'
    ),
    "only-headings.csv": ": there are no participants in it",
    "picture-as-list.csv": ": this is no list; save the list as .xlsx, .ods or “CSV UTF-8”",
    "too-long.csv": ", row 2, column B “Ryhmä”: 201 characters, and 200 at most fit; shorten it by 1",
    "too-many-entries.csv": ", row 2, column B “Kontakti”: more than 40 entries do not fit",
    "unknown-heading.csv": (
        ', row 1, column B “Kengännumero”: unknown heading; --map "Kengännumero=slot" says what it means, '
        "--ignore-unknown leaves it out."
    ),
    "unknown-key.yaml": ": line 3: tukiverkosto: unknown key “esimes”. Did you mean “esimies”?",
    "unknown-participant.xlsx": (
        ", sheet Kontaktit, row 2: “Aino Esimerki” is not among the participants. Did you mean “Aino Esimerkki”?"
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_broken_list_gives_its_one_message(course: Course, name: str) -> None:
    with pytest.raises(WorksheetsError) as caught:
        read_roster(BROKEN / name, course)
    assert caught.value.problems == (f"{BROKEN / name}{MESSAGES[name]}",)


def test_every_broken_list_has_its_message() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(MESSAGES)
    assert len(MESSAGES) >= 20
