"""All commands of ``worksheets``: arguments in, lines out. What is done is in ``worksheets.api``."""

from typing import TYPE_CHECKING

import click

from worksheets import api
from worksheets.messages import marked

from . import handout_commands, list_commands, options
from .group import main
from .visible import visible_line

if TYPE_CHECKING:
    from worksheets.course.course import Course

__all__ = ["handout_commands", "list_commands", "main"]


@main.command(help=marked("List the course's pages: number, name, kind, title."))
@options.course
def pages(course: "Course") -> None:
    """List the course's pages: number, name, kind, title."""
    with api.Session() as session:
        rows = [(str(page.number), page.name, page.kind, page.title) for page in api.pages(course, session)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        line = "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        click.echo(visible_line(line))
