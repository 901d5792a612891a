"""A layout: the style sheets that put the pages on paper, and the places for text that they declare.

A place is declared once, in the layout's style sheet, as custom properties that the rules there use too::

    --prompt-width: 78mm; --prompt-size: 12pt; --prompt-lines: 3; --prompt-small: 9.5pt; --prompt-small-lines: 6;

A measure may be another one, or so many times another: ``var(--pitch)``, ``calc(3 * var(--pitch))``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor, inf, isnan, nan, prod
from pathlib import Path

import tinycss2
from tinycss2.ast import Node
from tinycss2.color3 import RGBA, parse_color

from worksheets.caches import Lifetime, memoized
from worksheets.errors import Problems, StyleError, nearest, shortened
from worksheets.messages import _
from worksheets.resources import DEFAULT_LANGUAGE, DEFAULT_THEME, STYLES, lies_in

from .brand import NO_BRAND, Brand
from .brand_style import NO_STYLE, BrandStyle, brand_faces, brand_properties, brand_style
from .declared_fonts import DeclaredFonts, declared_fonts
from .paper import SCREEN, check_paper, scale_on, sheet_on_a4
from .style_text import read_style_sheet, resized, with_values

COMMON_STYLE_SHEETS = ("base.css", "kinds.css", "widgets.css")
"""The style sheets of every layout; after them come the usual theme's, the layout's own, and those of another theme."""
THEME_STYLE_SHEET = f"themes/{DEFAULT_THEME}.css"
"""The usual theme; what another one does not declare is as this one has it."""
PRODUCT_STYLE_SHEET = "products/product.css"
"""The style sheet of every product, before its own."""
NORMAL, SMALL = "normal", "small"
"""The steps of a place: its usual size of type, and the size for texts that do not fit in that."""
EMPTY = "empty"
"""The step of the name in a map's ball in which nothing is filled: it has rules to write on."""
GROWN = "grown"
"""The step of a text that is too long for its blank in a sentence: the blank is wider than it is otherwise."""
_MM = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72}
_LARGEST = 10_000
"""The largest measure, in mm or as a bare number: larger ones would keep the geometry of a map busy without end."""


@dataclass(frozen=True, slots=True)
class Step:
    """A size of type in a place, and the number of lines that the place holds in it."""

    name: str
    """NORMAL or SMALL."""
    size: float
    """In mm."""
    lines: float
    """``inf`` if the place grows with its text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a slot is drawn: a width in mm, and the sizes of type to try, largest first."""

    width: float
    steps: tuple[Step, ...]
    fonts: DeclaredFonts | None = None
    """The fonts that its text may be set in; None for the text font."""
    language: str = DEFAULT_LANGUAGE
    """The language that its text is hyphenated in."""

    def with_lines(self, count: int) -> "Place":
        """Return the place as high as so many lines of its usual size: its other sizes have more lines, too."""
        return _with_lines(self, count)


@memoized(Lifetime.RUN, maxsize=1024)  # Each handout asks for the same few.
def _with_lines(place: Place, count: int) -> Place:
    share = count / place.steps[0].lines
    steps = (replace(step, lines=floor(step.lines * share)) if step.lines < inf else step for step in place.steps)
    return replace(place, steps=tuple(steps))


@dataclass(frozen=True, eq=False)
class Layout:
    """Style sheets, and what they declare. ``read_layout`` makes it."""

    name: str
    style_sheets: tuple[Path, ...]
    """In the order of the cascade."""
    properties: Mapping[str, str]
    """The values of all custom properties as they are written, by their names without the two hyphens."""
    numbers: Mapping[str, float]
    """The layout's own custom properties that are lengths, in mm, or bare numbers."""
    colours: Mapping[str, str]
    """The theme's colours, such as ``#0b3c49``, by their names."""
    fonts: DeclaredFonts | None = None
    """The fonts that texts may be set in; None for the text font, which the shipped style sheets use."""
    paper: str = SCREEN
    """A4 for slides that are set on A4 across; otherwise, a layout has its own paper."""
    scale: float = 1.0
    """What all lengths of the style sheets are multiplied with for that, in ``css`` and ``numbers`` alike."""
    language: str = DEFAULT_LANGUAGE
    """The course's language, in which words are hyphenated."""
    theme: str = DEFAULT_THEME
    brand: Brand = NO_BRAND
    brand_style: BrandStyle = NO_STYLE
    """What the brand adds: its rules come after those of all style sheets."""
    _places: dict[str, Place] = field(default_factory=dict, init=False, repr=False)
    """The places that have been asked for, by their names."""

    def css(self, style_sheet: Path) -> str:
        """Return the text of a style sheet in which the values of custom properties replace their uses.

        The typesetter would look up each use anew for every element, which is a twelfth of its time. Raises StyleError
        for a property that is not declared.
        """
        text = resized(read_style_sheet(style_sheet), self.scale)
        return with_values(text, lambda name: self._declared(name, style_sheet), style_sheet)

    def _declared(self, name: str, style_sheet: Path) -> str:
        if name not in self.properties:
            raise _not_declared(name, style_sheet)
        return self.properties[name]

    def value(self, name: str, otherwise: str = "") -> str:
        """Return the value of a custom property without uses of others; ``otherwise`` if it is not declared."""
        if name not in self.properties:
            return otherwise
        style_sheet = self.own_style_sheet
        return with_values(self.properties[name], lambda used: self._declared(used, style_sheet), style_sheet)

    def number(self, name: str) -> float:
        """Return the value of one of the layout's own custom properties: a length in mm, or a bare number.

        Raises StyleError if it is not declared, or is neither.
        """
        try:
            return self.numbers[name]
        except KeyError:
            raise _not_declared(name, self.own_style_sheet) from None

    def measure(self, name: str) -> float:
        """Return a custom property of any style sheet: a length in mm. Raises StyleError if it is none."""
        value = _number(tinycss2.parse_component_value_list(self.value(name), skip_comments=True))
        if value is None or isnan(value) or value == inf:
            raise _not_declared(name, self.own_style_sheet)
        return value

    @property
    def own_style_sheet(self) -> Path:
        """The layout's own, or the product's that comes after it; a theme may come last."""
        return next(path for path in reversed(self.style_sheets) if path.parent.name in {"layouts", "products"})

    def colour(self, name: str) -> tuple[float, float, float] | None:
        """Return a colour as red, green and blue from 0 to 1; None if it is not declared, or is ``transparent``.

        Raises StyleError for a property with another value than a colour.
        """
        if name not in self.properties:
            return None
        style_sheet = next(path for path in reversed(self.style_sheets) if f"--{name}" in read_style_sheet(path))
        value = with_values(f"var(--{name})", lambda used: self._declared(used, style_sheet), style_sheet)
        colour = parse_color(value)
        if not isinstance(colour, RGBA):
            message = _("{path}: --{name}: “{value}” is not a colour; write #rrggbb, or transparent for none")
            raise StyleError(message.format(path=style_sheet, name=name, value=shortened(value)))
        return (colour.red, colour.green, colour.blue) if colour.alpha else None

    def place(self, name: str) -> Place:
        """Return the place of that name, such as ``prompt``. Raises StyleError if it is not declared in full."""
        if name not in self._places:
            self._places[name] = self._read_place(name)
        return self._places[name]

    def _read_place(self, name: str) -> Place:
        steps = [Step(NORMAL, self.number(f"{name}-size"), self.number(f"{name}-lines"))]
        if f"{name}-small" in self.numbers:
            steps.append(Step(SMALL, self.number(f"{name}-small"), self.number(f"{name}-small-lines")))
        return Place(self.number(f"{name}-width"), tuple(steps), self.fonts, self.language)

    def last_step(self, name: str) -> str:
        """Return the step in which a place sets a text that is too long for it.

        Empty if no text is too long for the place, or there is no place of that name.
        """
        last = self.place(name).steps[-1] if f"{name}-lines" in self.numbers else None
        return last.name if last and last.lines < inf else ""


def read_layout(  # noqa: PLR0913, PLR0917 - what a layout is read for
    name: str,
    folder: Path,
    paper: str = SCREEN,
    language: str = DEFAULT_LANGUAGE,
    brand: Brand = NO_BRAND,
    product: str = "",
) -> Layout:
    """Return the layout of that name; style sheets in a course's own folder ``styles`` replace shipped ones.

    ``folder`` and ``language`` are the course's. On the paper A4, slides fill the width of A4 across; other layouts
    stay as they are. With a ``product``, its style sheet in the folder ``products`` comes after the layout's, and its
    custom properties are the layout's, too. Raises StyleError if there is no such layout, theme or paper, or if a style
    sheet is a link to a file outside the course's folder.
    """
    check_paper(paper)
    files = _style_sheets(name, brand.theme or DEFAULT_THEME, folder, product)
    declared = _properties_of(files)
    if (scale := scale_on(paper, _numbers(declared, files.layout))) != 1:
        declared = _properties_of(files, scale)
        declared.layout.update(sheet_on_a4(_numbers(declared, files.layout)))
    texts = _texts(declared.all) | brand_properties(brand)
    coloured = {name for values in declared.themes for name, tokens in values.items() if _has_colour(tokens)}
    layout = Layout(
        name,
        files.all,
        texts,
        _numbers(declared, files.layout),
        {name: texts[name] for name in (*coloured, *dict(brand.colours))},
        paper=SCREEN if scale == 1 else paper,
        scale=scale,
        language=language,
        theme=brand.theme or DEFAULT_THEME,
        brand=brand,
    )
    style = brand_style(brand, layout.measure) if brand.source else NO_STYLE
    return replace(layout, fonts=_fonts(layout), brand_style=style)


def _fonts(layout: Layout) -> DeclaredFonts | None:
    """Return the fonts that texts may be set in; None if that is the text font only."""
    font = layout.brand.font
    faces = brand_faces(font) if font else ()
    if all(lies_in(path, STYLES) for path in layout.style_sheets):
        return DeclaredFonts(((font.family,),), faces) if font else None
    return declared_fonts([(path, _plain_css(layout, path)) for path in layout.style_sheets], faces)


def _has_colour(tokens: Sequence[Node]) -> bool:
    return any(token.type == "hash" for token in tokens)


def _texts(declared: Sequence[Mapping[str, Sequence[Node]]]) -> dict[str, str]:
    """Return the values of the custom properties of all style sheets as they are written."""
    return {name: tinycss2.serialize(tokens).strip() for values in declared for name, tokens in values.items()}


def _numbers(declared: "_Declared", style_sheet: Path) -> dict[str, float]:
    """Return the properties of the layout's own style sheet that are measures."""
    numbers, texts = {}, _texts(declared.all)
    for name, tokens in declared.layout.items():
        value = _number(tokens if "var(" not in texts[name] else _without_uses(texts[name], texts, style_sheet))
        if value is not None:
            numbers[name] = value
    _check_measures(numbers, style_sheet)
    return numbers


def _without_uses(value: str, texts: Mapping[str, str], style_sheet: Path) -> Sequence[Node]:
    """Return a value in which other properties' values replace their uses; a property that is missing stays."""
    text = with_values(value, lambda name: texts.get(name, "none of them"), style_sheet)
    return list(tinycss2.parse_component_value_list(text, skip_comments=True))


def _check_measures(numbers: Mapping[str, float], style_sheet: Path) -> None:
    if wrong := [name for name, value in numbers.items() if isnan(value)]:
        problem = _("{path}: --{name} is too large; the largest is {most}")
        raise StyleError(*(problem.format(path=style_sheet, name=shortened(name), most=_LARGEST) for name in wrong))


def _plain_css(layout: Layout, style_sheet: Path) -> str:
    """Return the text of a style sheet; with its custom properties if one is missing, as typesetting will say."""
    try:
        return layout.css(style_sheet)
    except StyleError:
        return read_style_sheet(style_sheet)


def looks(layouts: Sequence[str], folder: Path) -> list[tuple[str, Brand]]:
    """Return layouts as they usually look, and the handout in each other theme that lies in a course's folder."""
    names = [name for name in style_names("themes", folder) if name != DEFAULT_THEME]
    own = [name for name in names if (folder / "styles" / "themes" / f"{name}.css").is_file()]
    return [*((name, NO_BRAND) for name in layouts), *(("handout", Brand(theme=name)) for name in own)]


_ROOT_RULE = re.compile(r"^:root \{[^}]*\}", re.MULTILINE)
"""A rule for ``:root`` as shipped style sheets have it, with no brace in its values or its comments."""
Properties = dict[str, Sequence[Node]]
"""The custom properties of a style sheet, by their names without the two hyphens."""


@dataclass(frozen=True, slots=True)
class _StyleSheets:
    """The style sheets of a layout; another theme than the usual one comes last."""

    common: tuple[Path, ...]
    usual_theme: tuple[Path, ...]
    """The shipped one, and the course's own of the same name."""
    layout: Path
    theme: tuple[Path, ...]
    product: tuple[Path, ...] = ()
    """Those of a product, which comes after the layout's own."""

    @property
    def all(self) -> tuple[Path, ...]:
        """In the order of the cascade."""
        return (*self.common, *self.usual_theme, self.layout, *self.product, *self.theme)


@dataclass(frozen=True, slots=True)
class _Declared:
    """The custom properties of a layout's style sheets."""

    common: list[Properties]
    usual_theme: list[Properties]
    layout: Properties
    theme: list[Properties]

    @property
    def all(self) -> list[Properties]:
        """In the order of the cascade."""
        return [*self.common, *self.usual_theme, self.layout, *self.theme]

    @property
    def themes(self) -> list[Properties]:
        """Those of both themes."""
        return [*self.usual_theme, *self.theme]


def _style_sheets(name: str, theme: str, folder: Path, product: str) -> _StyleSheets:
    """Return the style sheets of a layout, a theme and perhaps a product, none of them outside the course's folder.

    Raises StyleError for names that there are not, with the nearest that there are.
    """
    problems = Problems()
    with problems:
        if name not in (names := style_names("layouts", folder)):
            message = _("There is no layout “{name}”; choose from: {names}.")
            raise StyleError(message.format(name=name, names=", ".join(names)) + nearest(name, names))
    with problems:
        if theme not in (names := style_names("themes", folder)):
            message = _("There is no theme “{name}”; choose from: {names}.")
            raise StyleError(message.format(name=shortened(theme), names=", ".join(names)) + nearest(theme, names))
    problems.raise_any()
    chosen, layout = f"themes/{theme}.css", f"layouts/{name}.css"
    products = (PRODUCT_STYLE_SHEET, f"products/{product}.css") if product else ()
    files = (*COMMON_STYLE_SHEETS, THEME_STYLE_SHEET, layout, chosen, *products)
    # Before they are looked for: a course must not learn what there is elsewhere.
    if outside := [path for file in dict.fromkeys(files) if not lies_in(path := folder / "styles" / file, folder)]:
        problem = _("{path}: is a link out of the course’s folder; copy the style sheet itself there")
        raise StyleError(*(problem.format(path=path) for path in outside))
    usual = tuple(dict.fromkeys((STYLES / THEME_STYLE_SHEET, _style_sheet(THEME_STYLE_SHEET, folder))))
    others = (_style_sheet(chosen, folder),) if chosen != THEME_STYLE_SHEET else ()
    common = tuple(_style_sheet(file, folder) for file in COMMON_STYLE_SHEETS)
    own = tuple(_style_sheet(file, folder) for file in products)
    return _StyleSheets(common, usual, _style_sheet(layout, folder), others, own)


def _style_sheet(file: str, folder: Path) -> Path:
    """Return a style sheet of the course's own, or the shipped one of that name."""
    return own if (own := folder / "styles" / file).is_file() else STYLES / file


def style_names(kind: str, folder: Path) -> list[str]:
    """Return the names of the layouts (``layouts``) or the themes (``themes``) that a course can be printed with."""
    own_folder = folder / "styles" / kind
    folders = [STYLES / kind, *([own_folder] if lies_in(own_folder, folder) else [])]
    return sorted({path.stem for each in folders for path in each.glob("*.css")})


def _not_declared(name: str, style_sheet: Path) -> StyleError:
    return StyleError(_("{path}: --{name} is not declared").format(path=style_sheet, name=shortened(name)))


def _properties_of(files: _StyleSheets, scale: float = 1.0) -> _Declared:
    """Return the custom properties of each style sheet, their lengths multiplied with the scale."""

    def read(*paths: Path) -> list[Properties]:
        return [dict(_properties(resized(_root_rules(path), scale))) for path in paths]

    layout: Properties = {}
    for properties in read(files.layout, *files.product):
        layout |= properties
    return _Declared(read(*files.common), read(*files.usual_theme), layout, read(*files.theme))


def _root_rules(path: Path) -> str:
    """Return what may declare the custom properties of a style sheet: of a shipped one, only its rules for ``:root``.

    To parse the rest of those took 25 ms of every start; how a course's own are written is not known.
    """
    css = read_style_sheet(path)
    return "\n".join(_ROOT_RULE.findall(css)) if path.is_relative_to(STYLES) else css


def _properties(css: str) -> Iterator[tuple[str, Sequence[Node]]]:
    """Yield the name (without the two hyphens) and the value of each custom property of ``:root``."""
    if ":root" not in css:
        return
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                is_property = declaration.type == "declaration" and declaration.name.startswith("--")
                if is_property and declaration.value:
                    yield declaration.name[2:], declaration.value


def _number(value: Sequence[Node]) -> float | None:
    """Return a length in mm or a bare number, ``inf`` for ``none``, ``nan`` for a far too large one.

    That is None if the value is anything else.
    """
    tokens = [token for token in value if token.type != "whitespace"]
    if len(tokens) != 1:
        return None
    token = tokens[0]
    if token.type == "function":
        return _product(token.arguments) if token.lower_name == "calc" else None
    if token.type == "ident" and token.value == "none":
        return inf
    if token.type == "number":
        return _fair(float(token.value))
    return _fair(token.value * _MM[token.unit]) if token.type == "dimension" and token.unit in _MM else None


def _product(tokens: Sequence[Node]) -> float | None:
    """Return the product in a ``calc(…)``, of numbers and at most one length; None if it is anything else."""
    factors = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    stars, factors = factors[1::2], factors[::2]
    values = [_number([token]) for token in factors]
    lengths = sum(token.type == "dimension" for token in factors)
    if any(star != "*" for star in stars) or len(stars) + 1 != len(factors) or lengths > 1:
        return None
    return None if None in values else _fair(prod(value for value in values if value is not None))


def _fair(measure: float) -> float:
    """Return a measure, or ``nan`` for one that is too large."""
    return measure if abs(measure) <= _LARGEST else nan
