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
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .bind import bind
from .boxes import Standing, standing
from .compose import compose
from .drawing import Digests, Drawn, Run, drawn, letters_in
from .errors import StyleError
from .filling import HEAD, Filling
from .fit import Fit
from .fonts import BOLD, REGULAR, letters_of, shaping_font
from .plate import Content, FixedStream, Item, Look, Marks, Plate, Row, Said, Spot, Type
from .sample import SPOKEN, STAND_IN, Samples, stand_in
from .setting import UNITS, Face, UnsettableError
from .typeset import draw, lay_out

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""What is written in Latin letters: punctuation and money too."""
_LIGATURES = "ff ffi fft ft tt fj"
_MARK_NUMBER = re.compile(rb"/MCID \d+")
_NEAR = 1e-3
"""CSS pixels that are no difference."""
_NORMAL, _SMALL = "normal", "small"
_MANY = 99

Fillings = Callable[[], Filling]
Choice = Callable[[int], tuple[str, int]]
"""In which step, and in how many lines, a stand-in is."""


class _Proof:
    """The handout with stand-ins in one state: where they lie and how they are drawn."""

    def __init__(self, pages: Sequence[str], real: Fillings, choose: Choice, letters: str = "") -> None:
        self.samples = Samples(real, lambda number, key: _told(number, key[1], choose))
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

    def streams(self) -> Iterator[tuple[int, Drawn]]:
        """Yield each stream of the pages' contents with its page."""
        for number, streams in enumerate(self.pages):
            for stream in streams:
                yield number, stream


def _told(number: int, place: str, choose: Choice) -> Fit:
    return stand_in(number, _NORMAL, 1) if place in (SPOKEN, HEAD) else stand_in(number, *choose(number))


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


def etch(pages: Sequence[str], real: Fillings) -> Plate:
    """Return the plate for a participant: it serves for all of whom the templates would ask the same.

    ``real`` gives fillings with the participant's data, of which only the answers to questions come onto the plate.
    Raises UnsettableError when a slot changes more than its own place.
    """
    try:
        letters = letters_of(REGULAR, _LATIN)
        first = _Proof(pages, real, lambda _number: (_NORMAL, 1), letters)
        plan = _Plan(first, real())
        etching = _Etching(first, _Proof(pages, real, plan.second), _Proof(pages, real, plan.third), plan)
        return _Stock(etching, real().course.language).plate(letters)
    except (StyleError, TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
        # A template or a style of somebody's own: whatever is not as here, the typesetter serves.
        raise UnsettableError(f"no plate: {error!r}") from error


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
            raise UnsettableError("no plate: three slots under one another")

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


class _Etching:
    """Reads off the proofs what is open, and how."""

    def __init__(self, first: _Proof, second: _Proof, third: _Proof, plan: _Plan) -> None:
        self.first, self.plan = first, plan
        self.proofs = (first, second, third)
        self.spots: list[Spot] = []
        self.rows: list[Row] = []
        self.opened: list[tuple[Drawn, Run]] = []
        """Where each spot is drawn in the first proof."""
        self.at: dict[tuple[int, int], int] = {}
        """The spots by their pages and stand-ins."""
        self.contents: list[tuple[Drawn, tuple[Item, ...]]] = []
        by_proof = [list(proof.streams()) for proof in self.proofs]
        for same in zip(*by_proof, strict=True):
            page, stream = same[0]
            cut = [_stretches(proof, page, one) for proof, (_p, one) in zip(self.proofs, same, strict=True)]
            if len(cut[0]) > 1:
                self._number(page, cut[0], stream)
                self.contents.append((stream, tuple(self._item(page, *one) for one in zip(*cut, strict=True))))

    def _number(self, page: int, stretches: Sequence[_Stretch], stream: Drawn) -> None:
        """Give each stand-in of a stream a spot, and each line that texts share a row."""
        for one in stretches:
            if one.number >= 0:
                if (page, one.number) in self.at:
                    raise UnsettableError("no plate: a slot stands twice on a page")
                self.at[page, one.number] = len(self.at)
                self.opened.append((stream, one.runs[0]))
        for one in stretches:
            standing = self.first.by_number.get((page, one.number))
            numbers = [piece.number for piece in standing.pieces if piece.number is not None] if standing else []
            if standing and len(standing.pieces) > 1 and one.number == numbers[0]:
                pieces = [(-1 if p.number is None else self.at[page, p.number], p.width) for p in standing.pieces]
                self.rows.append(Row(standing.left, standing.width, standing.align, tuple(pieces)))

    def _item(self, page: int, first: _Stretch, second: _Stretch, third: _Stretch) -> Item:
        """Return a stretch that is the same for everybody, and what follows it."""
        if not first.place == second.place == third.place or first.bare != third.bare:
            raise UnsettableError("no plate: a slot changes what is around it")
        differs = first.bare != second.bare
        if first.number < 0:
            if differs:
                raise UnsettableError("no plate: a slot’s size changes what is after it")
            return Item(first.fixed, *self._piece(page, first))
        spot = self.at[page, first.number]
        self.spots.append(self._spot(page, first, second, third, own=differs))
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

    def _spot(self, page: int, first: _Stretch, second: _Stretch, third: _Stretch, *, own: bool) -> Spot:
        number = first.number
        stands, small = (proof.by_number[page, number] for proof in self.proofs[:2])
        if not stands.usual or stands.align == inf:
            raise UnsettableError("no plate: a slot’s style")
        is_small = self.plan.second(number)[0] == _SMALL
        if own and not is_small:
            raise UnsettableError("no plate: a slot’s lines change what is around it")
        shifts = self._shifts(page, first, second, third)
        normal = _look(first.runs[0], stands, first.fixed if own else b"")
        looks = {_NORMAL: normal}
        if is_small and not shifts:
            before = _with_marks_of(first.fixed, second.fixed) if own else b""
            looks[_SMALL] = _look(second.runs[0], small, before)
        path, place = self.plan.keys[number]
        least = 0 if stands.room else 1
        row = self._row_of(self.at[page, number])
        return Spot(path, place, stands.left, stands.width, stands.align, least, shifts, row, looks, 0, b"", 0)

    def _shifts(self, page: int, *same: _Stretch) -> tuple[tuple[int, float], ...]:
        """Return how far a second line of the spots of a group, this one’s too, moves a spot down."""
        number = same[0].number
        group = self.plan.groups.get((page, self.first.by_number[page, number].group), [])
        found = []
        for rank, other in enumerate(group):
            # Of a group of two the second proof has two lines in the first, the third in the second.
            proof = 1 if len(group) > 1 and rank == 0 else 2
            by = same[proof].runs[0].y - same[0].runs[0].y
            if abs(by) > _NEAR:
                found.append((self.at[page, other], by))
        return tuple(found)


def _look(run: Run, stands: Standing, before: bytes) -> Look:
    size = round(float(run.point) * UNITS)
    most = 1 if stands.inline or not stands.room else int(min(_MANY, stands.room / stands.pitch + _NEAR))
    return Look(before, run.state, run.font, run.point, size, run.y, stands.pitch, most)


def _with_marks_of(first: bytes, second: bytes) -> bytes:
    """Return the second stretch with the numbers of marked content of the first, whose objects the plate has."""
    numbers = _MARK_NUMBER.findall(first)
    if len(numbers) != len(_MARK_NUMBER.findall(second)):
        raise UnsettableError("no plate: a slot’s size changes what is around it")
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
        for stream in (stream for proof in etching.proofs[:1] for _page, stream in proof.streams()):
            stream.stream.write(stream.data)
        self._share_groups()
        self.numbers = self._numbered()

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
            raise UnsettableError("no plate: a slot’s structure")
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
        ours, theirs = (proof.book.pages[0].obj.Resources for proof in self.etching.proofs[:2])
        for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState"):
            for name, thing in theirs.get(kind, {}).items():
                if any(name.encode() in look.before for spot in self.etching.spots for look in spot.looks.values()):
                    if kind not in ours:
                        ours[kind] = Dictionary()
                    if name not in ours[kind]:
                        ours[kind][name] = self.book.copy_foreign(thing)

    def _numbered(self) -> dict[tuple[int, int], int]:
        """Return the new numbers by the old: streams first, then other objects, then the open ones."""
        digests = self.etching.first.digests
        every = list(_reached(self.book))
        first = {digests.get(thing.objgen, thing.objgen): thing for thing in reversed(every)}
        reached = [thing for thing in every if first[digests.get(thing.objgen, thing.objgen)].objgen == thing.objgen]
        info = self.book.trailer.Info
        opened = {stream.stream.objgen for stream, _items in self.etching.contents}
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
            replace(spot, element=number[element.objgen], begins=self._begins(element, "/K"), page=number[stream.page.objgen])
            if element is not None else spot
            for spot, element, (stream, _run) in zip(etching.spots, self.elements, etching.opened, strict=True)
        ]  # fmt: skip
        metadata = self.book.Root.Metadata
        return Plate(
            asked=tuple((*question, given) for question, given in etching.first.samples.asked.items()),
            language=self.language,
            types=self._types(letters),
            spots=tuple(spots),
            rows=tuple(etching.rows),
            spoken=self.spoken,
            contents=tuple(Content(number[stream.stream.objgen], items) for stream, items in etching.contents),
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
                raise UnsettableError("no plate: a font that is shaped in another way")
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
