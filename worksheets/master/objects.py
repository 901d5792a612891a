"""What a plate is made of: the objects of a proof, numbered anew, and apart what is open in them."""

import re
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.compose.page_data import HEAD, REST, Filling
from worksheets.course.layout import NORMAL
from worksheets.errors import UnsettableError, _
from worksheets.merge.model import Content, FixedStream, Form, Item, Leaf, Marks, Plate, Said, Spot, Type
from worksheets.merge.questions import SPOKEN, STAND_IN
from worksheets.pdf.content_stream import Drawn, Run, letters_in, owners_of
from worksheets.text.font_subsets import shaping_font
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.shaping import Face

from .compare import Openings
from .continuation_probe import Opened
from .form_objects import FormStock

_LONG = 2000
"""Bytes of a stretch of content that is worth a stream of its own."""


class Stock:
    """The objects of the first proof, numbered anew: those that are the same for everybody, and the open ones."""

    def __init__(self, etching: Openings, filling: Filling) -> None:
        self.etching = etching
        self.filling = filling
        self.language = filling.course.language
        self.book = etching.first.book
        self.fonts = {str(name)[1:]: font for name, font in self.book.pages[0].obj.Resources.Font.items()}
        given = set().union(*etching.first.samples.given)
        self.spoken = {n: path for n, (path, place) in enumerate(etching.plan.keys) if n in given and place == SPOKEN}
        in_heads = {n for n, (_path, place) in enumerate(etching.plan.keys) if place == HEAD}
        _refuse_remains(etching, given - self.spoken.keys() - in_heads)
        self.elements = [self._open_element(stream, run) for stream, run in etching.opened]
        self.holders = [self._holder(spot, e) for spot, e in zip(etching.spots, self.elements, strict=True)]
        self.leaves = [self._open_leaf(stream, leaf) for stream, leaf in etching.leaves]
        self.owners = self._open_owners()
        self.form = FormStock(self.book.Root, etching.first.blanks) if etching.first.blanks else None
        self._take_over()
        for _page, stream in etching.first.streams():
            stream.stream.write(stream.data)
        self.contents = [(stream, self._apart(stream, items)) for stream, items in etching.contents]
        self._share_groups()
        self.numbers = self._numbered()
        self._refuse_unsaid()

    def _refuse_unsaid(self) -> None:
        """Raise UnsettableError when a text is said otherwise than as it is: in capitals, in part."""
        metadata = self.book.Root.Metadata.read_bytes().decode()
        said = [metadata, *(str(text) for thing in _reached(self.book) for text in _strings(thing))]
        found = {int(number) for text in said for number, _line in STAND_IN.findall(text)}
        if found != self.spoken.keys() or any(_is_remnant(STAND_IN.sub("", text)) for text in said):
            raise UnsettableError(_("a template does more with a text than print it"))

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
        owners = owners_of(self.book, stream.page)
        span = owners[run.mark]
        owners[run.mark] = None
        element: Object = span.P
        if [kid.objgen for kid in element.K] != [span.objgen]:
            raise UnsettableError(_("a slot’s structure"))
        element.K = Array([])
        return element

    def _holder(self, spot: Spot, element: Object | None) -> Object | None:
        """Return the element around a slot's, where that says that its text goes on elsewhere."""
        if element is None or spot.more is None:
            return None
        if [kid.objgen for kid in element.P.K] != [element.objgen]:
            raise UnsettableError(_("a slot’s structure"))
        holder: Object = element.P
        return holder

    def _open_leaf(self, stream: Drawn, leaf: Opened) -> tuple[Object, list[Object], list[Object]]:
        """Take what goes on out of the structure; return the element that it was in, and its kids before and after."""
        owners = owners_of(self.book, stream.page)
        spans = [owners[run.mark] for run in leaf.runs]
        for run in leaf.runs:
            owners[run.mark] = None
        blocks = [span.P if place < leaf.titles else span.P.P for place, span in enumerate(spans)]
        kids, taken = list(blocks[0].P.K), {block.objgen for block in blocks}
        places = [place for place, kid in enumerate(kids) if kid.objgen in taken]
        if len(places) != len(taken) or places != list(range(places[0], places[-1] + 1)):
            raise UnsettableError(_("a page that goes on in another way"))
        before, after = kids[: places[0]], kids[places[-1] + 1 :]
        holder = blocks[0].P
        holder.K = Array([*before, *after])
        return holder, before, after

    def _open_owners(self) -> list[tuple[Object, Object]]:
        """Make the rows of the parent tree objects of their own where a page has spots; return them with the pages."""
        pages = {s.page.objgen: s.page for (s, _r), e in zip(self.etching.opened, self.elements, strict=True) if e}
        pages |= {stream.page.objgen: stream.page for stream, _leaf in self.etching.leaves}
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
        opened = {stream.stream.objgen for stream, _items in self.contents}
        opened |= {element.objgen for element in self.elements if element is not None}
        opened |= {holder.objgen for holder in self.holders if holder is not None}
        opened |= {holder.objgen for holder, _before, _after in self.leaves}
        opened |= {row.objgen for row, _page in self.owners} | {self.book.Root.Metadata.objgen}
        opened |= {thing.objgen for thing in reached if _texts(thing)}
        opened |= {thing.objgen for thing in self.form.opened} if self.form else set()
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

    def _spots(self) -> Iterator[Spot]:
        """Yield the spots with the objects that they are in."""
        every = zip(self.etching.spots, self.elements, self.holders, self.etching.opened, strict=True)
        for spot, element, holder, (stream, _run) in every:
            found = spot
            if element is not None:
                number, page = self.numbers[element.objgen], self.numbers[stream.page.objgen]
                found = structs.replace(spot, element=number, begins=self._begins(element, ("/K",)), page=page)
            if holder is not None:
                begins = self._begins(holder, ("/K",))
                found = structs.replace(found, holder=self.numbers[holder.objgen], holder_begins=begins)
            yield found

    def _leaves(self) -> Iterator[Leaf]:
        for (stream, _leaf), (holder, *kids) in zip(self.etching.leaves, self.leaves, strict=True):
            before, after = (b" ".join(b"%d 0 R" % self.numbers[kid.objgen] for kid in some) for some in kids)
            page, element = self.numbers[stream.page.objgen], self.numbers[holder.objgen]
            yield Leaf(page, element, self._begins(holder, ("/K",)), before, after)

    def plate(self, letters: str) -> Plate:
        """Return the plate; its fonts have some letters beside those of the pages."""
        etching, number = self.etching, self.numbers
        metadata = self.book.Root.Metadata
        asked = {question: given for one in etching.first.samples.asked for question, given in one.items()}
        return Plate(
            # What a list says comes last: to answer it takes longest.
            asked=tuple((*question, asked[question]) for question in sorted(asked)),
            letters=letters,
            language=self.language,
            types=self._types(letters),
            spots=tuple(self._spots()),
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
            leaves=tuple(self._leaves()),
            overleaf=tuple(etching.overleaf),
            form=self._form(),
        )

    def _form(self) -> Form | None:
        if not self.form:
            return None
        resources = self.book.pages[0].obj.Resources
        return self.form.form(self.numbers, self._begins, resources, self.filling)

    def _begins(self, thing: Object, but: Sequence[str]) -> bytes:
        """Return the entries of an object but for some."""
        return self.body(Dictionary({name: value for name, value in thing.items() if name not in but}))[2:-2]

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
            line = Face(made.data, spot.looks[NORMAL].size, self.language, made.glyphs).line(run.text)
            if line.glyphs != run.glyphs:
                raise UnsettableError(_("a font that is shaped in another way"))
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
            begins=self._begins(descendant, ("/W",)),
            unicode=self.numbers[font.ToUnicode.objgen],
        )


def _widths(told: Object) -> Iterator[tuple[int, int]]:
    """Yield the glyphs’ widths, as a font says them (ISO 32000-1, 9.7.4.3)."""
    rows = list(told)
    for first, widths in zip(rows[::2], rows[1::2], strict=True):
        yield from enumerate(map(int, widths), start=int(first))


def _refuse_remains(etching: Openings, drawn: set[int]) -> None:
    """Raise UnsettableError when not every stand-in is drawn just as it is."""
    texts = [run.text for _page, stream in etching.first.streams() for run in stream.runs if run.number is None]
    known = {number for _page, number in etching.at}
    known |= {n for n, (_path, place) in enumerate(etching.plan.keys) if place == REST}
    if not drawn <= known or any(map(_is_remnant, texts)):
        raise UnsettableError(_("a slot is not drawn as it is"))


def _is_remnant(text: str) -> bool:
    return "þ" in text.lower() or "%c3%be" in text.lower()


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
        waiting += reversed(_inside(thing))


def _inside(thing: Object) -> list[Object]:
    """Return what an object holds, but for numbers and the like."""
    found = (
        thing.values() if isinstance(thing, Dictionary | pikepdf.Stream) else thing if isinstance(thing, Array) else []
    )
    return [value for value in found if isinstance(value, Object)]


def _strings(thing: Object) -> Iterator[String]:
    """Yield the strings that stand directly in an object."""
    for value in [thing] if isinstance(thing, String) else _inside(thing):
        if isinstance(value, String):
            yield value
        elif not value.is_indirect:
            yield from _strings(value)


def _texts(thing: Object) -> list[String]:
    """Return the strings with stand-ins that stand directly in an object."""
    return [text for text in _strings(thing) if STAND_IN.search(str(text))]


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
