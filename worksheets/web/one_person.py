"""One participant whose name and answers are typed: a list of one row, which is judged as every list is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.messages import _

if TYPE_CHECKING:
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster

    from .outlines import Outline

_ROW = 2
"""The row of the participant, under that of the headings."""


@dataclass(frozen=True, slots=True)
class OnePerson:
    """What has been typed of one participant, and what is wrong with it."""

    texts: Mapping[str, str] = field(repr=False)
    """What was typed, by slots."""
    course: str
    """Of which course it was judged, and of which of its versions."""
    roster: "Roster" = field(repr=False)
    problems: Mapping[str, str]
    """What is wrong, by slots; under an empty one what is about none of them."""
    before: Mapping[str, str] | None = field(default=None, repr=False)
    """What was typed before everything was cleared, until something is typed again."""

    @property
    def anybody(self) -> "Participant | None":
        """The participant, as far as there is nothing wrong; None while nothing has been typed."""
        return next((person.participant for person in self.roster.people), None)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The number of the participant in the list of one; nothing while something is missing or wrong."""
        return tuple(person.number for person in self.roster.people if not person.left_out)

    def participant(self, number: int) -> "Participant | None":
        """Return the participant, if that is the number."""
        return self.anybody if self.anybody and self.anybody.number == number else None

    def selection(self) -> api.Selection:
        """Return who is printed, as the library takes it: everybody in the list."""
        return api.Selection()


def one_person(texts: Mapping[str, str], outline: "Outline", session: api.Session) -> OnePerson:
    """Return one participant with these texts, of which those count that the course has a slot for."""
    course = outline.course
    paths = tuple(course.shown)
    typed = {path: texts[path] for path in paths if texts.get(path, "").strip()}
    open_list = api.list_of_names("\t".join(paths) + "\n", course).with_row(0)
    for path, text in typed.items():
        open_list = open_list.with_text(0, _ROW, paths.index(path) + 1, text)
    judged = api.judge(open_list, course, session)
    problems = _problems(judged, outline) if typed else {}
    return OnePerson(typed, version(outline), judged.roster, problems)


def version(outline: "Outline") -> str:
    """Return what tells a course from others, and from itself before a file was saved."""
    return f"{outline.course.folder} {outline.stamp}"


def cleared(person: OnePerson, outline: "Outline", session: api.Session) -> OnePerson:
    """Return a person of whom nothing is known; what was known can be had again."""
    return replace(one_person({}, outline, session), before=person.texts)


def _problems(judged: api.JudgedList, outline: "Outline") -> dict[str, str]:
    """Return the first problem of each slot in which something is wrong."""
    paths, problems = tuple(outline.course.shown), dict[str, str]()
    for omission in judged.roster.omissions:
        message = _("This is not taken for a participant’s name: {reason}. Write the name in another way.")
        problems[outline.course.name_slot] = message.format(reason=omission.reason.explanation)
    for fault in judged.faults if not problems else ():
        if not fault.is_warning:
            problems.setdefault(paths[fault.column - 1] if fault.column else "", fault.message)
    return problems
