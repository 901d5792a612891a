"""Broken lists, each with the one message that tells a trainer what to mend and where."""

import pytest

from tests.helpers.course import ROOT
from worksheets.course.course import Course
from worksheets.errors import WorksheetsError
from worksheets.people.roster import read_roster

BROKEN = ROOT / "tests" / "data" / "broken"
MESSAGES = {
    "beyond-the-list.csv": ", row 1, column B “Kontakti 41”: only 40 entries fit; delete this column",
    "cell-without-heading.csv": (
        ", row 2, column C: “ylimääräinen” has no heading above it; add one, or delete the text"
    ),
    "contradiction.csv": (
        ", row 3, column B “Ryhmä”: “B” here, but “A” in an earlier row of the same person; fix one of them, or if "
        "they are two people, give each a number in a column “Nro”"
    ),
    "control-character.csv": ", row 2, column A “Nimi”: the character U+0007 cannot be printed; delete it",
    "damaged.xlsx": (
        ": the workbook is damaged and cannot be read; open it in a spreadsheet program and save it again as .xlsx"
    ),
    "empty.csv": ": no text in it; is this the right file?",
    "error-cell.xlsx": (
        ", sheet Osallistujat, row 2, column B “Ryhmä”: the cell shows the error #N/A; fix its formula, or type "
        "the value"
    ),
    "example-filled-in.csv": (
        ", row 2: “Etunimi Sukunimi (esimerkki)” is the name of the example; write the participant’s own name"
    ),
    "headings-again.csv": (
        ", row 3: headings again, but not those of row 1; move the list under them to another sheet"
    ),
    "hash-in-text.yaml": (
        ': line 1: “#2” would be taken for a comment; put the text in "quotes", or write a comment as “# …”'
    ),
    "heading-twice.csv": (
        ", row 1, column C “Ryhmä”: two columns have this heading; delete one of them, or change its heading"
    ),
    "list-for-text.yaml": ": line 1: nimi: must be a single text, not a list or a group of keys",
    "misspelled-heading.csv": (
        ', row 1, column B “Ryhmmä”: unknown heading; if it means “Ryhmä”, add --map "Ryhmmä=ryhma"; to leave it out, '
        'add --map "Ryhmmä=-"'
    ),
    "mojibake.csv": (
        ", row 2, column A “Nimi”: “Aino VirtanÃ¤” has garbled letters and should be “Aino Virtanä”; fix it, or "
        "save the original list again as “CSV UTF-8”"
    ),
    "name-missing.csv": ", row 3: the name is missing; every participant needs one",
    "no-headings.csv": ": no heading is recognised; write the heading “Nimi” above the names",
    "no-name-column.csv": ", row 1: no column “Nimi”; write this heading above the names",
    "not-yaml.yaml": (": line 1: a quote is not closed; close it, or put the text in the other kind of quotes"),
    "only-headings.csv": ": no participants in it; is this the right file?",
    "picture-as-list.csv": ": this is not a list; save the list as .xlsx, .ods or “CSV UTF-8”",
    "too-long.csv": ", row 2, column B “Ryhmä”: 201 characters, but only 200 fit; shorten the text by 1",
    "too-many-entries.csv": ", row 2, column B “Kontakti”: only 40 entries fit; delete the rest",
    "two-of-one-name.csv": (
        ", row 5: 2 participants are called “Aino” ({file}, row 2; {file}, row 3); give each a number in a column "
        "“Nro”, and write the number beside the name here too"
    ),
    "unknown-key.yaml": ": line 3: tukiverkosto: unknown key “esimes”. Did you mean “esimies”?",
    "unknown-participant.xlsx": (
        ", sheet Kontaktit, row 2: “Aino Esimerki” is not one of the participants. Did you mean “Aino Esimerkki”?"
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_broken_list_gives_its_one_message(course: Course, name: str) -> None:
    with pytest.raises(WorksheetsError) as caught:
        read_roster(BROKEN / name, course)
    assert caught.value.problems == (f"{BROKEN / name}{MESSAGES[name].replace('{file}', str(BROKEN / name))}",)


def test_every_broken_list_has_its_message() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(MESSAGES)
    assert len(MESSAGES) >= 20
