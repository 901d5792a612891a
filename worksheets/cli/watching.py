"""The command ``watch``: a course's preview, which follows whenever something is saved."""

from contextlib import closing
from pathlib import Path
from typing import Any

from worksheets import api
from worksheets.messages import _, marked, ngettext

from . import completing, options
from .group import main
from .lines import print_closing, print_problems
from .streams import print_path
from .translated import argument, option
from .viewer import open_file

_MOST_NAMES = 8
"""The most names of pages on a line."""


@main.command(
    details=marked(
        "FOLDER is a course, such as “worksheets new course” writes. The preview is a PDF of the blank handout. What "
        "is wrong with a page is said here and above that page, which stays as it last was right. Ctrl+C ends it."
    ),
)
@argument("course_name", metavar=marked("FOLDER"), shell_complete=completing.courses)
@options.layout
@options.paper
@options.theme
@options.brand
@option(
    "-o",
    "--output",
    metavar=marked("FILE|FOLDER"),
    default_words=marked("output/ and the course's name"),
    help=marked("The PDF to write, or a folder for it."),
    shell_complete=completing.files,
)
@options.overwrite
@options.open_result
def watch(course_name: str, *, open_result: bool, **shown: Any) -> None:  # noqa: ANN401 - options of many types
    """Keep a course's preview up to date until the user ends it."""
    with closing(api.watch(course_name, api.PreviewOptions(**shown))) as previews:
        problems: tuple[str, ...] = ()
        for number, preview in enumerate(previews):
            if number == 0:
                _print_start(course_name, preview.path)
            else:
                _print_changes(preview)
            new = [problem for problem in preview.problems if problem not in problems]
            print_problems(new)
            if not new and len(preview.problems) < len(problems):
                _print_mended(len(preview.problems))
            problems = preview.problems
            if number == 0 and open_result:
                open_file(preview.path)


def _print_start(folder: str, path: Path) -> None:
    print_path(path)
    message = _("The preview of {folder} is {path}. It follows whenever you save; Ctrl+C ends it.")
    print_closing(message.format(folder=folder, path=path))


def _print_changes(preview: "api.Preview") -> None:
    """Print which pages are new in the preview."""
    names = preview.changed
    if not names:
        return
    if len(names) == preview.pages:
        print_closing(_("New in the preview: all pages."))
    else:
        more = len(names) - _MOST_NAMES
        shown = [*names[:_MOST_NAMES], *(["…"] if more > 0 else [])]
        print_closing(_("New in the preview: {pages}.").format(pages=", ".join(shown)))


def _print_mended(left: int) -> None:
    """Print that something is right again, and whether anything is still wrong."""
    if left:
        message = ngettext("Mended. There is still {count} fault.", "Mended. There are still {count} faults.", left)
        print_closing(message.format(count=left))
    else:
        print_closing(_("Mended: nothing is wrong any more."))
