"""What is asked for a preview and what comes back, as values that go to another process; nothing here typesets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from worksheets.compose.edition import Edition

from .course_digests import Digests


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page as it has been typeset."""

    content: str
    """The digest of what it was made from."""
    first: int
    """The number of its first sheet, from 1."""
    total: int
    """The number of sheets in the whole handout."""
    sheets: int


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """What a preview is made from."""

    edition: Edition
    digests: Digests
    kept: Mapping[str, PlacedPage]
    """The pages that are typeset already, by their names."""
    broken: Collection[str] = ()
    """Pages that cannot be read, and are not to be filled."""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What became of a page."""

    placed: PlacedPage | None = None
    """None if it could not be typeset."""
    pdf: bytes = field(default=b"", repr=False)
    """Its sheets; empty if it is kept, or could not be typeset."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultStrip:
    """What a strip or a sheet says."""

    heading: str
    problems: tuple[str, ...]
    width: float
    """In mm."""
    height: float = 0
    """In mm, of a sheet; 0 for a strip, which is as high as its problems need."""
