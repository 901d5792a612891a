"""The report that ``check`` gives on a course: as text for a trainer, and as data for editors and programs."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from worksheets.errors import MOST_SHOWN, FirstProblems, on_line
from worksheets.messages import _, ngettext, typed

if TYPE_CHECKING:
    from worksheets import api

_INDENT = "  "


def as_tree(report: "api.CourseReport") -> list[dict[str, object]]:
    """Return the faults of a course as dicts, texts and numbers, ready for JSON; a line is None if it is not known."""
    return [
        {
            "file": str(fault.file),
            "line": fault.line or None,
            "severity": fault.severity.value,
            "message": fault.message,
            "code": fault.kind.value,
        }
        for fault in report.faults
    ]


def as_text(report: "api.CourseReport") -> str:
    """Return the report on a course as text."""
    paragraphs = [
        [f"{report.folder}: {_counts(report)}"],
        _section(_("Errors to fix:"), report.errors),
        _section(_("Warnings:"), report.warnings),
        [_closing(report)],
    ]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


def problem_lines(faults: "Sequence[api.CourseFault]") -> list[str]:
    """Return a line for each fault."""
    return [_line(fault) for fault in faults]


def _counts(report: "api.CourseReport") -> str:
    """Return how many pages, errors and warnings there are: “6 pages, no errors, 1 warning”."""
    pages, errors, warnings = report.pages, len(report.errors), len(report.warnings)
    counts = [
        ngettext("{count} page", "{count} pages", pages).format(count=pages) if pages else "",
        ngettext("{count} error", "{count} errors", errors).format(count=errors) if errors else _("no errors"),
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
        if warnings
        else _("no warnings"),
    ]
    return ", ".join(filter(None, counts))


def _section(heading: str, faults: "Sequence[api.CourseFault]") -> list[str]:
    """Return a heading with its faults, of very many the first, each with the line that it is about below it."""
    lines = [line for fault in faults[:MOST_SHOWN] for line in _lines(fault)]
    rest = FirstProblems(0)
    list(rest.among(map(_line, faults[MOST_SHOWN:])))
    return [heading, *lines, *(f"{_INDENT}{line}" for line in rest.rest())] if faults else []


def _lines(fault: "api.CourseFault") -> Iterator[str]:
    yield f"{_INDENT}{_line(fault)}"
    if fault.source:
        yield f"{_INDENT * 3}{fault.source}"


def _line(fault: "api.CourseFault") -> str:
    return on_line(fault.file, fault.line, fault.message) if fault.line else f"{fault.file}: {fault.message}"


def _closing(report: "api.CourseReport") -> str:
    """Return what to do next."""
    if report.errors and not report.is_typeset:
        return _("Fix the errors, and check again: only then can the pages be laid out and measured.")
    if report.errors:
        return _("Fix the errors, and check again.")
    command = typed("blank", "--course", str(report.folder))
    return _("The course can be printed: {command}").format(command=command)
