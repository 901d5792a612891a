"""Content streams of a rendering, cut into fixed parts at their placeholders.

A fixed part ends where a placeholder is drawn, or, on a line that placeholders share with fixed texts, at the x
coordinate of a fixed text: that depends on how long the participant's texts on the line are.
"""

from dataclasses import dataclass, replace

from worksheets.pdf.content_stream import TextRun

from .placeholders import number_of
from .renderings import MCID, PagePlaceholder, PageStream


@dataclass(frozen=True, slots=True)
class SharedText:
    """A fixed text on a line that it shares with placeholders."""

    number: int
    """The first placeholder on the line."""
    index: int
    """The index of the fixed text among all texts of the line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A fixed part of a content stream, and the variable part after it: a placeholder, an x coordinate, or none."""

    fixed: bytes
    number: int = -1
    """The placeholder that follows; -1 for none."""
    runs: tuple[TextRun, ...] = ()
    """The text runs that are the placeholder's lines."""
    shared_text: SharedText | None = None
    """The text whose x coordinate follows."""

    def is_followed_like(self, other: "Segment") -> bool:
        """Return True if the same follows the fixed part of another rendering's segment."""
        return (self.number, self.shared_text) == (other.number, other.shared_text)

    @property
    def unnumbered(self) -> bytes:
        """The fixed part without the numbers of marked content, which depend on what is marked before it."""
        return MCID.sub(b"", self.fixed)


def segments(content: PageStream) -> list[Segment]:
    """Return a content stream as segments; nothing follows the last one."""
    stream, shared_texts = content.stream, _shared_texts(content)
    done: list[Segment] = []
    end = 0
    for index, run in enumerate(stream.runs):
        number = number_of(run)
        if number >= 0 and done and number == done[-1].number and end == run.start:
            done[-1] = replace(done[-1], runs=(*done[-1].runs, run))
            end = run.end
        elif number >= 0:
            done.append(Segment(stream.data[end : run.start], number, (run,)))
            end = run.end
        elif index in shared_texts:
            x_start, x_end = run.x_span
            done.append(Segment(stream.data[end:x_start], shared_text=shared_texts[index]))
            end = x_end
    return [*done, Segment(stream.data[end:])]


def _shared_texts(content: PageStream) -> dict[int, SharedText]:
    """Return the fixed texts on lines with placeholders, by the indexes of their runs."""
    shared_texts: dict[int, SharedText] = {}
    for run_index, run in enumerate(content.stream.runs):
        line = content.rendering.first_lines.get(PagePlaceholder(content.page, number_of(run)))
        numbers = [text.number for text in line.texts] if line else []
        first = next((number for number in numbers if number >= 0), -1)
        if line and number_of(run) == first:
            start = run_index - numbers.index(first)
            fixed = [index for index, number in enumerate(numbers) if number < 0]
            shared_texts |= {start + index: SharedText(first, index) for index in fixed}
    return shared_texts
