"""A folder for a program's temporary files that nobody else can read, in memory where there is one."""

import sys
from dataclasses import dataclass
from pathlib import Path

from worksheets.errors import OutputError, system_reason
from worksheets.messages import _


@dataclass(frozen=True, slots=True)
class PrivateFolder:
    """The folder of this program's temporary files, which nobody else can read."""

    path: Path
    in_memory: bool
    """It is in memory, so that nothing of it is ever on a disk, unless the system swaps."""


def use_private_folder() -> PrivateFolder:
    """Put all temporary files of this program from now on into a folder of its own, and return it.

    It is in memory where there is one with 256 MB free, so that nothing of a participant is ever on a disk. It is
    deleted when the program ends; if the program is killed, the next command deletes it. Processes that have been
    started before go on with the folder that they have. Raises OutputError where there is no place for a folder.
    """
    from worksheets.processes.scratch import is_in_memory, use_private

    try:
        folder = use_private(in_memory=True)
    except OSError as error:
        variable = "TEMP" if sys.platform == "win32" else "TMPDIR"
        message = _("no folder can be made for temporary files: {reason}; set {variable} to a folder of yours")
        raise OutputError(message.format(reason=system_reason(error), variable=variable)) from error
    return PrivateFolder(folder, is_in_memory(folder))
