"""Lists as trainers have them: whatever is odd, each person is printed once with each value, or it is said why not."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.course import ROOT, Here, the_course
from tests.helpers.list_files import WORKBOOKS, as_csv, padded
from tests.helpers.pdf import letters, texts
from tests.helpers.strategies import WORDS, few_examples
from worksheets import api
from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason
from worksheets.people.opening import opened
from worksheets.people.roster import Roster, read_roster, study_roster

DATA = ROOT / "tests" / "data"
CONTACTS, BOSS, FRIENDS = "verkostokartta.kontaktit", "tukiverkosto.esimies", "tukiverkosto.ystavat"


# The cases


def test_choices_of_a_form_and_a_quizs_own_columns(course: Course) -> None:
    folder = DATA / "ms-forms-choices-and-quiz"
    (chosen,) = read_roster(folder / "monivalinta.csv", course).participants
    assert chosen.text("verkostokartta.uudet-kontaktit") == "Työ; Kieli; Asuminen"
    (tested,) = read_roster(folder / "testi.csv", course).participants
    assert dict(tested.values) == {"nimi": "Aino Esimerkki", BOSS: "Palautetta"}


def test_two_people_of_one_name_stay_two(course: Course) -> None:
    people = read_roster(DATA / "roster-two-of-one-name-become-one" / "vastaukset.csv", course).participants
    assert [(person.name, person.text(f"{CONTACTS}.1.nimi")) for person in people] == [
        ("Aino", "Marja"),
        ("Ville", "Pekka"),
        ("Aino", "Sari"),
    ]


# Generated lists


@dataclass(frozen=True)
class Somebody:
    """A person who is to be found in a list."""

    name: str
    number: int
    group: str = ""
    boss: str = ""
    contacts: tuple[str, ...] = ()
    has_name: bool = True
    hidden: bool = False
    is_faulty: bool = False
    """The group is an error value in a cell."""

    @property
    def values(self) -> dict[str, str]:
        """What is to be printed, by slots, without the address."""
        group = "" if self.is_faulty else self.group
        values = {"nimi": self.name if self.has_name else "", "ryhma": group, BOSS: self.boss}
        values |= {f"{CONTACTS}.{n}.nimi": contact for n, contact in enumerate(self.contacts, start=1)}
        return {slot: text for slot, text in values.items() if text}

    @property
    def is_printed(self) -> bool:
        return self.has_name and not self.is_faulty and not self.hidden

    @property
    def email(self) -> str:
        return f"osoite{self.number}@esimerkki.fi"


NAMES = (
    "Aino Esimerkki",
    "Ville Mallikas",
    "Åsa Öhman",
    "Georg von Wright",
    "Summa Matti",
    "Anna-Liisa Äijö",
    "Tri Ka",
)
ENTRIES = ("numbered columns", "cells", "rows with names", "rows without names", "sheet by name", "sheet by number")
SPLIT = "Etunimi|Sukunimi"
MARKS = ("nothing", "number", "email", "form")


@dataclass
class Made:
    """A list's file, and what is to be found in it."""

    people: list[Somebody]
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    omitted: list[LeftOutReason] = field(default_factory=list)
    """Why other rows and sheets are left out."""
    again: int = 0
    """The number of people who have answered twice."""


@dataclass(frozen=True)
class Oddities:
    """How a list is written."""

    suffix: str
    entries: str
    marks: str
    name_heading: str
    numbering: str
    titles: int
    unknown: bool
    total: str
    headings_at: int
    waiting: int
    example: bool
    other_sheet: bool
    answers_again: bool
    delimiter: str


@st.composite
def oddities(draw: st.DrawFn) -> Oddities:
    suffix = draw(st.sampled_from([".csv", *WORKBOOKS]))
    entries = draw(st.sampled_from(ENTRIES if suffix in WORKBOOKS else ENTRIES[:4]))
    marks = "number" if entries == "sheet by number" else draw(st.sampled_from(MARKS))
    return Oddities(
        suffix=suffix,
        entries=entries,
        marks=marks,
        name_heading=draw(st.sampled_from(["Nimi", "OSALLISTUJAN NIMI:", "Etunimi ja sukunimi", "1. Nimi *", SPLIT])),
        numbering=draw(st.sampled_from(["", "{}. ", "{}) ", "- ", "• "])),
        titles=draw(st.integers(0, 2)),
        unknown=draw(st.booleans()),
        total=draw(st.sampled_from(["", "Yhteensä {}", "Yht. {}", "{} osallistujaa", "Osallistujia {}"])),
        headings_at=draw(st.integers(0, 3)),
        waiting=draw(st.integers(0, 2)),
        example=draw(st.booleans()),
        other_sheet=draw(st.booleans()) and suffix in WORKBOOKS,
        answers_again=draw(st.booleans()) and marks == "email" and not entries.startswith(("rows", "cells")),
        delimiter=draw(st.sampled_from(";,\t|")),
    )


@st.composite
def groups(draw: st.DrawFn, odd: Oddities) -> list[Somebody]:
    """Return people of whom nobody is alike, unless the list tells them apart."""
    apart = odd.marks != "nothing" and odd.entries != "sheet by name"
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=not apart))
    people = []
    for number, name in enumerate(names, start=1):
        contacts = tuple(f"kontakti{number}x{n}" for n in range(draw(st.integers(0, 3))))
        group = draw(st.sampled_from(["", "A", "B 2"]))
        # Of the only name in a list, a number that is not 1 may be a part.
        has_name = number == 1 or odd.entries.startswith(("rows", "sheet")) or draw(st.integers(0, 9)) > 0
        hidden = odd.suffix in WORKBOOKS and draw(st.integers(0, 5)) == 0
        boss = f"vastaus {number}" if draw(st.booleans()) or not has_name else ""
        is_faulty = draw(st.integers(0, 7)) == 0
        people.append(Somebody(name, number, group, boss, contacts, has_name, hidden, is_faulty))
    return people


def rows_of(odd: Oddities, person: Somebody) -> Iterator[list[str]]:
    """Yield the rows of a person on the sheet of people."""
    name = person.name if person.has_name else ""
    before = odd.numbering.format(person.number) if name else ""
    first, _space, last = name.partition(" ")
    names = [before + first, last] if odd.name_heading == SPLIT else [before + name]
    number, moment = str(person.number), f"{person.number}.1.2026"
    marks = {"number": [number], "email": [person.email], "form": [number, moment]}
    group = "#N/A" if person.is_faulty else person.group
    start = [*marks.get(odd.marks, []), *names, group, person.boss, *(["vege"] if odd.unknown else [])]
    start += ["3", "Hyvin sanottu"] if odd.marks == "form" else []
    if odd.entries == "numbered columns":
        yield [*start, *person.contacts]
    elif odd.entries == "cells":
        yield [*start, ";".join(person.contacts) + (";" if odd.marks == "form" and person.contacts else "")]
    elif odd.entries.startswith("rows"):
        yield [*start, *person.contacts[:1]]
        nameless = [""] * len(start)
        for contact in person.contacts[1:]:
            yield [*(start if odd.entries == "rows with names" else nameless), contact]
    else:
        yield start


def headings_of(odd: Oddities) -> list[str]:
    marks = {"number": ["Nro"], "email": ["Sähköposti"], "form": ["ID", "Aloitusaika"]}.get(odd.marks, [])
    names = odd.name_heading.split("|")
    start = [*marks, *names, "Ryhmä", "Esimieheltä", *(["Ruokavalio"] if odd.unknown else [])]
    start += ["Pisteet – Esimieheltä", "Palaute – Esimieheltä"] if odd.marks == "form" else []
    if odd.entries == "numbered columns":
        return [*start, "Kontakti 1", "Kontakti 2", "Kontakti 3"]
    return start if odd.entries.startswith("sheet") else [*start, "Kontakti"]


def made_list(odd: Oddities, people: Sequence[Somebody]) -> Made:
    """Return a list with its oddities, and what is to be found in it."""
    made, headings = Made(list(people)), headings_of(odd)
    rows: list[list[str]] = [*[["Kevään ryhmä"], []][: odd.titles], headings]
    name_at = headings.index(odd.name_heading.split("|")[0])
    if odd.example:
        rows.append([*[""] * name_at, "Etunimi Sukunimi (esimerkki)"])
        made.omitted.append(LeftOutReason.EXAMPLE)
    for place, person in enumerate(people, start=1):
        if place == odd.headings_at:
            rows.append(list(headings))
            made.omitted.append(LeftOutReason.HEADINGS)
        if odd.answers_again and place == 1 and not person.hidden:
            rows += rows_of(odd, Somebody(person.name, person.number, "Vanha", "vanha vastaus"))
            made.again += 1
        own = [*rows_of(odd, person)]
        made.hidden_rows |= set(range(len(rows) + 1, len(rows) + 1 + len(own))) if person.hidden else set()
        rows += own
    if odd.marks in ("number", "form") and odd.waiting:
        rows += [[str(len(people) + n)] for n in range(1, odd.waiting + 1)]
        made.omitted.append(LeftOutReason.EMPTY)
    if odd.total:
        rows.append([""] * name_at + [odd.total.format(len(people))])
        made.omitted.append(LeftOutReason.TOTAL)
    made.sheets["Osallistujat"] = padded(rows)
    add_sheets(made, odd)
    return made


def add_sheets(made: Made, odd: Oddities) -> None:
    """Add the contacts' own sheet, and sheets that are no list."""
    if odd.entries.startswith("sheet"):
        by_number = odd.entries == "sheet by number"
        rows = [["Nro" if by_number else "Osallistuja", "Nimi"]]
        for person in made.people:
            rows += [[str(person.number) if by_number else person.name, contact] for contact in person.contacts]
        made.sheets["Kontaktit"] = rows
    if odd.other_sheet:
        made.sheets["Ohje"] = [["Kirjoita nimet taulukkoon Osallistujat."], ["Kiitos!"]]
        made.omitted.append(LeftOutReason.NO_NAMES)


def written(folder: Path, odd: Oddities, made: Made) -> Path:
    path = folder / f"ryhma{odd.suffix}"
    if odd.suffix in WORKBOOKS:
        path.write_bytes(WORKBOOKS[odd.suffix](made.sheets, {"Osallistujat": made.hidden_rows}))
    else:
        path.write_bytes(as_csv(made.sheets["Osallistujat"], odd.delimiter))
    return path


def check(roster: Roster, made: Made) -> None:
    """Hold a list that has been read against what was written: nothing lost, nobody doubled, nobody invented."""
    assert roster.problems == ()
    assert [person.number for person in roster.people] == [person.number for person in made.people]
    for person, expected in zip(roster.people, made.people, strict=True):
        values = {slot: text for slot, text in person.participant.values.items() if slot != "sahkoposti"}
        assert values == expected.values
        assert person.hidden == expected.hidden
        assert bool(person.problems) == (not expected.has_name or expected.is_faulty)
    printed = [person.number for person in made.people if person.is_printed]
    assert [person.number for person in roster.participants] == printed
    reasons = [omission.reason for omission in roster.omissions]
    assert sorted(reason.name for reason in reasons) == sorted(reason.name for reason in made.omitted)
    assert sum("answered" in oddity for oddity in roster.oddities) == made.again
    joined = sum("put together" in oddity for oddity in roster.oddities)
    assert joined <= sum(len(person.contacts) > 1 for person in made.people)


@st.composite
def made_lists(draw: st.DrawFn) -> tuple[Oddities, Made]:
    odd = draw(oddities())
    return odd, made_list(odd, draw(groups(odd)))


@pytest.mark.slow
@few_examples(30, long=2_500)
@given(made_lists())
def test_generated_lists_give_each_person_once_with_each_value(
    tmp_path_factory: pytest.TempPathFactory, generated: tuple[Oddities, Made]
) -> None:
    odd, made = generated
    path = written(tmp_path_factory.mktemp("list"), odd, made)
    check(study_roster(path, the_course(), ListOptions()), made)


@pytest.mark.slow
@few_examples(15, long=1_250)
@given(made_lists(), st.data())
def test_a_mended_list_that_is_read_back_gives_the_same_people(
    tmp_path_factory: pytest.TempPathFactory, generated: tuple[Oddities, Made], data: st.DataObject
) -> None:
    odd, made = generated
    course, folder = the_course(), tmp_path_factory.mktemp("list")
    opened_list = opened(written(folder, odd, made), course, ListOptions())
    paths = st.sampled_from(["-", "organisaatio", "paikka", "aika", f"{CONTACTS}.*.apu"])
    column = data.draw(st.integers(1, len(headings_of(odd))))
    row = data.draw(st.sampled_from(opened_list.sheets[0].rows)).number
    changed = opened_list.with_meaning(0, column, data.draw(paths)).with_text(0, row, column, data.draw(WORDS))
    changed = changed.with_row(0, ["Åke", "", "B"]) if data.draw(st.booleans()) else changed
    judged = api.judge(changed, course)
    assert len(judged.faults) == len(judged.roster.errors) + len(judged.roster.warnings)
    mended = api.open_list_document(changed, course, folder / "uusi.xlsx").write()
    again = opened(mended, course, ListOptions())
    if not judged.roster.problems:  # Headings that contradict each other are mended first.
        assert people_of(api.judge(again, course).roster) == people_of(judged.roster)
    before = [text for sheet in changed.sheets for each in sheet.rows for text in each.cells if text.strip()]
    after = {text for sheet in again.sheets for each in sheet.rows for text in each.cells}
    assert len([text for text in before if text not in after]) <= len(headings_of(odd)), "only headings are replaced"


def people_of(roster: Roster) -> list[tuple[dict[str, str], str, bool, bool]]:
    """Return who is in a list, with what."""
    people = [(person.participant, person.hidden, bool(person.problems)) for person in roster.people]
    return [(dict(each.values), each.key, hidden, faulty) for each, hidden, faulty in people]


@pytest.mark.slow
@few_examples(2)
@given(made_lists().filter(lambda generated: any(person.is_printed for person in generated[1].people)))
def test_what_is_printed_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, generated: tuple[Oddities, Made]
) -> None:
    odd, made = generated
    folder = tmp_path_factory.mktemp("list")
    path = written(folder, odd, made)
    printing = api.Printing(the_course(), pages="kansi,tukiverkosto,verkostokartta", typeset_all=True)
    options = api.PacketOptions(folder / "out", "{n}", print_file=False, skip_invalid=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("worksheets.api.packets.workers", lambda _course, _machine: nullcontext(Here()))
        events = list(api.make_packet(path, printing, options))
    files = {event.path.stem: event.path for event in events if isinstance(event, api.PacketFile)}
    assert sorted(files) == [str(person.number) for person in made.people if person.is_printed]
    for person in made.people:
        if person.is_printed:
            printed = letters("".join(texts(files[str(person.number)].read_bytes())))
            own = [person.name, person.boss, *person.contacts]
            others = [text for other in made.people if other is not person for text in (other.boss, *other.contacts)]
            assert [text for text in own if letters(text) not in printed] == []
            assert [text for text in others if text and letters(text) in printed] == []
    people = [event.number for event in events if isinstance(event, api.LeftOut) and event.reason.is_of_a_person]
    assert sorted(people) == [person.number for person in made.people if not person.is_printed]
