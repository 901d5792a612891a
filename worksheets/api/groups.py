"""The people of a list who are printed: read, chosen, and told from those who are left out."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import RosterError
from worksheets.files import file_stem
from worksheets.messages import _
from worksheets.packet.events import LeftOut
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason
from worksheets.spreadsheets.packed import Picked

from .lists import choose, read_list
from .options import Selection
from .variants import variant_name

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster


_LONGEST_NAME = 200
"""The most bytes of a list's name to which more is added; file systems allow 255 in all."""
_SAME_PEOPLE = ("mapping", "ignore_unknown", "strict")
"""Options of reading that do not change who is shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a list who are printed, and who and what of it is left out."""

    roster: "Roster"
    """The whole list."""
    people: "Sequence[Participant]"
    """Those who are printed, in their order."""
    left_out: tuple[LeftOut, ...] = ()
    """Those who were chosen and are not printed, everybody with errors, and what of the list is no person."""
    lists: ListOptions = ListOptions()
    selection: Selection = Selection()
    """How they were read and chosen."""

    @property
    def stem(self) -> str:
        """The list's name with the options that change who is shown, so that two of them have files of two names."""
        name = self.roster.name
        variant = variant_name(name, self.lists, self.selection, without=_SAME_PEOPLE)
        return plain_stem(name) if variant == variant_name(name) else variant


def plain_stem(name: str) -> str:
    """Return a list's name, shortened if no more could be added to it."""
    return name if len(os.fsencode(name)) <= _LONGEST_NAME else file_stem(name)


def choose_group(
    source: "Path | str | Roster",
    course: "Course",
    lists: ListOptions = ListOptions(),
    selection: Selection = Selection(),
    *,
    skip_invalid: bool = False,
) -> Group:
    """Read a list, and choose who of it is printed.

    ``source`` is a list that has been read, or what ``check`` reads. Raises RosterError with all that is wrong in the
    list, unless people with errors are left out; with what is wrong in the selection; and if nobody is left.
    """
    roster = source
    if isinstance(roster, str | Path):
        roster = read_list(roster, course, lists, skip_invalid=skip_invalid)
    chosen = choose(roster.everybody, course, selection)
    left_out = tuple(_left_out(roster, chosen))
    return Group(roster, _printed(roster, chosen), left_out, lists, selection)


def _left_out(roster: "Roster", chosen: Sequence["Participant"]) -> Iterator[LeftOut]:
    """Yield who and what of a list gets no handout; of people with errors, all, since they may be those chosen."""
    wanted = {person.number for person in chosen} if any(person.hidden for person in roster.left_out) else set[int]()
    for person in roster.left_out:
        reason = person.left_out
        if reason and (reason is LeftOutReason.PROBLEMS or person.number in wanted):
            problems = () if person.hidden else person.problems
            yield LeftOut(person.participant.name, person.location, reason, problems, person.number)
    for omission in roster.omissions:
        yield LeftOut(omission.text, omission.location, omission.reason)


def _printed(roster: "Roster", chosen: Sequence["Participant"]) -> Sequence["Participant"]:
    """Return those of the chosen who get a handout. Raises RosterError, with the reasons, if nobody does."""
    printed, left_out = chosen, {person.number for person in roster.left_out}
    if left_out:
        printed = Picked(chosen, (index for index, person in enumerate(chosen) if person.number not in left_out))
    if not printed:
        problems = [problem for person in roster.left_out for problem in person.problems]
        raise RosterError(*problems, _("Nobody is left to print: everybody chosen is hidden or has errors."))
    return printed
