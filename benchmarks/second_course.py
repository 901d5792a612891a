"""Handouts of the example course, whose pages are in Markdown, merged beside those of the built-in course.

    python -m benchmarks.second_course [PEOPLE] [REPEATS]

Both groups have the same mixture: one in five has nothing but a name, one in 25 has answered everything, and nobody has
more to say than the pages hold. The courses take turns in one process, which has all masters before anything is timed;
counted is processor time, which other programs change less than the clock.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import mean, median
from tempfile import TemporaryDirectory

import pikepdf

from benchmarks import machine
from benchmarks.people import as_yaml, people
from benchmarks.results import Amount, Result, Row, Table, figure, markdown
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.marks import LINE_MOST, Chosen, Marks
from worksheets.course.reader import read_course
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.handout import handout
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster
from worksheets.resources import DEFAULT_COURSE

EXAMPLE = Path(__file__).parent.parent / "examples" / "tavoitteet"
_ROUND, _ONLY_A_NAME, _FULL = 25, (3, 8, 14, 19, 24), 12
"""As in ``people.py``: after so many, how much people say repeats; those with a name only; who has said everything."""
_SHORT = ("Sisko", "Kaisa", "Esihenkilö", "Naapuri", "Opettaja", "Kuoro")
_SENTENCES = (
    "Luen ensimmäisen luvun ja kirjoitan siitä kolme asiaa.",
    "Kysyn vuoroista, ennen kuin seuraava lista tehdään.",
    "Kävelen töistä kotiin ja soitan matkalla siskolle.",
    "Kerron sunnuntaina kotona, mitä viikolla tapahtui.",
    "Pyydän palautetta siitä, mitä sain valmiiksi.",
)
_IN_SENTENCES = {
    "aloitus": "19.1.2026",
    "kerrat": "3",
    "ensimmainen": "soitan ohjaajalle",
    "neuvoja": "Kaisa Esimerkki",
}
_GIVEN = {"kurssi": "Tavoitteet", "kouluttaja": "Kalle Kouluttaja", "aika": "14.1.2026 klo 9.00", "paikka": "Tampere"}


@dataclass(frozen=True, slots=True)
class _Group:
    """A course's group, its masters made."""

    title: str
    prepared: PreparedEdition
    members: tuple[Participant, ...]
    """Those whom a master serves."""
    left_out: int
    pages: int
    """The pages of all their handouts."""


def goals(count: int, course: Course) -> list[Participant]:
    """Return so many participants of the example course."""
    return [_person(number, course) for number in range(1, count + 1)]


def _person(number: int, course: Course) -> Participant:
    """Return one participant: how much they say depends on their place in the round, what they say on their number."""
    place = number % _ROUND
    amount, words = Random(place), Random(number)  # noqa: S311 - no secret
    values = {"nimi": f"Aino Esimerkki-{number:04}", **_GIVEN}
    if place in _ONLY_A_NAME:
        return Participant(values, name_slot=course.name_slot)
    share = 1.0 if place == _FULL else amount.uniform(0.2, 0.7)
    for path, slot in course.shown.items():
        is_spare = path.startswith("tuki.tukija.") and int(path.split(".")[2]) > course.part("tuki.tukija").rows
        if path not in values and not is_spare and amount.random() < share:
            values[path] = _marks(slot.marks, words) if slot.marks else _text(path, words)
    return Participant({path: text for path, text in values.items() if text}, name_slot=course.name_slot)


def _text(path: str, words: Random) -> str:
    is_short = path.endswith((".nimi", ".apu", ".milloin")) or path.startswith("allekirjoitus")
    return _IN_SENTENCES.get(path) or words.choice(_SHORT if is_short else _SENTENCES)


def _marks(marks: Marks, words: Random) -> str:
    if marks.is_line:
        return str(words.randint(0, LINE_MOST))
    count = len(marks.options)
    numbers = sorted(words.sample(range(1, count + 1), words.randint(1, min(marks.most, count))))
    return marks.text(Chosen(tuple(numbers), "omin sanoin" if marks.other and count in numbers else ""))


def main(count: int, repeats: int) -> None:
    """Print the rates of both courses, and the ratios."""
    print(f"{machine.description()}\n\n{markdown(result(count, repeats).tables)}")


def measure(amount: Amount) -> Result:
    """Merge both courses for a group."""
    return result(25, 3) if amount is Amount.QUICK else result(100, 7)


def result(count: int, repeats: int) -> Result:
    """Return the rates of both courses for so many people."""
    with TemporaryDirectory() as name, Session(Path(name) / "masters") as session:
        builtin, example = read_course(DEFAULT_COURSE), read_course(str(EXAMPLE))
        path = Path(name) / "ryhma.yaml"
        path.write_text(as_yaml(people(count, overfull=False)), "utf-8")
        groups = [
            _with_masters("built-in", builtin, read_roster(path, builtin).participants, session),
            _with_masters("example", example, goals(count, example), session),
        ]
        seconds: list[list[float]] = [[], []]
        for turn in range(repeats):
            for index in (0, 1) if turn % 2 else (1, 0):
                seconds[index].append(_seconds(groups[index]))
        note = " ".join(_ratios(groups, seconds))
        return Result([Table(list(_rows(groups, seconds)), "The example course beside the built-in one", note)])


def _with_masters(title: str, course: Course, group: Sequence[Participant], session: Session) -> _Group:
    """Make the masters of a group, each when the third handout wants it, and leave out whom none serves."""
    prepared = session.prepared(Edition(course, course.pages, read_layout("handout", course.folder)))
    for _time in range(3):
        for person in group:
            with suppress(NeedsTypesetterError):
                prepared.masters.handout(person, make=True)
    served = tuple(_served(prepared, group))
    pages = sum(_page_count(handout(prepared, person)) for person in served)
    return _Group(title, prepared, served, len(group) - len(served), pages)


def _served(prepared: PreparedEdition, group: Sequence[Participant]) -> Iterator[Participant]:
    for person in group:
        with suppress(NeedsTypesetterError):
            prepared.masters.handout(person, make=False)
            yield person


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as book:
        return len(book.pages)


def _seconds(group: _Group) -> float:
    """Return the processor time of one run over a group."""
    start = time.process_time()
    for person in group.members:
        handout(group.prepared, person)
    return time.process_time() - start


def _rows(groups: Sequence[_Group], seconds: Sequence[Sequence[float]]) -> Iterator[Row]:
    yield ("course", "handouts", "left out", "texts a handout", "pages", "ms a handout", "ms a page")
    for group, times in zip(groups, seconds, strict=True):
        count, milliseconds = len(group.members), 1000 * median(times)
        texts = mean(len(person.values) for person in group.members)
        figures = (texts, group.pages / count, milliseconds / count, milliseconds / group.pages)
        yield (group.title, str(count), str(group.left_out), *map(figure, figures))


def _ratios(groups: Sequence[_Group], seconds: Sequence[Sequence[float]]) -> Iterator[str]:
    """Yield a text for handouts and one for pages: how many are made of the example while one is of the built-in."""
    rates: list[Callable[[_Group], int]] = [lambda group: len(group.members), lambda group: group.pages]
    for what, amount in zip(("handouts", "pages"), rates, strict=True):
        ratios = [
            amount(groups[1]) / example * builtin / amount(groups[0]) for builtin, example in zip(*seconds, strict=True)
        ]
        lowest, middle, highest = map(figure, (min(ratios), median(ratios), max(ratios)))
        yield f"{what.capitalize()} a second, example over built-in: {middle} ({lowest}–{highest})."


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [100, 7][len(numbers) :]))
