"""What goes on continuation, seen on renderings: how its titles and texts are drawn, and what moves with them on its continuation_pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pikepdf import Object

from worksheets.compose.page_data import REST
from worksheets.compose.templates import compose
from worksheets.course.layout import NORMAL, Layout
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.model import ContentItem, Continuation, ContinuationNote, TextStyle
from worksheets.merge.questions import SlotKey
from worksheets.pdf.content_stream import NEAR, NUMBER, ContentStream, TextRun, marked_content_owners
from worksheets.pdf.typeset import lay_out
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS

from .box_tree import Paragraph, has_slot
from .placeholders import PlaceholderData, placeholder
from .renderings import PLAIN, PageDataFactory, PlaceholderChoice, Rendering

_MANY = (150, 141)
"""Lines that more than one continuation_page takes, so that on the last there is room for more."""
_FEW = 3
_ALPHA = re.compile(rb"^/\S+ gs\n", re.MULTILINE)
_EXACT = 1e-5


@dataclass(frozen=True, slots=True)
class RenderedContinuation:
    """A continuation_page of a rendering: what is drawn before and after the lines that go on, and their runs."""

    paragraph: Paragraph
    before: bytes
    runs: Sequence[TextRun]
    after: bytes

    @property
    def titles(self) -> int:
        """How many of the runs are the title's."""
        return int(self.paragraph.title is not None)

    @property
    def end(self) -> float:
        """Where the lines end."""
        return self.paragraph.tops[-1] + self.paragraph.pitch


def rendered_continuation(rendering: Rendering, page: int, stream: ContentStream) -> RenderedContinuation | None:
    """Return a stream as a continuation_page; None when nothing goes on there."""
    keys = rendering.placeholders.keys
    own = [at for at, run in enumerate(stream.runs) if run.number is not None and keys[run.number][1] == REST]
    if not own:
        return None
    number = stream.runs[own[0]].number
    paragraph = next((one for one in rendering.paragraphs if (one.page, one.number) == (page, number)), None)
    if paragraph is None or not paragraph.usual or len(own) != len(paragraph.tops):
        raise NeedsTypesetterError(_("a page that goes on in another way"))
    runs = stream.runs[own[0] - (paragraph.title is not None) : own[-1] + 1]
    return RenderedContinuation(paragraph, stream.data[: runs[0].start], runs, stream.data[runs[-1].end :])


def moving(first: bytes, second: bytes, continuation_page: int, ends: tuple[float, float]) -> Iterator[ContentItem]:
    """Cut what is drawn on a continuation_page at the numbers that move with its lines, which end elsewhere in a second rendering."""
    ours, theirs = NUMBER.split(first), NUMBER.split(second)
    if len(ours) != len(theirs):
        raise NeedsTypesetterError(_("a page that goes on in another way"))
    fixed: list[bytes] = []
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        is_mark = place % 2 and ours[place - 1].endswith(b"/MCID ")
        if one == other or is_mark:
            fixed.append(one)
        elif place % 2 and abs(float(other) - float(one) - (ends[1] - ends[0])) < _EXACT:
            yield ContentItem(b"".join(fixed), continuation_page=continuation_page, moved=float(one) - ends[0])
            fixed = []
        else:
            raise NeedsTypesetterError(_("a page that goes on in another way"))
    yield ContentItem(b"".join(fixed))


def measured(page: str, real: PageDataFactory, keys: list[SlotKey], going: Sequence[SlotKey]) -> Continuation:
    """Return how what goes on from the slots of a page is drawn, without its continuation_pages.

    It is seen on a rendering on which the first slot's text takes more than a continuation_page, and the second's follows it.
    """
    for many in _MANY:
        onward = dict(zip(going, (many, _FEW), strict=False))
        rendering = Rendering([page], PlaceholderData(real, PLAIN, keys, onward=onward))
        found = [one for one in rendering.paragraphs if keys[one.number][1] == REST]
        parts = [one for one in found if one.number == found[0].number]
        if len(parts) > 1 and found[-1].page == parts[-1].page and all(one.usual for one in found):
            return _measured(rendering, parts, found[-1], going, real().label(going[0][0]))
    raise NeedsTypesetterError(_("a page that goes on in another way"))


def _measured(
    rendering: Rendering, parts: Sequence[Paragraph], last: Paragraph, going: Sequence[SlotKey], label: str
) -> Continuation:
    first, under = parts[0], parts[-1]
    title, text = _runs(rendering, first)
    other, _text = _runs(rendering, last)
    _none, after = _runs(rendering, under)
    if title is None or title.text != label:
        raise NeedsTypesetterError(_("a page that goes on in another way"))
    begins, title = (first, title) if other is None else (last, other)
    inner = _element(rendering, first.page, text)
    alpha = b"".join(_ALPHA.findall(after.state))
    kinds = (_element(rendering, begins.page, title).S, inner.P.S, inner.S)
    return Continuation(
        keys=tuple(going),
        kinds=tuple(str(kind).encode() for kind in kinds),
        title=_look(title, begins.title or 0.0, first.title_pitch, alpha),
        text=_look(after, under.tops[0], first.pitch, alpha),
        left=first.left,
        title_width=first.title_width,
        text_width=first.width,
        gap=0.0 if begins is first else (last.title or 0.0) - under.tops[-1] - under.pitch,
        start=first.title or 0.0,
        top=under.tops[0],
        limit=first.limit,
        foot=last.foot,
    )


def _runs(rendering: Rendering, paragraph: Paragraph) -> tuple[TextRun | None, TextRun]:
    """Return the run of a paragraph's title, if it has one, and the first of its own."""
    for _page, stream in (one for one in rendering.streams() if one[0] == paragraph.page):
        for at, run in enumerate(stream.runs):
            if run.number == paragraph.number:
                return stream.runs[at - 1] if paragraph.title is not None else None, run
    raise NeedsTypesetterError(_("a page that goes on in another way"))


def _look(run: TextRun, top: float, pitch: float, alpha: bytes) -> TextStyle:
    state = alpha + _ALPHA.sub(b"", run.state)
    return TextStyle(b"", state, run.font, run.point, round(float(run.point) * UNITS), run.y - top, pitch)


def _element(rendering: Rendering, page: int, run: TextRun) -> Object:
    """Return the structure element around a run."""
    found: Object = marked_content_owners(rendering.book, rendering.book.pages[page].obj)[run.mark].P
    return found


def more(rendering: Rendering, number: int, style: TextStyle) -> ContinuationNote | None:
    """Return what stands after a placeholder whose text goes on, on a rendering where it does; None when that is not plain."""
    for _page, stream in rendering.streams():
        for run, after in pairwise(stream.runs):
            if run.number == number and after.start == run.end and after.number is None:
                if abs(run.y - style.y) > NEAR or (run.font, run.point) != (style.font, style.point):
                    return None
                kind = marked_content_owners(rendering.book, stream.page)[after.mark].P.S
                below = after.y - run.y
                drawn = after.state, after.font, after.point, after.x
                return ContinuationNote(str(kind).encode(), *drawn, below, after.glyphs, after.text)
    return None


@dataclass(frozen=True, slots=True)
class PageContinuation:
    """What goes on from a page: how it is drawn, and on how many continuation_pages."""

    continuation: Continuation
    continuation_pages: int

    @property
    def lines(self) -> tuple[int, int]:
        """Two numbers of lines that a text may have to take so many continuation_pages: with few on the last, or to its end."""
        one = self.continuation
        first, others = (int((one.limit - top) / one.text.pitch) for top in (one.start + one.title.pitch, one.top))
        if one.bare:
            whole = first + (self.continuation_pages - 1) * others
            return whole, whole - 1
        few = _FEW + (first + (self.continuation_pages - 2) * others if self.continuation_pages > 1 else 0)
        return few, few + 1


def leaf_count(page: str, filling: PageDataFactory) -> tuple[int, bool]:
    """Return on how many of the typesetter's pages something goes on from a page, and whether a bare one follows."""
    one = filling()
    document = lay_out(compose([page], filling), one.layout, one.course.folder)
    continuation_pages = [has_slot(found, REST) for found in document.pages]
    return sum(continuation_pages), not continuation_pages[-1]


def going_on(layout: Layout) -> PlaceholderChoice:
    """Give placeholders of texts that go on, where that can be."""

    def give(number: int, key: SlotKey) -> Fit:
        step = layout.last_step(key[1])
        return replace(placeholder(number, step, 1), rest="–") if step else placeholder(number, NORMAL, 1)

    return give
