"""The files that pages can show: pictures, drawings, fonts and style sheets, in the course's folder and in ours.

A course may come from a stranger. Nothing is read outside the two folders, nothing that is no ordinary file, and
nothing from other machines; whether there is such a file cannot be told from the message.
"""

import os
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from worksheets.course.brand_style import INSTANCE
from worksheets.errors import StyleError, shortened, system_reason
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import STYLES, lies_in
from worksheets.text.font_subsets import in_weight

from .pictures import MOST_DRAWING_BYTES, check_drawing, check_picture

CSS, SVG = "text/css", "image/svg+xml"
_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_FONTS = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".ttc": "font/collection",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_TYPES = {".css": CSS, ".svg": SVG, **_PICTURES, **_FONTS}
"""The media types of files by their suffixes, the same on every machine."""
_MOST_BYTES = 60_000_000
"""The largest picture or font: a font with all Chinese characters has 20 MB."""
_MOST_STYLE_BYTES = 1_000_000
_FONT_STARTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_PICTURE_STARTS = (b"%!PS", b"/* XPM", b"#define", *(b"P%d" % number for number in range(1, 8)))
"""How pictures begin that are text, and so could be style sheets: EPS, XPM, XBM, PBM."""
_MOST_REQUESTS = 2000
"""The most files and ``data:`` URLs that the pages of one handout can ask for."""
_MOST_REPEATS = 20
"""How often the same file can be asked for; pictures are kept once they are read, style sheets are not."""
_USED = re.compile(rb"var\(--([a-z-]+), ([^()]*)\)")
"""A value of the theme in a shipped drawing, and what it is for programs that know no theme."""
_WEIGHT = re.compile(rf"#{INSTANCE}(\d{{1,4}})$")


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What a URL stands for."""

    data: bytes
    media_type: str


class OwnFiles:
    """Reads what the pages of one document ask for. A refused request is noted, since the typesetter would go on."""

    def __init__(
        self,
        folder: Path,
        of_brand: Mapping[str, Path] = MappingProxyType({}),
        value_of: Callable[[str, str], str] | None = None,
    ) -> None:
        """``folder`` is the course's, or a style sheet's; ``of_brand`` are the files of the brand by their URLs.

        ``value_of`` gives the theme's value for a name in a shipped drawing, or the other text that it gets.
        """
        self.folder = folder
        self._of_brand = of_brand
        self._value_of = value_of
        self.problems: dict[str, None] = {}
        """Why files were refused, each reason once."""
        self.paths: set[Path] = set()
        """The files that were read."""
        self._requests: Counter[str] = Counter()

    def read(self, url: str) -> OwnFile:
        """Return what a URL stands for. Raises StyleError if it is refused or damaged."""
        try:
            self._count(url)
            return self._read(url)
        except StyleError as error:
            self.problems |= dict.fromkeys(error.problems)
            raise

    def _read(self, url: str) -> OwnFile:
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return _within(url)
        if scheme != "file" and url.partition("#")[0] not in self._of_brand:
            message = _("{url}: is on another computer; copy the file into the course’s folder")
            raise StyleError(message.format(url=_short(url)))
        return self._file(url)

    def _file(self, url: str) -> OwnFile:
        path = self._of_brand.get(url.partition("#")[0]) or self._own_path(url)
        if path is None:
            raise StyleError(_("{url}: is outside the course’s folder; copy the file into it").format(url=_short(url)))
        media_type = _TYPES.get(path.suffix.lower(), "")
        if not media_type:
            message = _("{path}: pages can use only pictures (PNG, JPEG, GIF, WebP, SVG), fonts and style sheets")
            raise StyleError(message.format(path=_short(path)))
        try:
            data = read_regular(path, {CSS: _MOST_STYLE_BYTES, SVG: MOST_DRAWING_BYTES}.get(media_type, _MOST_BYTES))
        except OSError as error:
            message = _("{path}: cannot be read: {reason}")
            raise StyleError(message.format(path=_short(path), reason=system_reason(error))) from error
        self.paths.add(path.resolve())
        if media_type == SVG and self._value_of and lies_in(path, STYLES):
            data = _with_values(data, self._value_of)
        file = checked(_short(path), data, media_type)
        weight = _WEIGHT.search(url) if media_type in _FONTS.values() else None
        return OwnFile(in_weight(file.data, int(weight[1])), media_type) if weight else file

    def _own_path(self, url: str) -> Path | None:
        """Return the path of a ``file:`` URL in the course's folder or in ours; None for any other."""
        path = _path(url)
        if path is None or not any(lies_in(path, folder) for folder in (self.folder, STYLES)):
            return None
        return self._shipped_in_place_of(path) or path

    def _shipped_in_place_of(self, path: Path) -> Path | None:
        """Return the shipped file in place of one that a course's copy of a shipped style sheet asks for beside it.

        None if the course has such a file, or we have none.
        """
        own = self.folder / "styles"
        if not path.is_relative_to(own) or os.path.lexists(path):
            return None
        shipped = STYLES / path.relative_to(own)
        with suppress(OSError):  # The name is too long for any file.
            return shipped if lies_in(shipped, STYLES) and shipped.is_file() else None
        return None

    def _count(self, url: str) -> None:
        self._requests[url] += 1
        if self._requests[url] > _MOST_REPEATS:
            message = _("{url}: is loaded more than {most} times; does a style sheet import itself?")
            raise StyleError(message.format(url=_short(url), most=_MOST_REPEATS))
        if len(self._requests) > _MOST_REQUESTS:
            raise StyleError(_("the pages load more than {most} files").format(most=_MOST_REQUESTS))


def _with_values(drawing: bytes, value_of: Callable[[str, str], str]) -> bytes:
    """Return a shipped drawing with the theme's colours and strokes."""

    def value(used: re.Match[bytes]) -> bytes:
        return escape(value_of(used[1].decode(), used[2].decode())).encode()

    return _USED.sub(value, drawing)


def checked(name: str, data: bytes, media_type: str) -> OwnFile:
    """Return data with their media type, which is a drawing's if they are one. Raises StyleError for damaged ones.

    What counts is what the data are, since the typesetter looks at them, too, and not at the name only.
    """
    if data.startswith(_FONT_STARTS) and media_type not in _PICTURES.values():
        return OwnFile(data, media_type)
    if media_type == CSS:
        _check_style_sheet(name, data)
        return OwnFile(data, media_type)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        check_drawing(name, data)
        return OwnFile(data, SVG)
    if media_type in _FONTS.values():
        raise StyleError(_("{name}: is damaged or not a font; use TTF, OTF, WOFF or WOFF2").format(name=name))
    check_picture(name, data)
    return OwnFile(data, media_type)


def _check_style_sheet(name: str, data: bytes) -> None:
    """Refuse a picture under a style sheet's name: shown as a picture, it would not have been looked at."""
    if len(data) > _MOST_STYLE_BYTES:
        message = _("{name}: the style sheet is larger than {most} kB")
        raise StyleError(message.format(name=name, most=_MOST_STYLE_BYTES // 1000))
    if b"\0" in data or data.startswith(_PICTURE_STARTS):
        raise StyleError(_("{name}: is not a style sheet; save it as UTF-8 text").format(name=name))


def _path(url: str) -> Path | None:
    """Return the path of a ``file:`` URL; None for one of another machine, or one that is no URL."""
    try:
        parts = urlsplit(url)
        name = url2pathname(parts.path)
        # On Windows, merely to follow a path such as \\\\kone\\jako would call another machine.
        return None if parts.netloc or name.startswith(("//", "\\\\")) else Path(name)
    except (ValueError, OSError):  # OSError on Windows, for a path without a drive.
        return None


def _within(url: str) -> OwnFile:
    """Return the data of a ``data:`` URL (RFC 2397)."""
    head, comma, text = url[len("data:") :].partition(",")
    words = [word.strip().lower() for word in head.split(";")]
    name = _short(url)
    try:
        data = unquote_to_bytes(text)
        if words[-1] == "base64":
            data = b64decode(data)
    except ValueError as error:
        raise StyleError(_("{url}: is not a complete data: URL").format(url=name)) from error
    if not comma:
        raise StyleError(_("{url}: is not a complete data: URL").format(url=name))
    return checked(name, data, words[0])


def _short(name: object) -> str:
    return shortened(str(name), 200)
