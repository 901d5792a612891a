"""What can be made, and is kept in memory or written: a file, or a handout's pages as pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from worksheets.errors import OutputError
from worksheets.files import refuse_existing, refuse_unwritable, write_together, write_whole
from worksheets.messages import _

if TYPE_CHECKING:
    from .packet_summary import PaperUse

OUTPUT = Path("output")
"""The folder for what is printed, unless another is given."""


def _nothing() -> None:
    """Do nothing."""


class Document(Struct, frozen=True):
    """A file that is ready to be made; everything that was asked for has been checked already."""

    path: Path
    """Where it is written unless another place is given; its last part is the file's name."""
    make: Callable[[], bytes]
    """Makes the file and returns its bytes. Raises WorksheetsError for what only shows while it is made."""
    prepare_next: Callable[[], None] = _nothing
    """Does what will make the next file of the kind quicker, if there is anything; call it when this one is done."""
    warnings: tuple[str, ...] = ()
    """What is unusual in what will be printed, but no error."""

    def __repr__(self) -> str:
        """Show where it is written; what makes it may hold a participant's texts."""
        return f"Document(path={self.path!r}, warnings={self.warnings!r})"

    def target(self, output: str | Path | None = None) -> Path:
        """Return the path of the file for an output.

        ``output`` is a file, or a folder: one that exists, or a text that ends in a slash. None is the document's path.
        Raises OutputError for a file with the suffix of another format.
        """
        return _target(self.path, output)

    @staticmethod
    def paper(pdf: bytes, password: str = "", *, two_sided: bool = True) -> "PaperUse":
        """Return how much paper a file takes that ``make`` has returned, and how it is printed on it."""
        from worksheets.pdf.duplex import Duplex
        from worksheets.pdf.finish import pages_and_duplex  # Here, so that --help does not load pikepdf.

        from .packet_summary import PaperUse

        pages, duplex = pages_and_duplex(pdf, password)
        sheets = (pages + 1) // 2 if two_sided else pages
        return PaperUse(sheets, pages, duplex if two_sided else Duplex.ONE_SIDE, sheets)

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

    def dry_run(self, output: str | Path | None = None, *, overwrite: bool = False) -> Path:
        """Do all that ``write`` does but for writing, and return the path that it would return.

        The file is made in memory, since some of what can be wrong only shows then. Raises what ``write`` raises.
        """
        path = self.target(output)
        self.check(output, overwrite=overwrite)
        refuse_unwritable(path.parent)
        self.make()
        return path


class Pictures(Struct, frozen=True):
    """A handout's pages as PNG files that are ready to be made; everything has been checked as for a ``Document``."""

    document: Document
    """The handout as a PDF."""
    path: Path
    """Where they are written unless another place is given; before its suffix comes each page's number."""
    draw: Callable[[bytes, int], bytes]
    """Returns a page of a PDF, by its index, as a PNG. Raises WorksheetsError for a page that is too large."""

    def __repr__(self) -> str:
        """Show where they are written."""
        return f"Pictures(path={self.path!r})"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual in what will be printed, but no error."""
        return self.document.warnings

    def make(self) -> Iterator[bytes]:
        """Yield the pages' pictures."""
        pdf = self.document.make()
        for index in range(_page_count(pdf)):
            yield self.draw(pdf, index)

    def make_one(self) -> bytes:
        """Return the picture of the only page. Raises OutputError, before it is drawn, if there are more pages."""
        pdf = self.document.make()
        if (count := _page_count(pdf)) > 1:
            message = _("-o -: standard output takes one picture, but there are {count}; write -o {path}, or --pages 1")
            raise OutputError(message.format(count=count, path=self.path.name))
        return self.draw(pdf, 0)

    def write(self, output: str | Path | None = None, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Write the pictures, all of them or none, and return their paths: ``sivut-01.png`` and so on.

        ``output`` is as ``Document.target`` takes it. Raises OutputError, before anything is written, for all files
        that exist and are not to be overwritten; and if one cannot be written.
        """
        pdf, paths = self._planned(output, overwrite=overwrite)
        drawn = ((path, self.draw(pdf, index)) for index, path in enumerate(paths))
        write_together(drawn, paths[0].parent, overwrite=overwrite)
        return paths

    def dry_run(self, output: str | Path | None = None, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Return the paths that ``write`` would return, and write nothing; the PDF is made, to count its pages.

        Raises OutputError as ``write`` does.
        """
        refuse_unwritable(_target(self.path, output).parent)
        return self._planned(output, overwrite=overwrite)[1]

    def _planned(self, output: str | Path | None, *, overwrite: bool) -> tuple[bytes, tuple[Path, ...]]:
        """Return the handout's PDF and the paths of its pages' pictures.

        Raises OutputError for all files that exist and are not to be overwritten.
        """
        path = _target(self.path, output)
        pdf = self.document.make()
        paths = _numbered(path, _page_count(pdf))
        refuse_existing(paths, overwrite=overwrite)
        return pdf, paths


def _numbered(path: Path, count: int) -> tuple[Path, ...]:
    """Return paths with a page's number before the suffix: of two digits, or of as many as the last one has."""
    digits = max(2, len(str(count)))
    return tuple(path.with_name(f"{path.stem}-{number:0{digits}}{path.suffix}") for number in range(1, count + 1))


def _page_count(pdf: bytes) -> int:
    from worksheets.pdf.finish import page_count  # Here, so that --help does not load pikepdf.

    return page_count(pdf)


def _target(own: Path, output: str | Path | None) -> Path:
    """Return the path for an output as ``Document.target`` does; ``own`` is the path where none is given."""
    if output is None:
        return own
    path = Path(output)
    if path.is_dir() or (isinstance(output, str) and output.endswith(("/", "\\"))):
        return path / own.name
    if path.suffix and path.suffix.lower() != own.suffix.lower():
        message = _("{path}: the file will be a {format}; write -o {right}, or -o {folder} for a folder")
        right = path.with_suffix(own.suffix)
        format_name = own.suffix.lstrip(".").upper()
        raise OutputError(message.format(path=path, format=format_name, right=right, folder=f"{path}/"))
    return path
