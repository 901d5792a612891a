"""What ``check`` says of a list: as text that a trainer reads, and as a tree for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from worksheets.errors import _
from worksheets.people.headings import Column, Other
from worksheets.people.roster import Roster


def as_tree(roster: Roster) -> dict[str, Any]:
    """Return a list's report as what JSON holds."""
    return {
        "name": roster.name,
        "participants": [
            {
                "name": person.participant.name,
                "place": person.place,
                "filled": len(person.participant.values),
                "problems": list(person.problems),
            }
            for person in roster.people
        ],
        "headings": {column.heading: column.slot or _left_out(column) for column in roster.columns},
        "errors": list(roster.errors),
        "warnings": list(roster.warnings),
    }


def as_text(roster: Roster, source: str) -> str:
    """Return a list's report as lines."""
    counts = _("{source}: participants {count}, faults {errors}, oddities {warnings}").format(
        source=source, count=len(roster.people), errors=len(roster.errors), warnings=len(roster.warnings)
    )
    parts = [[counts], list(_people(roster)), list(_headings(roster.columns))]
    parts += [_section(_("Wrong, to be mended:"), roster.errors), _section(_("Only odd:"), roster.warnings)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _people(roster: Roster) -> Iterator[str]:
    width = max((len(person.participant.name) for person in roster.people), default=0)
    for number, person in enumerate(roster.people, start=1):
        filled = _("{count} filled").format(count=len(person.participant.values))
        wrong = _(", {count} wrong").format(count=len(person.problems)) if person.problems else ""
        yield f"{number:4}  {person.participant.name.ljust(width)}  {filled}{wrong}"


def _headings(columns: Sequence[Column]) -> Iterator[str]:
    if columns:
        yield _("What the headings mean:")
    for column in columns:
        yield f"  “{column.heading.strip()}” → {column.slot or _left_out(column)}"


def _left_out(column: Column) -> str:
    names = {
        Other.FIRST_NAME: _("first name"),
        Other.LAST_NAME: _("last name"),
        Other.NUMBER: _("number"),
        Other.EXPORT: _("left out: the form's own"),
        Other.IGNORED: _("left out: as you said"),
    }
    return names[column.other] if column.other else _("not recognised")


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines)] if lines else []
