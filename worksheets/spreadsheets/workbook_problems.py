"""Why a workbook cannot be read, each with its cure. ``source`` is the file's name in messages."""

from worksheets.errors import RosterError
from worksheets.messages import _, ngettext

SHEETS = 50
"""Limit of the sheets in a workbook."""


def damaged(source: str) -> RosterError:
    """Return the error of a file that no reader can read."""
    message = _(
        "{source}: the workbook is damaged and cannot be read; open it in a spreadsheet program and save "
        "it again as .xlsx"
    )
    return RosterError(message.format(source=source))


def locked(source: str) -> RosterError:
    """Return the error of a file that only a password opens."""
    message = _("{source}: locked with a password; open it in a spreadsheet program and save it without the password")
    return RosterError(message.format(source=source))


def not_a_workbook(source: str) -> RosterError:
    """Return the error of another kind of file, such as a text document."""
    message = _("{source}: not a workbook that can be read; save the list as .xlsx or .ods")
    return RosterError(message.format(source=source))


def too_large(source: str, size: int) -> RosterError:
    """Return the error of a file that is too large, or suspiciously large, when it has been unpacked."""
    message = _("{source}: too large when unpacked ({size} MB); save only the list, as a new workbook")
    return RosterError(message.format(source=source, size=size // 1_000_000))


def refuse_many_sheets(count: int, source: str) -> None:
    """Raise RosterError when there are more sheets than a list has."""
    if count > SHEETS:
        message = ngettext(
            "{source}: {count} sheet, but at most {most} are read; save the sheet with the list as a file of its own",
            "{source}: {count} sheets, but at most {most} are read; save the sheet with the list as a file of its own",
            count,
        )
        raise RosterError(message.format(source=source, count=count, most=SHEETS))
