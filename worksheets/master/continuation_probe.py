"""What goes on overleaf, seen on proofs: how its titles and texts are drawn, and what moves with them on its leaves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pikepdf import Object

from worksheets.compose.page_data import REST
from worksheets.compose.templates import compose
from worksheets.course.layout import NORMAL, Layout
from worksheets.errors import UnsettableError, _
from worksheets.merge.model import Item, Look, More, Overleaf
from worksheets.merge.questions import Key
from worksheets.pdf.content_stream import NEAR, NUMBER, Drawn, Run, owners_of
from worksheets.pdf.typeset import lay_out
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS

from .box_tree import Paragraph, has_slot
from .placeholders import Samples, stand_in
from .renderings import PLAIN, Fillings, Proof, StandIn

_MANY = (150, 141)
"""Lines that more than one leaf takes, so that on the last there is room for more."""
_FEW = 3
_ALPHA = re.compile(rb"^/\S+ gs\n", re.MULTILINE)
_EXACT = 1e-5


@dataclass(frozen=True, slots=True)
class Opened:
    """A leaf of a proof: what is drawn before and after the lines that go on, and their runs."""

    paragraph: Paragraph
    before: bytes
    runs: Sequence[Run]
    after: bytes

    @property
    def titles(self) -> int:
        """How many of the runs are the title's."""
        return int(self.paragraph.title is not None)

    @property
    def end(self) -> float:
        """Where the lines end."""
        return self.paragraph.tops[-1] + self.paragraph.pitch


def opened(proof: Proof, page: int, stream: Drawn) -> Opened | None:
    """Return a stream as a leaf; None when nothing goes on there."""
    keys = proof.samples.keys
    own = [at for at, run in enumerate(stream.runs) if run.number is not None and keys[run.number][1] == REST]
    if not own:
        return None
    number = stream.runs[own[0]].number
    paragraph = next((one for one in proof.paragraphs if (one.page, one.number) == (page, number)), None)
    if paragraph is None or not paragraph.usual or len(own) != len(paragraph.tops):
        raise UnsettableError(_("a page that goes on in another way"))
    runs = stream.runs[own[0] - (paragraph.title is not None) : own[-1] + 1]
    return Opened(paragraph, stream.data[: runs[0].start], runs, stream.data[runs[-1].end :])


def moving(first: bytes, second: bytes, leaf: int, ends: tuple[float, float]) -> Iterator[Item]:
    """Cut what is drawn on a leaf at the numbers that move with its lines, which end elsewhere in a second proof."""
    ours, theirs = NUMBER.split(first), NUMBER.split(second)
    if len(ours) != len(theirs):
        raise UnsettableError(_("a page that goes on in another way"))
    fixed: list[bytes] = []
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        is_mark = place % 2 and ours[place - 1].endswith(b"/MCID ")
        if one == other or is_mark:
            fixed.append(one)
        elif place % 2 and abs(float(other) - float(one) - (ends[1] - ends[0])) < _EXACT:
            yield Item(b"".join(fixed), leaf=leaf, moved=float(one) - ends[0])
            fixed = []
        else:
            raise UnsettableError(_("a page that goes on in another way"))
    yield Item(b"".join(fixed))


def measured(page: str, real: Fillings, keys: list[Key], going: Sequence[Key]) -> Overleaf:
    """Return how what goes on from the slots of a page is drawn, without its leaves.

    It is seen on a proof on which the first slot's text takes more than a leaf, and the second's follows it.
    """
    for many in _MANY:
        onward = dict(zip(going, (many, _FEW), strict=False))
        proof = Proof([page], Samples(real, PLAIN, keys, onward=onward))
        found = [one for one in proof.paragraphs if keys[one.number][1] == REST]
        parts = [one for one in found if one.number == found[0].number]
        if len(parts) > 1 and found[-1].page == parts[-1].page and all(one.usual for one in found):
            return _measured(proof, parts, found[-1], going, real().label(going[0][0]))
    raise UnsettableError(_("a page that goes on in another way"))


def _measured(proof: Proof, parts: Sequence[Paragraph], last: Paragraph, going: Sequence[Key], label: str) -> Overleaf:
    first, under = parts[0], parts[-1]
    title, text = _runs(proof, first)
    other, _text = _runs(proof, last)
    _none, after = _runs(proof, under)
    if title is None or title.text != label:
        raise UnsettableError(_("a page that goes on in another way"))
    begins, title = (first, title) if other is None else (last, other)
    inner = _element(proof, first.page, text)
    alpha = b"".join(_ALPHA.findall(after.state))
    kinds = (_element(proof, begins.page, title).S, inner.P.S, inner.S)
    return Overleaf(
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


def _runs(proof: Proof, paragraph: Paragraph) -> tuple[Run | None, Run]:
    """Return the run of a paragraph's title, if it has one, and the first of its own."""
    for _page, stream in (one for one in proof.streams() if one[0] == paragraph.page):
        for at, run in enumerate(stream.runs):
            if run.number == paragraph.number:
                return stream.runs[at - 1] if paragraph.title is not None else None, run
    raise UnsettableError(_("a page that goes on in another way"))


def _look(run: Run, top: float, pitch: float, alpha: bytes) -> Look:
    state = alpha + _ALPHA.sub(b"", run.state)
    return Look(b"", state, run.font, run.point, round(float(run.point) * UNITS), run.y - top, pitch)


def _element(proof: Proof, page: int, run: Run) -> Object:
    """Return the structure element around a run."""
    found: Object = owners_of(proof.book, proof.book.pages[page].obj)[run.mark].P
    return found


def more(proof: Proof, number: int, look: Look) -> More | None:
    """Return what stands after a stand-in whose text goes on, on a proof where it does; None when that is not plain."""
    for _page, stream in proof.streams():
        for run, after in pairwise(stream.runs):
            if run.number == number and after.start == run.end and after.number is None:
                if abs(run.y - look.y) > NEAR or (run.font, run.point) != (look.font, look.point):
                    return None
                kind = owners_of(proof.book, stream.page)[after.mark].P.S
                below = after.y - run.y
                drawn = after.state, after.font, after.point, after.x
                return More(str(kind).encode(), *drawn, below, after.glyphs, after.text)
    return None


@dataclass(frozen=True, slots=True)
class Turn:
    """What goes on from a page: how it is drawn, and on how many leaves."""

    overleaf: Overleaf
    leaves: int

    @property
    def lines(self) -> tuple[int, int]:
        """Two numbers of lines that a text may have to take so many leaves: with few on the last, or to its end."""
        one = self.overleaf
        first, others = (int((one.limit - top) / one.text.pitch) for top in (one.start + one.title.pitch, one.top))
        if one.bare:
            whole = first + (self.leaves - 1) * others
            return whole, whole - 1
        few = _FEW + (first + (self.leaves - 2) * others if self.leaves > 1 else 0)
        return few, few + 1


def leaf_count(page: str, filling: Fillings) -> tuple[int, bool]:
    """Return on how many of the typesetter's pages something goes on from a page, and whether a bare one follows."""
    one = filling()
    document = lay_out(compose([page], filling), one.layout, one.course.folder)
    leaves = [has_slot(found, REST) for found in document.pages]
    return sum(leaves), not leaves[-1]


def going_on(layout: Layout) -> StandIn:
    """Give stand-ins of texts that go on, where that can be."""

    def give(number: int, key: Key) -> Fit:
        step = layout.last_step(key[1])
        return replace(stand_in(number, step, 1), rest="–") if step else stand_in(number, NORMAL, 1)

    return give
