"""The drawing of a contact map: balls on rings around a centre, and how much of its entry each ball shows.

The geometry comes first and knows no texts; the fitting of texts follows. Lengths are in mm, measured from the upper
left corner of the map's square.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, floor, inf, pi, sin

from msgspec import Struct

from worksheets.course.layout import EMPTY, NORMAL, Layout
from worksheets.course.slots import Part
from worksheets.text.fit import FORM_LEADING, Fit, Lines, css_pixels, set_sparingly
from worksheets.text.fonts import BOLD, REGULAR

GAP = 3.0
"""The least distance between two balls, but for very small ones."""
_GAP_SHARE = 0.25
"""The least distance between two balls in diameters: it decides when balls are smaller than 12 mm, a number in each."""
EDGE = 0.25
"""The least distance between a ball and the edge of the square: room for the ball's outline."""
NAME, SUPPORT = "ball-name", "ball-support"
"""The places of the texts in a ball."""
_ROUNDED = 1e-6
"""By how many mm lines may be higher than their room: twice 9.5 pt are more than 19 pt."""
_FIELD_SHARES = (0.42 * 0.61, 0.58 * 0.61)
"""The heights of a ball's form fields, of its name and its support, in diameters: ``styles/widgets.css`` has them."""
_STEP = 0.5
"""By how much the balls shrink from one try to the next."""


class Ball(Struct, frozen=True):
    """A circle, by its centre and diameter."""

    x: float
    y: float
    size: float


class Rings(Struct, frozen=True):
    """The geometry of a map: the side of its square, the ball in the middle and the balls around it."""

    side: float
    centre: Ball
    balls: tuple[Ball, ...]


class MapEntry(Struct, frozen=True):
    """An entry of a map: its ball, the slots of its name and its support, and its number if the legend lists it too."""

    ball: Ball
    name: str
    support: str
    number: int | None


class MapSizes(Struct, frozen=True):
    """The sizes of type, in mm, that all balls of a map share."""

    number: int
    """0 for the largest, which the style sheet sets."""
    name: float
    support: float

    @property
    def name_points(self) -> float:
        """The size of the names in points."""
        return _points(self.name)

    @property
    def support_points(self) -> float:
        """The size of the supports in points."""
        return _points(self.support)


def _points(length: float) -> float:
    """Return a length in mm in points, such as 11.0 for 3.8805555…: so, the typesetter computes the same pixels."""
    return round(length / 25.4 * 72, 6)


class BallFits(Struct, frozen=True):
    """How the two texts of an entry are set in its ball."""

    name: Fit
    support: Fit
    is_whole: bool
    """Both are shown; otherwise the ball shows the entry's number, and the name if there is room for it."""


_NO_TEXTS = BallFits(Fit(EMPTY, ""), Fit(NORMAL, ""), is_whole=True)
"""How an empty entry is set."""


class MapTexts(Struct, frozen=True):
    """How the texts of a map are set."""

    sizes: MapSizes
    balls: tuple[BallFits, ...]


class ContactMap(Struct, frozen=True):
    """A map as the template draws it."""

    label: str
    colours: Mapping[str, str]
    side: float
    centre: Ball
    bubbles: tuple[MapEntry, ...]
    description: str
    """All entries in words; empty when none is filled."""
    sizes: MapSizes
    listed: bool = False
    """The balls have numbers only, and a list beside the map has the entries."""
    numbered: bool = False
    """Entries are too long for their balls, which have numbers then, for the legend."""

    @property
    def said(self) -> str:
        """The description, under the name that older templates use."""
        return self.description


def rings(count: int, side: float, largest: float, centre: float) -> Rings:
    """Return a number of balls, with diameters of at most ``largest``, on rings around a centre ball in a square.

    The balls shrink only as far as needed to keep them apart; the centre ball shrinks with them. Raises ValueError when
    not even balls of 1 mm fit.
    """
    size = largest
    while size > 1:
        middle = centre * (0.5 + 0.5 * size / largest)
        radii = _radii(size, side, middle)
        if sum(_capacity(radius, size) for radius in radii) >= count:
            return Rings(side, Ball(side / 2, side / 2, middle), tuple(_balls(count, radii, size, side)))
        size -= _STEP
    raise ValueError(count)


def _radii(size: float, side: float, centre: float) -> list[float]:
    """Return the radii of the rings that fit between the edge and the centre ball, outermost first."""
    radii, radius = [], (side - size) / 2 - EDGE
    while radius - size / 2 >= centre / 2 + gap_between(size):
        radii.append(radius)
        radius -= size + gap_between(size)
    return radii


def _capacity(radius: float, size: float) -> int:
    """Return how many balls of a size fit on a ring."""
    return floor(pi / asin(min(1.0, (size + gap_between(size)) / (2 * radius))))


def gap_between(size: float) -> float:
    """Return the least distance between two balls of a size."""
    return min(GAP, _GAP_SHARE * size)


def _balls(count: int, radii: list[float], size: float, side: float) -> Iterator[Ball]:
    """Yield the balls ring by ring from the outermost, evenly spaced on each ring, clockwise from the top."""
    shares = _shares(count, [_capacity(radius, size) for radius in radii])
    for ring, (radius, share) in enumerate(zip(radii, shares, strict=True)):
        for number in range(share):
            # Every other ring is turned by half a step, so that its lines to the centre pass between the balls inside.
            angle = 2 * pi * (number + 0.5 * (ring % 2)) / share
            yield Ball(side / 2 + radius * sin(angle), side / 2 - radius * cos(angle), size)


def _shares(count: int, capacities: list[int]) -> list[int]:
    """Return the number of balls on each ring: in proportion to its capacity, on as few rings as possible."""
    used = next(n for n in range(1, len(capacities) + 1) if sum(capacities[:n]) >= count)
    held = capacities[:used]
    shares = [min(capacity, round(count * capacity / sum(held))) for capacity in held]
    while (left := count - sum(shares)) != 0:
        step = 1 if left > 0 else -1
        ring = next(n for n in range(used) if 0 <= shares[n] + step <= held[n])
        shares[ring] += step
    return shares + [0] * (len(capacities) - used)


def entry_parts(part: Part) -> tuple[str, str]:
    """Return the ids of the two parts of a map's list: the name of an entry, and the support that it gives.

    A map's list has exactly these two parts, in this order.
    """
    name, support = part.parts
    return name.id, support.id


def map_sizes(layout: Layout) -> tuple[MapSizes, ...]:
    """Return the sizes that the texts of a map are tried in, largest first.

    A layout declares the largest (``--ball-name-size``, ``--ball-support-size``), and may declare the smallest
    (``--ball-name-least``, ``--ball-support-least``) and how many there are (``--ball-steps``), evenly spaced.
    """
    most = [layout.number(f"{place}-size") for place in (NAME, SUPPORT)]
    least = [layout.numbers.get(f"{place}-least", size) for place, size in zip((NAME, SUPPORT), most, strict=True)]
    last = max(int(layout.numbers.get("ball-steps", 1)) - 1, 0)
    shares = [number / last for number in range(last)] + [1.0] if last else [0.0]
    return tuple(
        MapSizes(number, *(size + (small - size) * share for size, small in zip(most, least, strict=True)))
        for number, share in enumerate(shares)
    )


def set_in_balls(entries: Sequence[tuple[str, str]], balls: Sequence[Ball], layout: Layout) -> MapTexts:
    """Set entries, each a name and a support, in their balls: all in the largest sizes in which they all fit.

    What does not fit in the smallest is not shown whole. Only there a name is hyphenated.
    """
    *larger, smallest = map_sizes(layout)
    for sizes in larger:
        fits = _set_in_sizes(entries, balls, sizes, layout, hyphenated_names=False)
        if all(ball.is_whole for ball in fits):
            return MapTexts(sizes, fits)
    return MapTexts(smallest, _set_in_sizes(entries, balls, smallest, layout, hyphenated_names=True))


def set_whole(entries: Sequence[tuple[str, str]], sizes: MapSizes) -> MapTexts:
    """Set entries whole, in some sizes: for form fields, which take texts of any length, and for a list."""
    fits = (
        BallFits(Fit(NORMAL, name), Fit(NORMAL, support), is_whole=True) if name or support else _NO_TEXTS
        for name, support in entries
    )
    return MapTexts(sizes, tuple(fits))


def field_sizes(balls: Sequence[Ball], layout: Layout) -> MapSizes:
    """Return the sizes in the form fields of balls: the largest, but small enough that the fields hold a line."""
    largest = map_sizes(layout)[0]
    least = min((ball.size for ball in balls), default=inf)
    name, support = (share * least / FORM_LEADING for share in _FIELD_SHARES)
    scale = min(name / largest.name, support / largest.support)
    return MapSizes(1, scale * largest.name, scale * largest.support) if scale < 1 else largest


def _set_in_sizes(
    entries: Sequence[tuple[str, str]],
    balls: Sequence[Ball],
    sizes: MapSizes,
    layout: Layout,
    *,
    hyphenated_names: bool,
) -> tuple[BallFits, ...]:
    """Return how entries are set in their balls in some sizes."""
    return tuple(
        _BallRoom(ball.size, sizes, layout).fits(name, support, hyphenated_names=hyphenated_names)
        if name or support
        else _NO_TEXTS
        for (name, support), ball in zip(entries, balls, strict=True)
    )


class _BallRoom:
    """The room for texts in a ball."""

    def __init__(self, size: float, sizes: MapSizes, layout: Layout) -> None:
        self.sizes = sizes
        self.fonts = layout.fonts
        self.language = layout.language
        self.width = css_pixels(layout.number("ball-width") * size)
        self.height = layout.number("ball-height") * size / layout.number("ball-leading") + _ROUNDED
        """The height of the lines that the ball holds, in mm and without leading."""

    def fits(self, name: str, support: str, *, hyphenated_names: bool) -> BallFits:
        """Return how the two texts of an entry are set here."""
        name_lines = self._lines(name, self.sizes.name, BOLD, self.height, is_name=True)
        is_right = name_lines.whole and (hyphenated_names or not name_lines.hyphenated)
        left = self.height - len(name_lines.starts) * self.sizes.name if is_right else 0.0
        support_lines = self._lines(support, self.sizes.support, REGULAR, left)
        set_name = Fit(NORMAL, name, hyphenated=name_lines.hyphenated)
        if is_right and support_lines.whole and len(support_lines.starts) * self.sizes.support <= left:
            return BallFits(set_name, Fit(NORMAL, support, hyphenated=support_lines.hyphenated), is_whole=True)
        has_room = is_right and self.sizes.support <= left  # For the number over the name.
        return BallFits(set_name if has_room else Fit(NORMAL, ""), Fit(NORMAL, ""), is_whole=False)

    def _lines(self, text: str, size: float, weight: int, room: float, *, is_name: bool = False) -> Lines:
        if not text:
            return Lines((), whole=True, hyphenated=False)
        most = max(int(room / size), 0)
        width, size, language = self.width, css_pixels(size), self.language
        return set_sparingly(text, width, size, weight, most, self.fonts, is_name=is_name, language=language)


def described(entries: Sequence[tuple[str, str]]) -> str:
    """Return the entries of a map in one line, each a name and, in brackets, its support."""
    pairs = ((name, f"({support})" if name and support else support) for name, support in entries)
    return "; ".join(" ".join(filter(None, pair)) for pair in pairs if any(pair))
