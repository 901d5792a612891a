"""Counts who of a group of realistic people is typeset and not merged, and why: in each layout, and as a form.

The masters are those that are shipped, and those that are made on the way, as in a user's first run.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.group import members
from benchmarks.people import roster
from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import Participant
from worksheets.resources import DEFAULT_COURSE

MERGED = "merged"


def main() -> None:
    """Print a table: a line for each reason in each layout, with how many people it concerns."""
    parser = ArgumentParser()
    parser.add_argument("people", type=int, nargs="?", default=1000)
    parser.add_argument("--layout", choices=("handout", "slides"), action="append")
    count = parser.parse_args().people
    print("| layout | form | people | share | |\n|---|---|---|---|---|")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.yaml"
        path.write_text(roster(count), "utf-8")
        participants = members(path)
        for layout in parser.parse_args().layout or ("handout", "slides"):
            for is_form in (False, True):
                prepared = Session(Path(folder) / "cache").prepared(_edition(layout, is_form=is_form))
                reasons = Counter(_reasons(prepared, participants))
                for reason, people in reasons.most_common():
                    form = "yes" if is_form else ""
                    print(f"| {layout} | {form} | {people} | {people / count:.1%} | {reason} |", flush=True)


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


if __name__ == "__main__":
    main()
