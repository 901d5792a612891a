"""The user's choices about how a list is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What the headings of a list mean, where that cannot be seen from them."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Paths of slots by headings; ``-`` for a column to leave out."""
    ignore_unknown: bool = False
    """Leave out columns whose headings are not recognised; otherwise each is an error."""
