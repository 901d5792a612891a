"""Name badges, tent cards and labels: a card for each person, its texts as large as they fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from worksheets.course.brand import LOGO
from worksheets.course.brand_style import PlacedPicture, fitted
from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.errors import OptionsError, Problems, nearest, shortened
from worksheets.messages import _, ngettext, typed
from worksheets.people.participant import Participant

from .card_layout import COURSE, FIRST, LAST, LINE, NAME, CardLayout, NameLayout, PlacedText, StackLayout
from .card_sheets import CardSheet, label_sheet
from .card_texts import CardTexts, card_texts
from .cut_marks import cut_marks
from .kinds import Cards

_BADGE, _TENT, _LABEL = "badge", "tent", "label"
_MOST_SHIFT = 10.0
"""By how many mm the cards can be moved; what lies farther away is no matter of the printer's."""

_CARDS_OF_A_PART = 160
"""Cards that are typeset together: 160 tent cards take 190 MB, 1,000 take 608 MB."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card on its sheet, with its upper left corner in mm; without texts, it is one to fill in by hand."""

    left: float
    top: float
    texts: tuple[PlacedText, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnCards:
    """What the templates of cards draw."""

    sheets: tuple[tuple[Card, ...], ...]
    """The cards of each sheet, in their order."""
    sheet: CardSheet
    course: str
    """The course as everybody's cards have it, or else its title."""
    blank_texts: tuple[PlacedText, ...]
    """What stands on a badge to fill in by hand: the course."""
    cut_marks: str
    """The path of an SVG drawing of the paper in mm; empty where nothing is cut."""
    logo: PlacedPicture | None
    """The brand's logo, as large as it is on each card."""
    shift: tuple[float, float]
    """By how many mm everything is moved to the right, and down."""
    warnings: tuple[str, ...]
    """What is left out of a card for want of room."""

    def parts(self) -> Iterator["DrawnCards"]:
        """Yield the cards in parts, each of so many sheets that the typesetter has room for them in its memory."""
        count = max(_CARDS_OF_A_PART // self.sheet.places, 1)
        for start in range(0, len(self.sheets), count):
            yield replace(self, sheets=self.sheets[start : start + count])


def check_kind(product: Cards) -> None:
    """Raise OptionsError for cards that there are not: before their style sheet and their template are looked for."""
    kinds = (_BADGE, _TENT, f"{_LABEL}:L7160")
    if product.name not in (_BADGE, _TENT, _LABEL) or (product.name == _LABEL) != bool(product.sheet_name):
        message = _(
            "--as {kind}: there are no such cards; choose from {kinds}, or a file of your own: label:MINE.toml."
        )
        message = message.format(kind=shortened(product.kind), kinds=", ".join(kinds))
        raise OptionsError(message + nearest(product.kind, kinds))


def cards(product: Cards, people: Sequence[Participant], course: Course, layout: Layout, words: Words) -> DrawnCards:
    """Return what the template draws: a card for each person, and without people a sheet to fill in by hand.

    Raises WorksheetsError with all that is wrong in what is asked for; and for each name that has no room on a card.
    """
    sheet, texts = _checked(product, people, course, layout, words)
    card_layout = _card_layout(product, sheet, layout)
    filled, warnings = _filled(product, texts, card_layout)
    first = product.start - 1
    end = first + max(len(filled), 1)
    if product.name != _LABEL or not people:
        end = ceil(end / sheet.places) * sheet.places  # The last sheet is filled up with cards to fill in by hand.
    by_sheet: list[list[Card]] = [[] for _number in range(ceil(end / sheet.places))]
    for place in range(first, end):
        left, top = sheet.corner(place % sheet.places)
        on_card = filled[place - first] if place - first < len(filled) else ()
        by_sheet[place // sheet.places].append(Card(left + product.shift[0], top + product.shift[1], on_card))
    titles = {card.course for card in texts}
    title = titles.pop() if len(titles) == 1 else course.title
    return DrawnCards(
        sheets=tuple(map(tuple, by_sheet)),
        sheet=sheet,
        course=title,
        blank_texts=card_layout.blank(title) if isinstance(card_layout, NameLayout) and product.name == _BADGE else (),
        cut_marks=cut_marks(sheet, product.shift) if product.name == _BADGE else "",
        logo=_logo(layout) if product.name != _LABEL else None,
        shift=product.shift,
        warnings=tuple(warnings),
    )


def _checked(
    product: Cards, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> tuple[CardSheet, list[CardTexts]]:
    """Return the sheet, and what stands on each person's card. Raises WorksheetsError with all that is wrong."""
    problems, sheet, texts = Problems(), CardSheet.of(layout) if product.name != _LABEL else None, list[CardTexts]()
    with problems:
        sheet = sheet or label_sheet(product.sheet_name, product.label_file)
        _check_start(product.start, sheet)
    with problems:
        _check_shift(product.shift)
    with problems:
        texts = card_texts(people, course, words, product.line)
    problems.raise_any()
    assert sheet  # noqa: S101 - otherwise there was a problem
    return sheet, texts


def _check_start(start: int, sheet: CardSheet) -> None:
    if not 1 <= start <= sheet.places:
        message = ngettext(
            "--start {start}: there is {count} place on a sheet; leave --start out",
            "--start {start}: the places of a sheet are 1 to {count}, counted along the rows",
            sheet.places,
        )
        raise OptionsError(message.format(start=start, count=sheet.places))


def _check_shift(shift: tuple[float, float]) -> None:
    if not all(abs(distance) <= _MOST_SHIFT for distance in shift):
        message = _(
            "--shift {right},{down}: write numbers from -{most} to {most}, in mm; look how much the sheet of "
            "“{command}” says"
        )
        right, down, most = (f"{number:g}" for number in (*shift, _MOST_SHIFT))
        raise OptionsError(message.format(right=right, down=down, most=most, command=typed("calibrate")))


def _logo(layout: Layout) -> PlacedPicture | None:
    """Return the brand's logo, as large as it can be on a card; None if there is none."""
    logo = layout.brand.logo
    if not logo:
        return None
    size = fitted(logo.ratio, layout.number("card-logo-width"), layout.number("card-logo-height"))
    return PlacedPicture(LOGO, logo.description, *size)


def _card_layout(product: Cards, sheet: CardSheet, layout: Layout) -> CardLayout:
    if product.name == _LABEL:
        return StackLayout(layout, sheet.text_width, sheet.height, sheet.padding)
    logo = _logo(layout) if product.name == _BADGE else None
    return NameLayout(layout, sheet.text_width, beside_course=logo.width if logo else 0.0)


def _filled(
    product: Cards, texts: Sequence[CardTexts], card_layout: CardLayout
) -> tuple[list[tuple[PlacedText, ...]], list[str]]:
    """Return the texts of each card in their places, and a warning for each card from which some are left out.

    Raises OptionsError for all names that have no room.
    """
    filled, warnings, problems = [], [], []
    for card in texts:
        by_part = _by_part(product, card)
        on_card = card_layout.filled(by_part)
        if on_card is None:
            problems.append(_no_room(product, card.name))
            continue
        filled.append(on_card.texts)
        if on_card.omitted:
            left_out = ", ".join(f"“{shortened(by_part[part])}”" for part in on_card.omitted)
            message = _("{name}: left out of {kind} for want of room: {texts}; a shorter text would fit")
            warnings.append(message.format(name=card.name, kind=product.kind, texts=left_out))
    if problems:
        raise OptionsError(*problems)
    return filled, warnings


def _no_room(product: Cards, name: str) -> str:
    """Return the message about a name that is too long for a card."""
    if product.label_file:
        message = _(
            "{name}: the name has no room on {kind}, even in its smallest size; choose a larger label, or write a "
            "smaller padding into the file"
        )
    else:
        message = _("{name}: the name has no room on {kind}, even in its smallest size; choose a larger label")
    return message.format(name=name, kind=product.kind)


def _by_part(product: Cards, card: CardTexts) -> dict[str, str]:
    """Return the texts of a card by their parts, in the order in which they are read."""
    if product.name == _LABEL:
        return {NAME: card.name, COURSE: ", ".join(filter(None, (card.course, card.group))), LINE: card.line}
    names = {FIRST: card.first, LAST: card.last}
    if product.name == _TENT:
        return {**names, LINE: card.line if product.line else ""}
    return {COURSE: card.course, **names, LINE: card.line}
