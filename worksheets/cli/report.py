"""The report that ``check`` gives on a list: as text for a trainer, and as data for programs."""

from collections.abc import Iterator, Sequence

from worksheets.errors import _
from worksheets.people.headings import Column, Other
from worksheets.people.roster import Roster


def as_tree(roster: Roster) -> dict[str, object]:
    """Return the report on a list as dicts, lists, texts and numbers, ready for JSON."""
    return {
        "name": roster.name,
        "participants": [
            {
                "name": person.participant.name,
                "place": person.location,
                "filled": len(person.participant.values),
                "problems": list(person.problems),
            }
            for person in roster.people
        ],
        "headings": {column.heading: column.slot or _without_slot(column) for column in roster.columns},
        "errors": list(roster.errors),
        "warnings": list(roster.warnings),
    }


def as_text(roster: Roster, source: str) -> str:
    """Return the report on a list as text; ``source`` is the name of the file."""
    counts = _("{source}: participants {count}, faults {errors}, oddities {warnings}").format(
        source=source, count=len(roster.people), errors=len(roster.errors), warnings=len(roster.warnings)
    )
    paragraphs = [[counts], list(_people(roster)), list(_headings(roster.columns))]
    paragraphs += [_section(_("Wrong, to be mended:"), roster.errors), _section(_("Only odd:"), roster.warnings)]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def _people(roster: Roster) -> Iterator[str]:
    """Yield a line for each participant."""
    width = max((len(person.participant.name) for person in roster.people), default=0)
    for number, person in enumerate(roster.people, start=1):
        filled = _("{count} filled").format(count=len(person.participant.values))
        wrong = _(", {count} wrong").format(count=len(person.problems)) if person.problems else ""
        yield f"{number:4}  {person.participant.name.ljust(width)}  {filled}{wrong}"


def _headings(columns: Sequence[Column]) -> Iterator[str]:
    """Yield a line for each heading, with the slot that it means."""
    if columns:
        yield _("What the headings mean:")
    for column in columns:
        yield f"  “{column.heading.strip()}” → {column.slot or _without_slot(column)}"


def _without_slot(column: Column) -> str:
    """Return what is done with a column that has no slot."""
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
