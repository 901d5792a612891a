"""Signs for the tables of groups: how large the names stand below the group's number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.layout import Layout

from .heads import lines_of
from .listed_names import ListedName

_SIZES = (1.0, 0.85, 0.7, 0.6)
"""The shares of the usual size of names that are tried, the largest first."""
_MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class GroupSign:
    """How a group's sign shows its names; without columns, it says how many people there are."""

    number: int
    columns: tuple[tuple[ListedName, ...], ...] = ()
    width: float = 0.0
    """Of a column, in mm."""
    size: float = 0.0
    """Of the type, in mm."""
    leading: float = 0.0


def group_signs(groups: Sequence[Sequence[ListedName]], layout: Layout) -> Iterator[GroupSign]:
    """Yield the sign of each group, with its names as large as they have room; with none if they have none.

    The lists of the groups have the names, too, so that nobody is lost.
    """
    for number, names in enumerate(groups, start=1):
        signs = (
            _sign(number, names, count, share, layout) for share in _SIZES for count in range(1, _MOST_COLUMNS + 1)
        )
        yield next(filter(None, signs), GroupSign(number))


def _sign(number: int, names: Sequence[ListedName], count: int, share: float, layout: Layout) -> GroupSign | None:
    """Return a sign with so many columns in a share of the usual size; None if the names have no room so."""
    size, leading = share * layout.number("sign-names-size"), share * layout.number("sign-names-leading")
    width = layout.number("sign-names-width") / count
    inner = width - layout.number("sign-names-gap")
    length = -(-len(names) // count)
    columns = tuple(tuple(names[start : start + length]) for start in range(0, len(names), length))
    lines = [[lines_of(name.text, inner, size, layout) for name in column] for column in columns]
    if count > 1 and any(each > 1 for column in lines for each in column) and share > _SIZES[-1]:
        return None
    is_high = max(map(sum, lines)) * leading > layout.number("sign-names-height")
    return (
        None if is_high else GroupSign(number, columns, layout.number("sign-names-width") / len(columns), size, leading)
    )
