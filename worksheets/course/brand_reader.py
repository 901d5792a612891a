"""A brand read and checked: the table ``[brand]`` of ``course.toml``, or a file that several courses share.

Each file that a brand names lies in the folder of the file that it stands in, so that a brand that somebody has sent
shows nothing else of the machine; and a course's brand lies in the course's folder. Only the user can name one that
lies elsewhere (``--brand``).
"""

import re
from collections.abc import Iterator, Mapping
from math import ceil
from operator import itemgetter
from pathlib import Path
from typing import Any

from worksheets.caches import Lifetime, memoized
from worksheets.errors import CourseError, nearest, on_line, shortened, system_reason
from worksheets.messages import _
from worksheets.resources import COURSES, leads_away, lies_in

from .brand import NO_BRAND, NO_COVER, Brand, BrandFont, BrandPicture
from .brand_font import PACKAGE, file_fonts, is_font, package_font
from .brand_font import STYLES as FONT_STYLES
from .brand_style import fitted
from .contrast import LEAST_CONTRAST, TEXT_CONTRAST, contrast, dark_enough, is_colour
from .declared_fonts import TEXT_FAMILY
from .key_lines import key_lines, line_of
from .keys import BRAND_KEYS, likely_key
from .layout import read_layout, style_names
from .picture_files import files_in
from .picture_size import LEAST_DPI, PictureSize, has_text, picture_size
from .toml_file import read_toml

FILE = "brand.toml"
"""The usual name of a file with a brand."""
_MOST_BYTES = 100_000
"""The largest file of a brand."""
_LONGEST, LONGEST_FOOT = 300, 80
"""The most characters of a description, and of the text in the foot, which has one line on a handout."""
_KEYS = tuple(key.name for key in BRAND_KEYS)
_LOGO_DPI = 200
"""The fewest dots per inch of a logo, which has fine edges and letters."""
_LOGOS = (".svg", ".png")
_COVERS = (".svg", ".png", ".jpg", ".jpeg")
_FONTS = (".ttf", ".otf", ".ttc", ".woff", ".woff2")
_BOLD = 700
_LAYOUTS = ("handout", "slides")
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def read_brand(source: Path, course_folder: Path) -> Brand:
    """Return the brand in a file, or in the file ``brand.toml`` of a folder, for a course that has themes of its own.

    Raises CourseError with everything that is wrong with it.
    """
    brand, problems = _of_file(source / FILE if source.is_dir() else source, course_folder)
    if problems:
        raise CourseError(*problems)
    return brand


def course_brand(value: object, source: Path, folder: Path, lines: Mapping[str, int]) -> tuple[Brand, list[str]]:
    """Return the brand that ``course.toml`` has, and all that is wrong with it.

    ``value`` is that of the key ``brand``: a table, or the path of a file in the course's folder. ``lines`` are those
    of the keys of ``course.toml``, which is ``source``.
    """
    if isinstance(value, dict):
        reader = _BrandReader(source, folder, lines, "brand")
        return reader.brand(value), reader.problems
    reader = _BrandReader(source, folder, lines, "")
    if not isinstance(value, str):
        reader.add("brand", _("must be a table, or the name of a file such as {file}").format(file=FILE))
    elif leads_away(value) or not lies_in(folder / value, folder):
        problem = _("“{file}” is outside the course’s folder; copy that folder into it, or print with --brand {file}")
        reader.add("brand", problem.format(file=shortened(value)))
    else:
        brand, problems = _of_file(folder / value, folder)
        return brand, [*reader.problems, *problems]
    return NO_BRAND, reader.problems


def _of_file(source: Path, course_folder: Path) -> tuple[Brand, list[str]]:
    """Return the brand in a file, and all that is wrong with it."""
    try:
        toml, table = read_toml(source, _MOST_BYTES)
    except CourseError as error:
        return NO_BRAND, list(error.problems)
    except OSError as error:
        reason = system_reason(error)
        return NO_BRAND, [_("{path}: cannot be read: {reason}").format(path=source, reason=reason)]
    reader = _BrandReader(source, course_folder, key_lines(toml), "")
    return reader.brand(table), reader.problems


class _BrandReader:
    """Reads the keys of a brand, and collects every problem on the way."""

    def __init__(self, source: Path, course_folder: Path, lines: Mapping[str, int], table: str) -> None:
        self.source = source
        self.home = source.parent.resolve()
        """The folder where paths begin, and in which all files must lie."""
        self.course_folder = course_folder
        self.lines = lines
        self.table = table
        """The name of the brand's table in the file; empty if the whole file is the brand."""
        self._problems: list[tuple[int, str]] = []
        """Each problem with its line, 0 for one without."""

    @property
    def problems(self) -> list[str]:
        """What is wrong, in the order of the lines."""
        return [problem for _line, problem in sorted(self._problems, key=itemgetter(0))]

    def brand(self, table: Mapping[str, Any]) -> Brand:
        """Return the brand; it is to be used only if there are no problems then."""
        for key in table:
            if key not in _KEYS:
                self.add(key, _("unknown key “{key}”.").format(key=shortened(key)) + likely_key(key, _KEYS))
        cover = table.get("cover", "")
        return Brand(
            source=self.source.resolve(),
            logo=self._logo(table),
            colours=self._colours(table.get("colours", {})),
            font=self._font(table["font"]) if "font" in table else None,
            foot=self._foot(table),
            theme=self._theme(table),
            cover=cover if cover == NO_COVER else "",
            cover_picture=self._cover(cover) if cover not in ("", NO_COVER) else None,
        )

    def add(self, key: str, problem: str) -> None:
        """Note what is wrong with a key, with its file, its line and its cure."""
        location = ".".join(filter(None, (self.table, key)))
        line = line_of(location, self.lines) or 0
        text = ": ".join(filter(None, (shortened(location), problem)))
        self._problems.append((line, on_line(self.source, line, text) if line else f"{self.source}: {text}"))

    def _text(self, table: Mapping[str, Any], key: str, most: int = _LONGEST, location: str = "") -> str:
        """Return a text; empty if it is missing or wrong."""
        location, value = location or key, table.get(key, "")
        if not isinstance(value, str):
            self.add(location, _("{key} must be a text in quotes").format(key=key))
            return ""
        if control := _CONTROL.search(value):
            problem = _("{key} has a character that cannot be printed (U+{code:04X}); delete it")
            self.add(location, problem.format(key=key, code=ord(control[0])))
            return ""
        if len(value) > most:
            self.add(location, _("{key} is longer than {most} characters").format(key=key, most=most))
            return ""
        return value.strip()

    def _foot(self, table: Mapping[str, Any]) -> str:
        foot = self._text(table, "foot")
        if len(foot) > LONGEST_FOOT:
            problem = _("has {count} characters, and {most} fit on the line; shorten it")
            self.add("foot", problem.format(count=len(foot), most=LONGEST_FOOT))
        return foot

    def _theme(self, table: Mapping[str, Any]) -> str:
        theme, names = self._text(table, "theme"), style_names("themes", self.course_folder)
        if theme and theme not in names:
            message = _("There is no theme “{name}”; choose from: {names}.")
            self.add("theme", message.format(name=shortened(theme), names=", ".join(names)) + nearest(theme, names))
            return ""
        return theme

    def _logo(self, table: Mapping[str, Any]) -> BrandPicture | None:
        name, description = self._text(table, "logo"), self._text(table, "logo-description")
        if not name:
            if description and "logo" not in table:
                self.add("logo-description", _("there is no logo; add {example}").format(example='logo = "logo.svg"'))
            return None
        if not description:
            example = 'logo-description = "Esimerkki Oy"'
            self.add("logo", _("the logo has no description; add what it says: {example}").format(example=example))
        return self._picture("logo", name, description, _LOGOS)

    def _cover(self, cover: object) -> BrandPicture | None:
        """Return what stands on the cover in place of the drawing: a table with a picture and its description."""
        example = 'cover = { picture = "kansi.png", description = "…" }'
        if not isinstance(cover, dict):
            message = _("cover must be {none}, or a picture with a description: {example}")
            self.add("cover", message.format(none=f'"{NO_COVER}"', example=example))
            return None
        for key in cover:
            if key not in ("picture", "description"):
                names = ("picture", "description")
                self.add("cover", _("unknown key “{key}”.").format(key=shortened(key)) + nearest(key, names))
        picture = self._text(cover, "picture", location="cover")
        description = self._text(cover, "description", location="cover")
        if not (picture and description):
            message = _("the cover needs a picture and a description of it; write {example}")
            self.add("cover", message.format(example=example))
        return self._picture("cover", picture, description, _COVERS) if picture else None

    def _picture(self, key: str, name: str, description: str, suffixes: tuple[str, ...]) -> BrandPicture | None:
        path = self._file(key, name, suffixes)
        if path is None:
            return None
        try:
            size = picture_size(path)
            if size and size.is_drawing and has_text(path):
                message = _("“{file}” has text in it, whose font may be missing; save it with its text as curves")
                self.add(key, message.format(file=shortened(name)))
        except OSError as error:
            message = _("“{file}” cannot be read: {reason}")
            self.add(key, message.format(file=shortened(name), reason=system_reason(error)))
            return None
        if size is None:
            message = _("“{file}” is damaged, or says no size; save it again as {suffixes}")
            self.add(key, message.format(file=shortened(name), suffixes=", ".join(suffixes)))
            return None
        if not size.is_drawing:
            self._check_pixels(key, name, size)
        return BrandPicture(path, description, size.width / size.height)

    def _check_pixels(self, key: str, name: str, size: PictureSize) -> None:
        """Check that a picture has enough pixels where it is largest."""
        dpi, places = (_LOGO_DPI, ("logo", "cover-logo")) if key == "logo" else (LEAST_DPI, ("cover-picture",))
        ratio = size.width / size.height
        width, height = max(fitted(ratio, *room) for place in places for room in _rooms(place))
        if size.width < width / 25.4 * dpi * _ROUNDED:
            problem = _(
                "“{file}” has {width} × {height} pixels, too few for print at {mm} mm; save it with at least "
                "{least_width} × {least_height} pixels, or as SVG"
            )
            least = [ceil(side / 25.4 * dpi) for side in (width, height)]
            sizes = {"width": round(size.width), "height": round(size.height), "mm": round(width)}
            self.add(key, problem.format(file=shortened(name), **sizes, least_width=least[0], least_height=least[1]))

    def _file(self, key: str, name: str, suffixes: tuple[str, ...]) -> Path | None:
        """Return a file that the brand names; None, with the problem, if it cannot be used."""
        path = self.home / name
        if leads_away(name) or not lies_in(path, self.home):
            message = _("“{file}” is outside the folder {folder}; copy it there, and write its path from there")
            self.add(key, message.format(file=shortened(name), folder=self.source.parent))
        elif path.suffix.lower() not in suffixes:
            message = _("“{file}” cannot be used here; its name must end in {suffixes}")
            self.add(key, message.format(file=shortened(name), suffixes=", ".join(suffixes)))
        elif not path.is_file():
            message = _("there is no file “{file}”.").format(file=shortened(name))
            self.add(key, message + nearest(name, files_in(self.home, suffixes)))
        else:
            return path
        return None

    def _colours(self, table: object) -> tuple[tuple[str, str], ...]:
        """Return the colours; a brand with one accent has it for shapes, too, where they are not given."""
        if not isinstance(table, dict):
            self.add("colours", _("{key} must be a table").format(key="colours"))
            return ()
        colours = dict(self._checked_colours(table))
        if "accent" in colours and "accent-shape" not in table:
            colours["accent-shape"] = colours["accent"]
        return tuple(colours.items())

    def _checked_colours(self, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for name, colour in table.items():
            location = f"colours.{name}"
            if name not in LEAST_CONTRAST:
                message = _("unknown colour “{name}”; choose from: {names}.")
                message = message.format(name=shortened(name), names=", ".join(LEAST_CONTRAST))
                self.add(location, message + nearest(name, LEAST_CONTRAST))
            elif not isinstance(colour, str) or not is_colour(colour):
                message = _('“{colour}” is not a colour; write #rrggbb, such as {name} = "#0b3c49"')
                self.add(location, message.format(colour=shortened(str(colour)), name=name))
            elif contrast(colour) < LEAST_CONTRAST[name]:
                self.add(location, _too_light(name, colour))
            else:
                yield name, colour.lower()

    def _font(self, value: object) -> BrandFont | None:
        """Return the font: of a package, of a file, or of a file for each weight."""
        if isinstance(value, str) and value.startswith(PACKAGE):
            return self._package(value)
        files = {"regular": value} if isinstance(value, str) else value
        if not isinstance(files, dict) or "regular" not in files:
            example = f'font = "{PACKAGE}inter", font = "oma.ttf", font = {{ regular = "oma.ttf", bold = "oma-b.ttf" }}'
            self.add("font", _("font must be a package or a file: {example}").format(example=example))
            return None
        paths = {}
        for key in files:
            if key not in FONT_STYLES:
                self.add("font", _("unknown key “{key}”.").format(key=shortened(key)) + nearest(key, FONT_STYLES))
            elif (name := self._text(files, key, location="font")) and (path := self._file("font", name, _FONTS)):
                paths[key] = path
        return self._file_font(paths) if len(paths) == len(files) else None

    def _file_font(self, paths: Mapping[str, Path]) -> BrandFont | None:
        try:
            for path in paths.values():
                if not is_font(path):
                    message = _("“{file}” is damaged or not a font; use TTF, OTF, WOFF or WOFF2")
                    self.add("font", message.format(file=shortened(path.name)))
                    return None
            fonts = file_fonts(paths)
            if not any(font.weight == _BOLD for font in fonts):
                example = 'font = { regular = "oma.ttf", bold = "oma-bold.ttf" }'
                self.add("font", _("the font has no bold, which titles need; write {example}").format(example=example))
            return BrandFont(_family(paths["regular"].stem), fonts)
        except OSError as error:
            message = _("“{file}” cannot be read: {reason}")
            self.add("font", message.format(file=shortened(str(error.filename)), reason=system_reason(error)))
            return None

    def _package(self, name: str) -> BrandFont | None:
        """Return the font of an installed package; None for the one that is used anyway."""
        font = package_font(name) if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) else None
        if font is None:
            problem = _("the font “{name}” is not installed; install it with: pip install {name}")
            self.add("font", problem.format(name=shortened(name)))
            return None
        return BrandFont(_family(font[0]), font[1]) if font[0] != TEXT_FAMILY else None


_ROUNDED = 0.995
"""The share of the pixels that are needed below which a picture has too few: nobody sees one pixel."""


def _too_light(name: str, colour: str) -> str:
    """Return what is wrong with a colour, and the nearest one that is dark enough."""
    least = LEAST_CONTRAST[name]
    figures = {
        "colour": colour,
        "ratio": f"{int(contrast(colour) * 10) / 10:g}",
        "least": f"{least:g}",
        "name": name,
        "better": dark_enough(colour, least),
    }
    if least == TEXT_CONTRAST:
        message = _(
            '{colour} has a contrast of {ratio}:1 on white, and text needs {least}:1; write {name} = "{better}"'
        )
    else:
        message = _(
            "{colour} has a contrast of {ratio}:1 on white, and lines and shapes need {least}:1; write "
            '{name} = "{better}"'
        )
    return message.format(**figures)


def _family(name: str) -> str:
    """Return a name for a font in style sheets, of letters, digits and spaces, that no other font has.

    The fields of forms are told by the name of an installed font (``.fillable`` in ``widgets.css``).
    """
    return re.sub(r"[^A-Za-z0-9]+", " ", f"Brand {name}")[:_LONGEST].strip()


@memoized(Lifetime.SESSION)
def _rooms(place: str) -> tuple[tuple[float, float], ...]:
    """Return the widths and heights, in mm, that the shipped layouts have for a picture of a brand."""
    layouts = [read_layout(name, COURSES) for name in _LAYOUTS]
    return tuple((each.measure(f"{place}-width"), each.measure(f"{place}-height")) for each in layouts)
