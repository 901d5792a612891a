"""Plates made: a handout typeset with stand-ins in its slots, and taken apart into what is fixed and what is open.

It is typeset three times: with every slot in one line; with the slots that can be set small set so, and the first of
each group in two lines; with the others in two lines. How a slot's step and lines change its pages is read off the
differences. Where a slot changes anything else, there is no plate, and the typesetter sets each handout as before.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from math import inf

import pikepdf
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .bind import bind
from .boxes import Standing, standing
from .compose import compose
from .drawing import NEAR, Digests, Drawn, Run, drawn, letters_in
from .filling import HEAD, Filling
from .fit import Fit
from .fonts import BOLD, REGULAR, letters_of, shaping_font
from .plate import Content, FixedStream, Item, Look, Marks, Plate, Row, Said, Spot, Type
from .press import Press
from .sample import SPOKEN, STAND_IN, Key, Question, Samples, stand_in
from .setting import UNITS, Face, UnsettableError
from .typeset import draw, lay_out

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""What is written in Latin letters: punctuation and money too."""
_LIGATURES = "ff ffi fft ft tt fj"
_PROSE = [
    "Työnhakuvalmennuksessa",
    "laadittu",
    "verkostokartta",
    "auttaa:",
    "soita,",
    "kysy",
    "ja",
    "kiitä!",
    "Ystävät",
    "(ja",
    "naapurit)",
    "tietävät",
    "avoimista",
    "paikoista.",
    "Äitiysloman",
    "jälkeen",
    "Åsa",
    "löysi",
    "TE-palveluista",
    "14.1.2026",
    "ohjaajan,",
    "joka",
    "tunsi",
    "”piilotyöpaikat”.",
]
_LENGTHS = (16, 9, 5, 2, 1)
_LONG = 2000
"""Bytes of a stretch of content that is worth a stream of its own."""
_MARK_NUMBER = re.compile(rb"/MCID \d+")
_NORMAL, _SMALL = "normal", "small"

Fillings = Callable[[], Filling]
StandIn = Callable[[int, Key], Fit]
"""Gives what stands for a slot in a place."""


class _Proof:
    """The handout with stand-ins in one state: where they lie and how they are drawn."""

    def __init__(
        self, pages: Sequence[str], real: Fillings, keys: list[Key], stand_in: StandIn, letters: str = ""
    ) -> None:
        self.samples = Samples(real, stand_in, keys)
        html = compose(pages, self.samples)
        filling = real()
        self.folder, self.layout = filling.course.folder, filling.layout
        document = lay_out(html, self.layout, self.folder)
        self.standing = standing(document.pages)
        specimen = [lay_out(_specimen(letters, filling.course.language), self.layout, self.folder)] if letters else []
        pdf = _cut_off(draw(document, *specimen), len(document.pages)) if letters else draw(document)
        self.book = pikepdf.open(BytesIO(bind(pdf)))
        self.digests: Digests = {}
        self.pages = drawn(self.book, self.digests)

    @cached_property
    def by_number(self) -> dict[tuple[int, int], Standing]:
        """Where each stand-in's first line lies, by its page and number."""
        return {(one.page, one.number): one for one in self.standing if not one.line}

    @cached_property
    def bodies(self) -> list[tuple[int, Drawn]]:
        """The streams with stand-ins that are not in the pages' heads."""
        return [(page, stream) for page, stream in self.streams() if _is_body(stream)]

    def streams(self) -> Iterator[tuple[int, Drawn]]:
        """Yield each stream of the pages' contents with its page."""
        for number, streams in enumerate(self.pages):
            for stream in streams:
                yield number, stream


def _body_of(page: Sequence[Drawn]) -> list[Run]:
    """Return the runs of a page that are not in its head."""
    return [run for stream in page for run in stream.runs if run.mark is not None]


def _is_body(stream: Drawn) -> bool:
    return any(run.number is not None and run.mark is not None for run in stream.runs)


def _in_state(choose: Callable[[int], tuple[str, int]]) -> StandIn:
    """Give stand-ins in the steps and lines that are chosen; those in heads and titles in one line."""
    return lambda number, key: stand_in(number, *((_NORMAL, 1) if key[1] in (SPOKEN, HEAD) else choose(number)))


def _specimen(letters: str, language: str) -> str:
    """Return a document with all the letters in both weights."""
    told = f"{letters} {_LIGATURES}".replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<html lang="{language}"><title>{language}</title><body>'
        f'<p style="font-weight: 400; hyphens: manual">{told}<p style="font-weight: 700; hyphens: manual">{told}'
    )


def _cut_off(pdf: bytes, count: int) -> bytes:
    """Return a PDF's first pages; the fonts keep what stands on the others."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        more = {page.obj.objgen for page in list(book.pages)[count:]}
        tree = book.Root.StructTreeRoot
        tree.K[0].K = Array([part for part in tree.K[0].K if part.Pg.objgen not in more])
        numbers = list(tree.ParentTree.Nums)
        kept = [at for at in range(0, len(numbers), 2) if at < 2 * count or not isinstance(numbers[at + 1], Array)]
        tree.ParentTree.Nums = Array([thing for at in kept for thing in numbers[at : at + 2]])
        del book.pages[count:]
        book.save(out)
    return out.getvalue()


class Etcher:
    """Makes the plates of one edition. What it has found out of a page serves for all plates that have the page so."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = pages
        self._keys: list[Key] = []
        self._proved: set[int] = set()
        self._sides: dict[tuple[str, tuple[tuple[Question, int], ...]], _Side] = {}

    def etch(self, real: Fillings) -> Plate:
        """Return the plate for a participant: it serves for all of whom the templates would ask the same.

        ``real`` gives fillings with the participant's data, of which only the answers to questions come onto the plate.
        Raises UnsettableError when a slot changes more than its own place.
        """
        letters = letters_of(REGULAR, _LATIN)
        first = _Proof(self.pages, real, self._keys, _in_state(lambda _number: (_NORMAL, 1)), letters)
        plan = _Plan(first, real())
        sides = [self._side(place, first, plan, real) for place in range(len(self.pages))]
        etching = _Etching(first, sides, plan)
        made = _Stock(etching, real().course.language).plate(letters)
        self._prove(made, etching, real)
        return made

    def _side(self, place: int, first: _Proof, plan: "_Plan", real: Fillings) -> "_Side | None":
        """Return the other proofs of a page; None when nothing of a participant is on it."""
        numbers = first.samples.given[place]
        if all(self._keys[number][1] == SPOKEN for number in numbers):
            return None
        page = self.pages[place]
        sort = page, tuple(sorted(first.samples.asked[place].items()))
        if sort not in self._sides:
            second, third = (_Proof([page], real, self._keys, _in_state(state)) for state in (plan.second, plan.third))
            self._sides[sort] = _Side(page, frozenset(numbers), second, third)
        return self._sides[sort]

    def _prove(self, made: Plate, etching: "_Etching", real: Fillings) -> None:
        """Press prose, and hold it against what the typesetter makes of the same. Raises UnsettableError."""
        press = Press(made)
        chosen = {key: text for number, spot in enumerate(made.spots) for key, text in [_prose(number, spot, press)]}
        samples = Samples(real, lambda _number, key: chosen.get(key, Fit(_NORMAL, "Nimi")), self._keys)
        with pikepdf.open(BytesIO(press.handout(samples()))) as book:
            pages = drawn(book)
        unproved = [side for side in etching.sides if id(side) not in self._proved]
        proofs = {id(side): _Proof([side.page], real, self._keys, samples.stand_in) for side in unproved}
        for side, (page, _stream), (there, _other) in etching.pairs:
            if id(side) in self._proved:
                continue
            pressed, typeset = _body_of(pages[page]), _body_of(proofs[id(side)].pages[there])
            if len(pressed) != len(typeset) or not all(map(Run.is_like, pressed, typeset)):
                raise UnsettableError("pressed, a page is not as it is typeset")
        self._proved |= proofs.keys()


def _prose(number: int, spot: Spot, press: Press) -> tuple[Key, Fit]:
    """Return a text for a spot: as long as can be there, or shorter, or none."""
    words = _PROSE[number % len(_PROSE) :] + _PROSE[: number % len(_PROSE)]
    steps = list(spot.looks)
    for count in _LENGTHS[number % len(_LENGTHS) :]:
        fitted = Fit(steps[number % len(steps)], " ".join(words[:count]))
        if spot.row < 0 and press.holds(spot, fitted):
            return (spot.path, spot.place), fitted
    return (spot.path, spot.place), Fit(_NORMAL, words[0] if spot.row >= 0 or not spot.room else "")


@dataclass(frozen=True, slots=True)
class _Side:
    """A page by itself, with its stand-ins in other states than the first proof has them."""

    page: str
    numbers: frozenset[int]
    second: _Proof
    third: _Proof


class _Plan:
    """Which stand-ins are grouped, and what each is in the second and the third proof."""

    def __init__(self, proof: _Proof, filling: Filling) -> None:
        self.first = {one.number: one for one in reversed(proof.standing)}
        self.keys = proof.samples.keys
        self.groups: dict[tuple[int, int], list[int]] = {}
        for one in proof.standing:
            if not one.inline:
                self.groups.setdefault((one.page, one.group), []).append(one.number)
        self.rank = {number: (rank, len(group)) for group in self.groups.values() for rank, number in enumerate(group)}
        self.layout = filling.layout
        if any(len(group) > 2 for group in self.groups.values()):  # noqa: PLR2004
            raise UnsettableError("three slots under one another")

    def second(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a stand-in in the second proof."""
        rank, size = self.rank.get(number, (0, 1))
        if size > 1:
            return _NORMAL, 1 + (rank == 0 and self._grows(number))
        return (_SMALL, 1) if self.can_be_small(number) else (_NORMAL, 1)

    def third(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a stand-in in the third proof."""
        rank, size = self.rank.get(number, (-1, 1))
        return _NORMAL, 1 + (rank == size - 1 and self._grows(number))

    def _grows(self, number: int) -> bool:
        return self.first[number].room >= 2 * self.first[number].pitch

    def can_be_small(self, number: int) -> bool:
        """Tell whether a stand-in's place has a second step, and nothing else on its line would take it too."""
        place = self.keys[number][1]
        return f"{place}-small" in self.layout.numbers and len(self.first[number].pieces) == 1


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What a stream draws before a place that is open, and what stands there."""

    fixed: bytes
    number: int = -1
    """The stand-in that is there; -1 for none."""
    runs: tuple[Run, ...] = ()
    """Its lines."""
    piece: tuple[int, int] | None = None
    """Or the first stand-in of a line that texts share, and which of them it is: only where it begins is open."""

    @property
    def place(self) -> tuple[int, tuple[int, int] | None]:
        return self.number, self.piece

    @property
    def bare(self) -> bytes:
        """What is fixed, without the numbers of marked content, which depend on how much was marked before."""
        return _MARK_NUMBER.sub(b"", self.fixed)


def _stretches(proof: _Proof, page: int, stream: Drawn) -> list[_Stretch]:
    """Cut a stream where stand-ins are, and where what shares a line with them begins."""
    pieces = dict(_pieces(proof, page, stream))
    found: list[_Stretch] = []
    at = 0
    for index, run in enumerate(stream.runs):
        if run.number is not None and found and run.number == found[-1].number and at == run.start:
            found[-1] = replace(found[-1], runs=(*found[-1].runs, run))
            at = run.end
        elif run.number is not None:
            found.append(_Stretch(stream.data[at : run.start], run.number, (run,)))
            at = run.end
        elif index in pieces:
            start, end = run.at_x
            found.append(_Stretch(stream.data[at:start], piece=pieces[index]))
            at = end
    return [*found, _Stretch(stream.data[at:])]


def _pieces(proof: _Proof, page: int, stream: Drawn) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the runs, by their places, that share a line with stand-ins and are the same for everybody."""
    for index, run in enumerate(stream.runs):
        one = proof.by_number.get((page, run.number)) if run.number is not None else None
        numbers = [piece.number for piece in one.pieces] if one else []
        if one and numbers and run.number == next(number for number in numbers if number is not None):
            start = index - numbers.index(run.number)
            yield from ((start + at, (run.number, at)) for at, number in enumerate(numbers) if number is None)


@dataclass(frozen=True, slots=True)
class _Same:
    """A stretch in the three proofs, and where the second has it."""

    stretches: tuple[_Stretch, ...]
    second: _Proof
    page: int


class _Etching:
    """Reads off the proofs what is open, and how."""

    def __init__(self, first: _Proof, sides: Sequence[_Side | None], plan: _Plan) -> None:
        self.first, self.plan = first, plan
        self.sides = [side for side in sides if side]
        self.spots: list[Spot] = []
        self.rows: list[Row] = []
        self.opened: list[tuple[Drawn, Run]] = []
        """Where each spot is drawn in the first proof."""
        self.at: dict[tuple[int, int], int] = {}
        """The spots by their pages and stand-ins."""
        self.contents: list[tuple[Drawn, tuple[Item, ...]]] = []
        self.pairs: list[tuple[_Side, tuple[int, Drawn], tuple[int, Drawn]]] = []
        """The streams of the first proof that are in another one too."""
        waiting = {id(side): zip(side.second.bodies, side.third.bodies, strict=True) for side in self.sides}
        for page, stream in first.streams():
            same = [(first, page, stream)] * 3
            if _is_body(stream):
                side = self._side_of(stream)
                second, third = next(waiting[id(side)], (None, None))
                if second is None or third is None:
                    raise UnsettableError("a page by itself is not as among others")
                same[1:] = (side.second, *second), (side.third, *third)
                self.pairs.append((side, (page, stream), second))
            self._take(page, stream, same)

    def _side_of(self, stream: Drawn) -> _Side:
        number = next(run.number for run in stream.runs if run.number is not None and run.mark is not None)
        return next(side for side in self.sides if number in side.numbers)

    def _take(self, page: int, stream: Drawn, same: Sequence[tuple[_Proof, int, Drawn]]) -> None:
        """Take a stream apart, by what it is in three proofs."""
        cut = [_stretches(*one) for one in same]
        if len(cut[0]) > 1:
            self._number(page, cut[0], stream)
            second, where, _stream = same[1]
            items = (self._item(page, _Same(one, second, where)) for one in zip(*cut, strict=True))
            self.contents.append((stream, tuple(items)))

    def _number(self, page: int, stretches: Sequence[_Stretch], stream: Drawn) -> None:
        """Give each stand-in of a stream a spot, and each line that texts share a row."""
        for one in stretches:
            if one.number >= 0:
                if (page, one.number) in self.at:
                    raise UnsettableError("a slot stands twice on a page")
                self.at[page, one.number] = len(self.at)
                self.opened.append((stream, one.runs[0]))
        for one in stretches:
            standing = self.first.by_number.get((page, one.number))
            numbers = [piece.number for piece in standing.pieces if piece.number is not None] if standing else []
            if standing and len(standing.pieces) > 1 and one.number == numbers[0]:
                pieces = [(-1 if p.number is None else self.at[page, p.number], p.width) for p in standing.pieces]
                self.rows.append(Row(standing.left, standing.width, standing.align, tuple(pieces)))

    def _item(self, page: int, same: _Same) -> Item:
        """Return a stretch that is the same for everybody, and what follows it."""
        first, second, third = same.stretches
        if not first.place == second.place == third.place or first.bare != third.bare:
            raise UnsettableError("a slot changes what is around it")
        differs = first.bare != second.bare
        if first.number < 0:
            if differs:
                raise UnsettableError("a slot’s size changes what is after it")
            return Item(first.fixed, *self._piece(page, first))
        spot = self.at[page, first.number]
        self.spots.append(self._spot(page, same, own=differs))
        return Item(b"" if differs else first.fixed, spot)

    def _piece(self, page: int, stretch: _Stretch) -> tuple[int, int, int]:
        if stretch.piece is None:
            return -1, -1, 0
        number, piece = stretch.piece
        return -1, self._row_of(self.at[page, number]), piece

    def _row_of(self, spot: int) -> int:
        """Return the row that a spot is in; -1 when it shares its line with nothing."""
        rows = (at for at, row in enumerate(self.rows) if any(spot == other for other, _width in row.pieces))
        return next(rows, -1)

    def _spot(self, page: int, same: _Same, *, own: bool) -> Spot:
        first, second, third = same.stretches
        number = first.number
        stands, small = self.first.by_number[page, number], same.second.by_number[same.page, number]
        if not stands.usual or stands.align == inf:
            raise UnsettableError("a slot’s style")
        is_small = self.plan.second(number)[0] == _SMALL
        if own and not is_small:
            raise UnsettableError("a slot’s lines change what is around it")
        normal = _look(first.runs[0], stands, first.fixed if own else b"")
        looks = {_NORMAL: normal}
        if is_small and not self._shifts(page, first, second, third):
            before = _with_marks_of(first.fixed, second.fixed) if own else b""
            looks[_SMALL] = _look(second.runs[0], small, before)
        path, place = self.plan.keys[number]
        return Spot(
            path=path,
            place=place,
            left=stands.left,
            width=stands.width,
            align=stands.align,
            room=stands.room,
            group=tuple(self.at[page, other] for other in self._group(page, number)),
            shifts=self._shifts(page, first, second, third),
            inline=stands.inline,
            row=self._row_of(self.at[page, number]),
            looks=looks,
            element=0,
            begins=b"",
            page=0,
        )

    def _group(self, page: int, number: int) -> list[int]:
        """Return the stand-ins that lie under one another with one, itself too."""
        return self.plan.groups.get((page, self.first.by_number[page, number].group), [number])

    def _shifts(self, page: int, *same: _Stretch) -> tuple[tuple[int, float], ...]:
        """Return how far a second line of the spots of a group, this one’s too, moves a spot down."""
        number = same[0].number
        group = self._group(page, number)
        found = []
        for rank, other in enumerate(group):
            # Of a group of two the second proof has two lines in the first, the third in the second.
            proof = 1 if len(group) > 1 and rank == 0 else 2
            by = same[proof].runs[0].y - same[0].runs[0].y
            if abs(by) > NEAR:
                found.append((self.at[page, other], by))
        return tuple(found)


def _look(run: Run, stands: Standing, before: bytes) -> Look:
    size = round(float(run.point) * UNITS)
    return Look(before, run.state, run.font, run.point, size, run.y, stands.pitch)


def _with_marks_of(first: bytes, second: bytes) -> bytes:
    """Return the second stretch with the numbers of marked content of the first, whose objects the plate has."""
    numbers = _MARK_NUMBER.findall(first)
    if len(numbers) != len(_MARK_NUMBER.findall(second)):
        raise UnsettableError("a slot’s size changes what is around it")
    waiting = iter(numbers)
    return _MARK_NUMBER.sub(lambda _found: next(waiting), second)


class _Stock:
    """The objects of the first proof, numbered anew: those that are the same for everybody, and the open ones."""

    def __init__(self, etching: _Etching, language: str) -> None:
        self.etching = etching
        self.language = language
        self.book = etching.first.book
        self.fonts = {str(name)[1:]: font for name, font in self.book.pages[0].obj.Resources.Font.items()}
        self.spoken = {n: path for n, (path, place) in enumerate(etching.plan.keys) if place == SPOKEN}
        self.elements = [self._open_element(stream, run) for stream, run in etching.opened]
        self.owners = self._open_owners()
        self._take_over()
        for _page, stream in etching.first.streams():
            stream.stream.write(stream.data)
        self.contents = [(stream, self._apart(stream, items)) for stream, items in etching.contents]
        self._share_groups()
        self.numbers = self._numbered()

    def _apart(self, stream: Drawn, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Make a long beginning of a stream one of its own, so that it need not be compressed for each participant."""
        beginning = items[0].fixed
        if len(beginning) < _LONG:
            return items
        contents = stream.page.Contents
        streams = list(contents) if isinstance(contents, Array) else [contents]
        at = [one.objgen for one in streams].index(stream.stream.objgen)
        stream.page.Contents = Array([*streams[:at], self.book.make_stream(beginning), *streams[at:]])
        return (structs.replace(items[0], fixed=b""), *items[1:])

    def _share_groups(self) -> None:
        """Make the groups of transparency, which all say the same, objects that drawings share."""
        shared: dict[bytes, Object] = {}
        for thing in _reached(self.book):
            if isinstance(thing, pikepdf.Stream) and "/Group" in thing:
                thing.Group = shared.setdefault(thing.Group.unparse(), self.book.make_indirect(thing.Group))

    def _open_element(self, stream: Drawn, run: Run) -> Object | None:
        """Take a stand-in's text out of the structure; return the element that it was in."""
        if run.mark is None:
            return None
        owners = self._owners_of(stream.page)
        span = owners[run.mark]
        owners[run.mark] = None
        element = span.P
        if [kid.objgen for kid in element.K] != [span.objgen]:
            raise UnsettableError("a slot’s structure")
        element.K = Array([])
        return element

    def _owners_of(self, page: Object) -> Object:
        numbers = self.book.Root.StructTreeRoot.ParentTree.Nums
        key = int(page.StructParents)
        return next(numbers[at + 1] for at in range(0, len(numbers), 2) if int(numbers[at]) == key)

    def _open_owners(self) -> list[tuple[Object, Object]]:
        """Make the rows of the parent tree objects of their own where a page has spots; return them with the pages."""
        pages = {s.page.objgen: s.page for (s, _r), e in zip(self.etching.opened, self.elements, strict=True) if e}
        numbers = self.book.Root.StructTreeRoot.ParentTree.Nums
        found = []
        for at in range(0, len(numbers), 2):
            for page in pages.values():
                if int(numbers[at]) == int(page.StructParents):
                    numbers[at + 1] = self.book.make_indirect(numbers[at + 1])
                    found.append((numbers[at + 1], page))
        return found

    def _take_over(self) -> None:
        """Add what the second proof draws with around small texts, and the first does not know."""
        ours = self.book.pages[0].obj.Resources
        drawn = b"".join(look.before for spot in self.etching.spots for look in spot.looks.values())
        for side in self.etching.sides:
            theirs = side.second.book.pages[0].obj.Resources
            for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState"):
                wanted = {name: thing for name, thing in theirs.get(kind, {}).items() if name.encode() in drawn}
                if wanted and kind not in ours:
                    ours[kind] = Dictionary()
                for name in sorted(wanted.keys() - set(ours.get(kind, {}).keys())):
                    ours[kind][name] = self.book.copy_foreign(wanted[name])

    def _numbered(self) -> dict[tuple[int, int], int]:
        """Return the new numbers by the old: streams first, then other objects, then the open ones."""
        digests = self.etching.first.digests
        every = list(_reached(self.book))
        first = {digests.get(thing.objgen, thing.objgen): thing for thing in reversed(every)}
        reached = [thing for thing in every if first[digests.get(thing.objgen, thing.objgen)].objgen == thing.objgen]
        info = self.book.trailer.Info
        opened = {stream.stream.objgen for stream, _items in self.contents}
        opened |= {element.objgen for element in self.elements if element is not None}
        opened |= {row.objgen for row, _page in self.owners} | {self.book.Root.Metadata.objgen}
        opened |= {thing.objgen for thing in reached if _texts(thing)} | {info.objgen}
        for font in self.fonts.values():
            inner = font.DescendantFonts[0]
            opened |= {inner.objgen, inner.FontDescriptor.FontFile2.objgen, font.ToUnicode.objgen}
        fixed = [thing for thing in reached if thing.objgen not in opened]
        streams = [thing for thing in fixed if isinstance(thing, pikepdf.Stream)]
        others = [thing for thing in fixed if not isinstance(thing, pikepdf.Stream)]
        self.streams, self.others = streams, others
        self.texts = [thing for thing in reached if _texts(thing) and not isinstance(thing, pikepdf.Stream)]
        rest = [thing for thing in reached if thing.objgen in opened]
        ordered = [*streams, *others, None, *rest]  # None: the object stream that holds the others
        numbers = {thing.objgen: number for number, thing in enumerate(ordered, start=1) if thing is not None}
        same = {thing.objgen: first[digests[thing.objgen]].objgen for thing in every if thing.objgen in digests}
        return numbers | {old: numbers[new] for old, new in same.items()}

    def body(self, thing: Object) -> bytes:
        """Return an object as the plate has it."""
        return _REFERENCE.sub(self._number, thing.unparse(resolved=True))

    def _number(self, found: re.Match[bytes]) -> bytes:
        if not found["object"]:
            return b"" if found["space"] else found[0]
        return b"%d 0 R" % self.numbers[int(found["object"]), int(found["generation"])]

    def plate(self, letters: str) -> Plate:
        etching, number = self.etching, self.numbers
        spots = [
            structs.replace(spot, element=number[element.objgen], begins=self._begins(element, "/K"), page=number[stream.page.objgen])
            if element is not None else spot
            for spot, element, (stream, _run) in zip(etching.spots, self.elements, etching.opened, strict=True)
        ]  # fmt: skip
        metadata = self.book.Root.Metadata
        asked = {question: given for one in etching.first.samples.asked for question, given in one.items()}
        return Plate(
            # What a list says comes last: to answer it takes longest.
            asked=tuple((*question, asked[question]) for question in sorted(asked)),
            language=self.language,
            types=self._types(letters),
            spots=tuple(spots),
            rows=tuple(etching.rows),
            spoken=self.spoken,
            contents=tuple(Content(number[stream.stream.objgen], items) for stream, items in self.contents),
            said=tuple(_said(number[thing.objgen], self.body(thing), _texts(thing)) for thing in self.texts),
            metadata=_said_plainly(number[metadata.objgen], metadata.read_bytes().decode()),
            marks=tuple(self._marks(row, page) for row, page in self.owners),
            streams=tuple(self._stream(thing) for thing in self.streams),
            objects=tuple((number[thing.objgen], self.body(thing)) for thing in self.others),
            root=number[self.book.trailer.Root.objgen],
            info=number[self.book.trailer.Info.objgen],
            count=max(number.values()) + 1,
            pages=len(self.book.pages),
        )

    def _begins(self, thing: Object, but: str) -> bytes:
        """Return the entries of an object but for one."""
        return self.body(Dictionary({name: value for name, value in thing.items() if name != but}))[2:-2]

    def _marks(self, row: Object, page: Object) -> Marks:
        return Marks(self.numbers[row.objgen], self.numbers[page.objgen], self.body(row)[1:-1], len(row))

    def _stream(self, thing: Object) -> FixedStream:
        entries = {name: value for name, value in thing.items() if name not in ("/Length", "/DecodeParms")}
        data = thing.read_raw_bytes()
        if thing.get("/Filter", Name.FlateDecode) == Name.FlateDecode:
            data = zlib.compress(thing.read_bytes(), 9)
            entries["/Filter"] = Name.FlateDecode
        told = self.body(Dictionary(entries))[2:-2]
        return FixedStream(self.numbers[thing.objgen], told, data)

    def _types(self, letters: str) -> dict[str, Type]:
        """Return the fonts, once they are seen to shape as the typesetter’s do."""
        types = {name: self._type(font, self._used(name), letters) for name, font in self.fonts.items()}
        for spot, (_stream, run) in zip(self.etching.spots, self.etching.opened, strict=True):
            made = types[run.font]
            line = Face(made.data, spot.looks[_NORMAL].size, self.language, made.glyphs).line(run.text)
            if line.glyphs != run.glyphs:
                raise UnsettableError("a font that is shaped in another way")
        return types

    def _used(self, name: str) -> set[int]:
        """Return the glyphs of a font that stand on the pages in every handout."""
        return {
            glyph
            for _page, stream in self.etching.first.streams()
            for run in stream.runs
            if run.font == name and run.number is None
            for glyph in run.numbers
        }

    def _type(self, font: Object, used: set[int], letters: str) -> Type:
        descendant = font.DescendantFonts[0]
        told = letters_in(font)
        widths = dict(_widths(descendant.W))
        weight = BOLD if "Bold" in str(font.BaseFont) else REGULAR
        return Type(
            data=shaping_font(weight, letters, told),
            glyphs={glyph: (widths[glyph], text) for glyph, text in told.items() if glyph},
            always=tuple(sorted(used)),
            file=self.numbers[descendant.FontDescriptor.FontFile2.objgen],
            descendant=self.numbers[descendant.objgen],
            begins=self._begins(descendant, "/W"),
            unicode=self.numbers[font.ToUnicode.objgen],
        )


def _widths(told: Object) -> Iterator[tuple[int, int]]:
    """Yield the glyphs’ widths, as a font says them (ISO 32000-1, 9.7.4.3)."""
    rows = list(told)
    for first, widths in zip(rows[::2], rows[1::2], strict=True):
        yield from enumerate(map(int, widths), start=int(first))


_REFERENCE = re.compile(
    rb"""
    \( (?: [^\\()] | \\. )* \)  |  < [0-9A-Fa-f]* >               # a string, which is stepped over
    |  (?P<object> \d+ ) [ ] (?P<generation> \d+ ) [ ] R \b       # a reference
    |  (?P<space> [ ] (?= [\[\]<>/(] ) | (?<= [\[\]<>)] ) [ ] )   # a space that parts nothing
    """,
    re.DOTALL | re.VERBOSE,
)


def _reached(book: Pdf) -> Iterator[Object]:
    """Yield all objects of a file that have numbers and are used, in a fixed order."""
    if not book.trailer.Info.is_indirect:
        book.trailer.Info = book.make_indirect(book.trailer.Info)
    waiting, seen = [book.trailer.Info, book.trailer.Root], set()
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
            yield thing
        values = (
            thing.values()
            if isinstance(thing, Dictionary | pikepdf.Stream)
            else thing
            if isinstance(thing, Array)
            else ()
        )
        waiting += [value for value in reversed(list(values)) if isinstance(value, Object)]


def _texts(thing: Object) -> list[String]:
    """Return the strings with stand-ins that stand directly in an object."""
    if isinstance(thing, String):
        return [thing] if STAND_IN.search(str(thing)) else []
    values = (
        thing.values() if isinstance(thing, Dictionary | pikepdf.Stream) else thing if isinstance(thing, Array) else ()
    )
    return [text for value in values if isinstance(value, Object) and not value.is_indirect for text in _texts(value)]


def _said(number: int, body: bytes, texts: Sequence[String]) -> Said:
    parts = []
    for text in texts:
        before, _text, body = body.partition(text.unparse())
        parts.append(before)
    return Said(number, (*parts, body), tuple(map(str, texts)))


def _said_plainly(number: int, text: str) -> Said:
    """Return metadata with its stand-ins: texts in XML, each to be escaped."""
    parts = STAND_IN.split(text)
    # Between two stretches the pattern leaves its two groups: a number and a line.
    return Said(
        number,
        tuple(part.encode() for part in parts[::3]),
        tuple(f"þ{n}{line}þ" for n, line in zip(parts[1::3], parts[2::3], strict=True)),
    )
