"""Counts who of a group of realistic people is typeset and not merged, and why: in each layout, and as a form.

The masters are those that are shipped, and those that are made on the way, as in a user's first run.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.group import members
from benchmarks.people import roster
from benchmarks.results import Amount, Result, Row, Table, markdown
from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import Participant
from worksheets.resources import DEFAULT_COURSE

LAYOUTS = ("handout", "slides")
MERGED = "merged"


def measure(amount: Amount) -> Result:
    """Return how many are typeset; in slides, of which there are most masters, only where time is no matter."""
    counts = {Amount.QUICK: 50, Amount.USUAL: 1000, Amount.LONG: 1000}
    return measured(counts[amount], LAYOUTS if amount is Amount.LONG else LAYOUTS[:1])


def measured(count: int, layouts: Sequence[str]) -> Result:
    """Return how many of so many people are typeset, and why, in some layouts."""
    rows: list[Row] = [("layout", "form", "people", "share", "")]
    figures = {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.yaml"
        path.write_text(roster(count), "utf-8")
        participants = members(path)
        for layout, is_form in product(layouts, (False, True)):
            prepared = Session(Path(folder) / "cache").prepared(_edition(layout, is_form=is_form))
            reasons = Counter(_reasons(prepared, participants))
            kind = (layout, "yes" if is_form else "")
            rows += [(*kind, f"{people}", f"{people / count:.1%}", why) for why, people in reasons.most_common()]
            if kind == (LAYOUTS[0], ""):
                figures["typeset"] = 100 * (1 - reasons[MERGED] / count)
    return Result([Table(rows)], figures)


def _edition(layout: str, *, is_form: bool) -> Edition:
    course = read_course(DEFAULT_COURSE)
    return Edition(course, course.pages, read_layout(layout, course.folder), fillable=is_form)


def _reasons(prepared: PreparedEdition, participants: list[Participant]) -> Iterator[str]:
    """Yield for each participant why they are typeset, or that they are not."""
    edition = prepared.edition
    for participant in participants:
        try:
            prepared.masters.merge(printed(participant, edition.course, edition.wording), make=True)
            yield MERGED
        except NeedsTypesetterError as error:
            yield str(error.refusal)


def main() -> None:
    """Print a table: a line for each reason in each layout, with how many people it concerns."""
    parser = ArgumentParser()
    parser.add_argument("people", type=int, nargs="?", default=1000)
    parser.add_argument("--layout", choices=LAYOUTS, action="append")
    arguments = parser.parse_args()
    print(markdown(measured(arguments.people, arguments.layout or LAYOUTS).tables))


if __name__ == "__main__":
    main()
