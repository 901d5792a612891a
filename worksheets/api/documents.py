"""A file that can be made: kept in memory, or written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from worksheets.errors import OutputError, _
from worksheets.files import refuse_existing, write_whole

OUTPUT = Path("output")
"""The folder for what is printed, unless another is given."""


def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is ready to be made; everything that was asked for has been checked already."""

    path: Path
    """Where it is written unless another place is given; its last part is the file's name."""
    make: Callable[[], bytes] = field(repr=False)
    """Makes the file and returns its bytes. Raises WorksheetsError for what only shows while it is made."""
    prepare_next: Callable[[], None] = field(default=_nothing, repr=False)
    """Does what will make the next file of the kind quicker, if there is anything; call it when this one is done."""
    warnings: tuple[str, ...] = ()
    """What is unusual in what will be printed, but no error."""

    def target(self, output: str | Path | None = None) -> Path:
        """Return the path of the file for an output.

        ``output`` is a file, or a folder: one that exists, or a text that ends in a slash. None is the document's path.
        Raises OutputError for a file with the suffix of another format.
        """
        if output is None:
            return self.path
        path = Path(output)
        if path.is_dir() or (isinstance(output, str) and output.endswith(("/", "\\"))):
            return path / self.path.name
        if path.suffix and path.suffix.lower() != self.path.suffix.lower():
            message = _("{path}: the file is a {format}; write -o {right}, or -o {folder} for a folder")
            right = path.with_suffix(self.path.suffix)
            format_name = self.path.suffix.lstrip(".").upper()
            raise OutputError(message.format(path=path, format=format_name, right=right, folder=f"{path}/"))
        return path

    def write(self, output: str | Path | None = None, *, overwrite: bool = False) -> Path:
        """Make the file, write it whole, and return its path; ``output`` is as ``target`` takes it.

        Raises OutputError, before anything is made, if the file exists and is not to be overwritten; and if it cannot
        be written.
        """
        path = self.target(output)
        refuse_existing([path], overwrite=overwrite)
        write_whole(path, self.make(), overwrite=overwrite)
        return path

    def check(self, output: str | Path | None = None, *, overwrite: bool = False) -> None:
        """Raise OutputError if the file exists and is not to be overwritten, as ``write`` would."""
        refuse_existing([self.target(output)], overwrite=overwrite)
