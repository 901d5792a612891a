"""How the texts of a certificate share its one page: what gives way when there are more of them than usual.

First the drawing goes, then the topics are set smaller; a certificate never has a second page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from worksheets.course.brand import NO_COVER
from worksheets.course.layout import Layout
from worksheets.errors import OptionsError
from worksheets.messages import ngettext
from worksheets.text.fit import css_pixels, set_lines
from worksheets.text.fonts import BOLD, REGULAR

USUAL, CLOSE, SMALL = "", "close", "close small"
"""The classes of the page: with the drawing; without it; and with smaller topics, too."""
_SLACK = 0.01
"""By how many mm texts may be higher than the page, since measures are rounded."""


@dataclass(frozen=True, slots=True)
class CertificateTexts:
    """The texts of a certificate, by where they stand; of those in which people differ, the longest, too."""

    title: str
    subtitles: Sequence[str]
    paragraphs: Sequence[str]
    """What stands below the name."""
    topics: Sequence[str]
    written: Sequence[str]
    """What can stand on the rule for the place and the date."""
    labels: Sequence[tuple[str, str]]
    """What can stand under the rules, each with the name of its width: ``place`` or ``signer``."""


@dataclass(frozen=True, slots=True)
class Room:
    """How tight the page is, and how high what stands under the rules for the signatures is."""

    style: str = USUAL
    """The page's class."""
    label_lines: int = 1
    """The lines under each rule."""


USUAL_ROOM = Room()


def room_for(texts: CertificateTexts, layout: Layout) -> Room:
    """Return how the texts of a certificate find room on one page. Raises OptionsError if they do not."""
    measured = _Measured(texts, layout)
    label_lines = measured.label_lines()
    free = measured.number("height") - measured.head() - measured.text() - measured.signatures(label_lines)
    for style in (USUAL, CLOSE, SMALL):
        lacking = measured.drop(style) + measured.topics(style) - free
        if lacking <= _SLACK:
            return Room(style, label_lines)
    lines = ceil(lacking / measured.number("small-topic-leading"))
    message = ngettext(
        "The certificate has {count} line too many for one page; shorten --topic, --title or the course's name, or "
        "leave a topic out",
        "The certificate has {count} lines too many for one page; shorten --topic, --title or the course's name, or "
        "leave topics out",
        lines,
    )
    raise OptionsError(message.format(count=lines))


@dataclass(frozen=True, slots=True)
class _Measured:
    """The heights of a certificate's parts, in mm."""

    _texts: CertificateTexts
    _layout: Layout

    def number(self, name: str) -> float:
        """Return a measure that the certificate's style sheet declares, in mm."""
        return self._layout.number(f"certificate-{name}")

    def _lines(self, text: str, name: str, width: str = "", weight: int = REGULAR) -> int:
        """Return how many lines a text has in a size of type, such as ``topic``, without hyphens."""
        layout = self._layout
        pixels = css_pixels(self.number(f"{width or name}-width")), css_pixels(self.number(f"{name}-size"))
        lines = set_lines(text, *pixels, weight, fonts=layout.fonts, hyphenated=False, language=layout.language)
        return len(lines.starts) if text else 0

    def _height(self, text: str, name: str, width: str = "", weight: int = REGULAR) -> float:
        return self._lines(text, name, width, weight) * self.number(f"{name}-leading")

    def drop(self, style: str) -> float:
        """Return how far below the top of the page's text the title begins."""
        if style != USUAL:
            return self.number("close-drop")
        bare = self._layout.brand.cover == NO_COVER
        return self._layout.number("bare-cover-drop") if bare else self.number("drop")

    def head(self) -> float:
        """Return the height from the title to the rule below the name."""
        title = self._height(self._texts.title, "title", weight=BOLD)
        subtitle = max(self._height(text, "subtitle") for text in self._texts.subtitles)
        return title + self.number("subtitle-gap") + subtitle + self.number("name-height")

    def text(self) -> float:
        """Return the height of what stands below the name."""
        lines = sum(self._lines(text, "text") for text in self._texts.paragraphs)
        return self.number("text-gap") + lines * self.number("text-leading")

    def topics(self, style: str) -> float:
        """Return the height of the list of topics."""
        if not self._texts.topics:
            return 0.0
        name = "small-topic" if style == SMALL else "topic"
        lines = 1 + sum(self._lines(topic, name, "topic") for topic in self._texts.topics)
        return self.number("topics-gap") + lines * self.number(f"{name}-leading")

    def label_lines(self) -> int:
        """Return how many lines the highest of the labels under the rules has."""
        return max(self._lines(label, "label", width) for label, width in self._texts.labels)

    def signatures(self, label_lines: int) -> float:
        """Return the height of the two rules with what stands on them and under them, and of the room above."""
        written = max(self._height(text, "written", "place") for text in self._texts.written)
        under = self.number("label-gap") + label_lines * self.number("label-leading")
        return under + max(written, self.number("hand-height")) + self.number("signatures-gap")
