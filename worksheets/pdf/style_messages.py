"""What the typesetter says of pages and styles, turned into lines that name the file and can be acted on."""

import logging
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from worksheets.errors import shortened
from worksheets.files import read_regular
from worksheets.messages import _, marked
from worksheets.resources import lies_in

REFUSED = "StyleError: "
"""How WeasyPrint's message of a file that ``OwnFiles`` has refused begins; the reason is noted there already."""
_LONGEST = 300
_MOST_SEARCHED = 200
"""The most templates that are searched for what a message quotes."""
_REWRITTEN = (
    (r"Failed to render SVG image .*/", marked("an <svg> in a page cannot be drawn; simplify it")),
    (r"Failed to load inline SVG: .*", marked("an <svg> in a page cannot be read; simplify it")),
    (r"Failed to render SVG image (?P<file>.*)", marked("{file}: cannot be drawn; simplify it, or save it as PNG")),
    (r"Failed to load image at '(?P<file>.*?)': .*", marked("{file}: the picture cannot be read; save it again")),
    (r"Error: (?P<text>.*)", "{text}"),
    (
        r"\.notdef glyph rendered for Unicode string unsupported by fonts: (?P<letters>.*)",
        marked("no font has {letters}; write it in another way, or install worksheets[fonts]"),
    ),
    (
        r'Image "(?P<file>.*)" has no required alt description',
        marked('{file}: the picture has no description; write what it shows: alt="…"'),
    ),
    (
        r"Font-face '(?P<font>.*)' cannot be loaded",
        marked("the font “{font}” of @font-face cannot be read; replace it"),
    ),
    (r'Unable to subset "(?P<font>.*)" with HarfBuzz', marked("the font “{font}” is damaged; replace it")),
    (r"Content discarded: .*\('internal', '(?P<id>.*)'\)\)", marked("#{id}: no element in the pages has this id")),
    (
        r"No anchor #(?P<id>.*) for internal URI reference",
        marked("#{id}: no element in the pages has this id"),
    ),
    (r"(?P<before>.*)<\w+ (?P<rule>@[\w-]+) … \{ … \}>(?P<after>.*)", "{before}{rule}{after}"),
)
"""What WeasyPrint says with the names of Python's classes, or without a reason, and what is said instead."""
_OF_FONTS = ("Font-face", "Unable to subset")
"""How WeasyPrint's messages of fonts begin."""
_QUOTED = re.compile(r"^Ignored `([\w-]+)\s*:\s*([^`]*?)` at (\d+:\d+)", re.DOTALL)


class WarningCollector(logging.Handler):
    """Collects the warnings that WeasyPrint logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.without_reason: set[str] = set()
        """Those of the messages that say of a font that it cannot be read, and not why."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, on one line and not too long."""
        message = record.getMessage()
        if REFUSED not in message:
            self.messages.append(shortened(_rewritten(shortened(message, 4 * _LONGEST)), _LONGEST))
            if message.startswith(_OF_FONTS):
                self.without_reason.add(self.messages[-1])


def _rewritten(message: str) -> str:
    for pattern, text in _REWRITTEN:
        if match := re.fullmatch(pattern, message):
            return _(text).format(**match.groupdict())
    return message


def failure(error: Exception) -> str:
    """Return what can be said of an error that the typesetter has not foreseen, with the place for its makers."""
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{Path(frame[0].filename).parent.name}/{Path(frame[0].filename).name}:{frame[0].lineno}" if frame else "?"
    if isinstance(error, RecursionError):
        reason = _("elements, rules or brackets are nested too deeply, or something uses itself")
    else:
        reason = _("a size, a number or an element in the pages or style sheets cannot be drawn")
    return _("typesetting failed: {reason} ({place})").format(reason=reason, place=place)


def placed(message: str, folder: Path) -> str:
    """Return a message about pages with the course's folder, or about an inline style with the page and the line.

    The typesetter gets all pages as one document, and counts from the style's own start.
    """
    quoted = _QUOTED.match(message)
    if quoted is None:
        return message if str(folder) in message or "://" in message else f"{folder}: {message}"
    declaration = re.compile(rf"(?<![\w-]){re.escape(quoted[1])}\s*:\s*{re.escape(quoted[2][:40])}")
    for path, text in _templates(folder):
        if match := declaration.search(text):
            line = text.count("\n", 0, match.start()) + 1
            return f"{path}:{line}: {message.replace(f' at {quoted[3]}', '', 1)}"
    return f"{folder}: {message}"


def _templates(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the course's templates with their text, the pages first."""
    paths = [*sorted(folder.glob("pages/*.j2")), *sorted(folder.glob("kinds/*.j2")), *sorted(folder.glob("*.j2"))]
    for path in paths[:_MOST_SEARCHED]:
        if lies_in(path, folder):
            try:
                yield path, read_regular(path, 1_000_000).decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
