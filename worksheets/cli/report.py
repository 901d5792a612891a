"""The report that ``check`` gives on a list: as text for a trainer, and as data for programs."""

from collections.abc import Iterable, Iterator, Sequence

from worksheets.api import JudgedList
from worksheets.errors import MOST_SHOWN, FirstProblems, quoted, shortened
from worksheets.messages import _, ngettext
from worksheets.people.headings import Column, Other
from worksheets.people.omissions import LeftOutReason
from worksheets.people.roster import Roster

_LONGEST_HEADING = 300
"""Characters of a heading in the data for programs."""
_MOST_OMISSIONS = 1_000
"""The most rows that are no person in the data for programs."""


def as_tree(judged: JudgedList) -> dict[str, object]:
    """Return the report on a list as dicts, lists, texts and numbers, ready for JSON.

    Of very many problems it has the first, and in ``more`` how many there are besides.
    """
    of_people, errors, warnings = FirstProblems(), FirstProblems(), FirstProblems()
    roster = judged.roster
    tree: dict[str, object] = {
        "name": roster.name,
        "participants": [
            {
                "number": person.number,
                "name": person.participant.name,
                "place": person.location,
                "filled": len(person.participant.values),
                "problems": list(of_people.among(person.problems)),
                "left_out": person.left_out.name if person.left_out else None,
            }
            for person in roster.people
        ],
        "left_out": [
            {"place": omission.location, "text": shortened(omission.text), "reason": omission.reason.name}
            for omission in roster.omissions[:_MOST_OMISSIONS]
        ],
        "headings": {
            shortened(column.heading, _LONGEST_HEADING): column.slot or _kind(column) for column in roster.columns
        },
        "errors": list(errors.among(roster.errors)),
        "warnings": list(warnings.among(roster.warnings)),
        "faults": list(_faults(judged)),
    }
    left_out = max(0, len(roster.omissions) - _MOST_OMISSIONS)
    more = {"problems": of_people.more, "left_out": left_out, "errors": errors.more, "warnings": warnings.more}
    return {**tree, "more": more} if any(more.values()) else tree


def _faults(judged: JudgedList) -> Iterator[dict[str, object]]:
    """Yield the errors and warnings with their places; of very many, the first of each."""
    counts = {True: 0, False: 0}
    for fault in judged.faults:
        counts[fault.is_warning] += 1
        if counts[fault.is_warning] <= MOST_SHOWN:
            place: dict[str, object] = {"row": fault.row, "column": fault.column}
            if fault.line:
                place["line"] = fault.line
            sheet = judged.sheets[fault.sheet].name if judged.sheets else ""
            yield {"sheet": sheet, **place, "message": fault.message, "warning": fault.is_warning}


def as_text(roster: Roster, source: str) -> str:
    """Return the report on a list as text; ``source`` is the name of the file."""
    paragraphs = [[f"{source}: {_counts(roster)}"], list(_people(roster)), list(_headings(roster.columns))]
    paragraphs.append(_section(_("Left out:"), map(str, roster.omissions)))
    paragraphs += [_section(_("Errors to fix:"), roster.errors), _section(_("Warnings:"), roster.warnings)]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _counts(roster: Roster) -> str:
    """Return how many participants, errors and warnings there are: “6 participants, no errors, 1 warning”."""
    people, warnings = sum(not person.hidden for person in roster.people), len(roster.warnings)
    counts = [
        ngettext("{count} participant", "{count} participants", people).format(count=people)
        if people
        else _("no participants"),
        _errors(len(roster.errors)) or _("no errors"),
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
        if warnings
        else _("no warnings"),
    ]
    return ", ".join(counts)


def _errors(count: int) -> str:
    """Return how many errors there are; empty if there are none."""
    return ngettext("{count} error", "{count} errors", count).format(count=count) if count else ""


def _people(roster: Roster) -> Iterator[str]:
    """Yield a line for each participant."""
    width = max((len(person.participant.name) for person in roster.people), default=0)
    for person in roster.people:
        count = len(person.participant.values)
        # Translators: a field is what a participant can fill in, such as the name or an answer.
        filled = ngettext("{count} field filled in", "{count} fields filled in", count).format(count=count)
        texts = [filled if count else _("nothing filled in")]
        if person.hidden:
            texts.append(_("left out: {reason}").format(reason=LeftOutReason.HIDDEN.explanation))
        elif person.problems:
            texts.append(_errors(len(person.problems)))
        yield f"{person.number:4}  {person.participant.name.ljust(width)}  {', '.join(texts)}"


def _headings(columns: Sequence[Column]) -> Iterator[str]:
    """Yield a line for each heading, with the slot that it means."""
    if columns:
        yield _("How the headings were understood:")
    for column in columns:
        option = f" ({column.option})" if column.option else ""
        yield f"  {quoted(column.shown_heading)} → {column.slot or _without_slot(column)}{option}"


def _kind(column: Column) -> str:
    """Return what a column without a slot is for, for programs: the same in every language."""
    return column.other.name if column.other else "UNKNOWN"


def _without_slot(column: Column) -> str:
    """Return what is done with a column that has no slot."""
    unknown = _("not printed: no slot has this name")
    # Translators: a form service is Microsoft Forms, Google Forms or Webropol; it adds columns such as a time stamp.
    of_form = _("left out: added by the form service")
    names = {
        # Translators: this and the next two say what a list's column has.
        Other.FIRST_NAME: _("first name"),
        Other.LAST_NAME: _("last name"),
        Other.NUMBER: _("number"),
        Other.ANSWER: of_form,
        Other.TIME: of_form,
        Other.EXPORT: of_form,
        Other.IGNORED: _("left out, as you asked"),
    }
    # Telephone numbers and addresses tell people apart, which is nothing that a trainer has to know here.
    return names.get(column.other, unknown) if column.other else unknown


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    """Return a heading with its lines, of very many the first; nothing if there are no lines."""
    shown = [f"  {line}" for line in FirstProblems().of_all(lines)]
    return [heading, *shown] if shown else []
