"""What a master is made of: the objects of a rendering, numbered anew, and apart what is open in them."""

import re
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from msgspec import structs
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.compose.page_data import HEAD, REST, PageData
from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.model import (
    ContentItem,
    ContinuationPage,
    FixedStream,
    MarkedContent,
    Master,
    MasterFont,
    MasterForm,
    MasterSlot,
    PageContent,
    TextObject,
)
from worksheets.merge.questions import PLACEHOLDER, SPOKEN
from worksheets.pdf.content_stream import ContentStream, TextRun, letters_in, marked_content_owners
from worksheets.text.font_subsets import shaping_font
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.shaping import ShapedFont

from .compare import Comparison
from .continuation_probe import RenderedContinuation
from .form_objects import FormObjects

_LONG = 2000
"""Bytes of a stretch of content that is worth a stream of its own."""


class MasterObjects:
    """The objects of the first rendering, numbered anew: those that are the same for everybody, and the open ones."""

    def __init__(self, comparison: Comparison, filling: PageData) -> None:
        self.comparison = comparison
        self.filling = filling
        self.language = filling.course.language
        self.book = comparison.first.book
        self.fonts = {str(name)[1:]: font for name, font in self.book.pages[0].obj.Resources.Font.items()}
        given = set().union(*comparison.first.placeholders.given)
        self.spoken = {
            n: path for n, (path, place) in enumerate(comparison.plan.keys) if n in given and place == SPOKEN
        }
        in_heads = {n for n, (_path, place) in enumerate(comparison.plan.keys) if place == HEAD}
        _refuse_remains(comparison, given - self.spoken.keys() - in_heads)
        self.elements = [self._open_element(stream, run) for stream, run in comparison.rendered_continuation]
        self.holders = [self._holder(slot, e) for slot, e in zip(comparison.slots, self.elements, strict=True)]
        self.continuation_pages = [
            self._open_leaf(stream, continuation_page) for stream, continuation_page in comparison.continuation_pages
        ]
        self.owners = self._open_owners()
        self.form = FormObjects(self.book.Root, comparison.first.field_boxes) if comparison.first.field_boxes else None
        self._take_over()
        for _page, stream in comparison.first.streams():
            stream.stream.write(stream.data)
        self.contents = [(stream, self._apart(stream, items)) for stream, items in comparison.contents]
        self._share_groups()
        self.numbers = self._numbered()
        self._refuse_unsaid()

    def _refuse_unsaid(self) -> None:
        """Raise NeedsTypesetterError when a text is said otherwise than as it is: in capitals, in part."""
        metadata = self.book.Root.Metadata.read_bytes().decode()
        said = [metadata, *(str(text) for thing in _reached(self.book) for text in _strings(thing))]
        found = {int(number) for text in said for number, _line in PLACEHOLDER.findall(text)}
        if found != self.spoken.keys() or any(_is_remnant(PLACEHOLDER.sub("", text)) for text in said):
            raise NeedsTypesetterError(_("a template does more with a text than print it"))

    def _apart(self, stream: ContentStream, items: tuple[ContentItem, ...]) -> tuple[ContentItem, ...]:
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

    def _open_element(self, stream: ContentStream, run: TextRun) -> Object | None:
        """Take a placeholder's text out of the structure; return the element that it was in."""
        if run.mark is None:
            return None
        owners = marked_content_owners(self.book, stream.page)
        span = owners[run.mark]
        owners[run.mark] = None
        element: Object = span.P
        if [kid.objgen for kid in element.K] != [span.objgen]:
            raise NeedsTypesetterError(_("a slot’s structure"))
        element.K = Array([])
        return element

    def _holder(self, slot: MasterSlot, element: Object | None) -> Object | None:
        """Return the element around a slot's, where that says that its text goes on elsewhere."""
        if element is None or slot.more is None:
            return None
        if [kid.objgen for kid in element.P.K] != [element.objgen]:
            raise NeedsTypesetterError(_("a slot’s structure"))
        holder: Object = element.P
        return holder

    def _open_leaf(
        self, stream: ContentStream, continuation_page: RenderedContinuation
    ) -> tuple[Object, list[Object], list[Object]]:
        """Take what goes on out of the structure; return the element that it was in, and its kids before and after."""
        owners = marked_content_owners(self.book, stream.page)
        spans = [owners[run.mark] for run in continuation_page.runs]
        for run in continuation_page.runs:
            owners[run.mark] = None
        blocks = [span.P if place < continuation_page.titles else span.P.P for place, span in enumerate(spans)]
        kids, taken = list(blocks[0].P.K), {block.objgen for block in blocks}
        places = [place for place, kid in enumerate(kids) if kid.objgen in taken]
        if len(places) != len(taken) or places != list(range(places[0], places[-1] + 1)):
            raise NeedsTypesetterError(_("a page that goes on in another way"))
        before, after = kids[: places[0]], kids[places[-1] + 1 :]
        holder = blocks[0].P
        holder.K = Array([*before, *after])
        return holder, before, after

    def _open_owners(self) -> list[tuple[Object, Object]]:
        """Make the rows of the parent tree objects of their own where a page has slots; return them with the pages."""
        pages = {
            s.page.objgen: s.page
            for (s, _r), e in zip(self.comparison.rendered_continuation, self.elements, strict=True)
            if e
        }
        pages |= {stream.page.objgen: stream.page for stream, _leaf in self.comparison.continuation_pages}
        numbers = self.book.Root.StructTreeRoot.ParentTree.Nums
        found = []
        for at in range(0, len(numbers), 2):
            for page in pages.values():
                if int(numbers[at]) == int(page.StructParents):
                    numbers[at + 1] = self.book.make_indirect(numbers[at + 1])
                    found.append((numbers[at + 1], page))
        return found

    def _take_over(self) -> None:
        """Add what the second rendering draws with around small texts, and the first does not know."""
        ours = self.book.pages[0].obj.Resources
        drawn = b"".join(style.before for slot in self.comparison.slots for style in slot.styles.values())
        for variant in self.comparison.variants:
            theirs = variant.second.book.pages[0].obj.Resources
            for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState"):
                wanted = {name: thing for name, thing in theirs.get(kind, {}).items() if name.encode() in drawn}
                if wanted and kind not in ours:
                    ours[kind] = Dictionary()
                for name in sorted(wanted.keys() - set(ours.get(kind, {}).keys())):
                    ours[kind][name] = self.book.copy_foreign(wanted[name])

    def _numbered(self) -> dict[tuple[int, int], int]:
        """Return the new numbers by the old: streams first, then other objects, then the open ones."""
        digests = self.comparison.first.digests
        every = list(_reached(self.book))
        first = {digests.get(thing.objgen, thing.objgen): thing for thing in reversed(every)}
        reached = [thing for thing in every if first[digests.get(thing.objgen, thing.objgen)].objgen == thing.objgen]
        rendered_continuation = {stream.stream.objgen for stream, _items in self.contents}
        rendered_continuation |= {element.objgen for element in self.elements if element is not None}
        rendered_continuation |= {holder.objgen for holder in self.holders if holder is not None}
        rendered_continuation |= {holder.objgen for holder, _before, _after in self.continuation_pages}
        rendered_continuation |= {row.objgen for row, _page in self.owners} | {self.book.Root.Metadata.objgen}
        rendered_continuation |= {thing.objgen for thing in reached if _texts(thing)}
        rendered_continuation |= {thing.objgen for thing in self.form.rendered_continuation} if self.form else set()
        for font in self.fonts.values():
            inner = font.DescendantFonts[0]
            rendered_continuation |= {inner.objgen, inner.FontDescriptor.FontFile2.objgen, font.ToUnicode.objgen}
        fixed = [thing for thing in reached if thing.objgen not in rendered_continuation]
        streams = [thing for thing in fixed if isinstance(thing, pikepdf.Stream)]
        others = [thing for thing in fixed if not isinstance(thing, pikepdf.Stream)]
        self.streams, self.others = streams, others
        self.texts = [thing for thing in reached if _texts(thing) and not isinstance(thing, pikepdf.Stream)]
        rest = [thing for thing in reached if thing.objgen in rendered_continuation]
        ordered = [*streams, *others, None, *rest]  # None: the object stream that holds the others
        numbers = {thing.objgen: number for number, thing in enumerate(ordered, start=1) if thing is not None}
        same = {thing.objgen: first[digests[thing.objgen]].objgen for thing in every if thing.objgen in digests}
        return numbers | {old: numbers[new] for old, new in same.items()}

    def body(self, thing: Object) -> bytes:
        """Return an object as the master has it."""
        return _REFERENCE.sub(self._number, thing.unparse(resolved=True))

    def _number(self, found: re.Match[bytes]) -> bytes:
        if not found["object"]:
            return b"" if found["space"] else found[0]
        return b"%d 0 R" % self.numbers[int(found["object"]), int(found["generation"])]

    def _spots(self) -> Iterator[MasterSlot]:
        """Yield the slots with the objects that they are in."""
        every = zip(
            self.comparison.slots, self.elements, self.holders, self.comparison.rendered_continuation, strict=True
        )
        for slot, element, holder, (stream, _run) in every:
            found = slot
            if element is not None:
                number, page = self.numbers[element.objgen], self.numbers[stream.page.objgen]
                found = structs.replace(slot, element=number, begins=self._begins(element, ("/K",)), page=page)
            if holder is not None:
                begins = self._begins(holder, ("/K",))
                found = structs.replace(found, holder=self.numbers[holder.objgen], holder_begins=begins)
            yield found

    def _leaves(self) -> Iterator[ContinuationPage]:
        for (stream, _leaf), (holder, *kids) in zip(
            self.comparison.continuation_pages, self.continuation_pages, strict=True
        ):
            before, after = (b" ".join(b"%d 0 R" % self.numbers[kid.objgen] for kid in some) for some in kids)
            page, element = self.numbers[stream.page.objgen], self.numbers[holder.objgen]
            yield ContinuationPage(page, element, self._begins(holder, ("/K",)), before, after)

    def master(self, letters: str) -> Master:
        """Return the master; its fonts have some letters beside those of the pages."""
        comparison, number = self.comparison, self.numbers
        metadata = self.book.Root.Metadata
        asked = {question: given for one in comparison.first.placeholders.asked for question, given in one.items()}
        return Master(
            # What a list says comes last: to answer it takes longest.
            asked=tuple((*question, asked[question]) for question in sorted(asked)),
            letters=letters,
            language=self.language,
            types=self._types(letters),
            slots=tuple(self._spots()),
            rows=tuple(comparison.rows),
            spoken=self.spoken,
            contents=tuple(PageContent(number[stream.stream.objgen], items) for stream, items in self.contents),
            said=tuple(_said(number[thing.objgen], self.body(thing), _texts(thing)) for thing in self.texts),
            metadata=_said_plainly(number[metadata.objgen], metadata.read_bytes().decode()),
            marks=tuple(self._marks(row, page) for row, page in self.owners),
            streams=tuple(self._stream(thing) for thing in self.streams),
            objects=tuple((number[thing.objgen], self.body(thing)) for thing in self.others),
            root=number[self.book.trailer.Root.objgen],
            info=number[self.book.trailer.Info.objgen],
            count=max(number.values()) + 1,
            pages=len(self.book.pages),
            continuation_pages=tuple(self._leaves()),
            continuation=tuple(comparison.continuation),
            form=self._form(),
        )

    def _form(self) -> MasterForm | None:
        if not self.form:
            return None
        resources = self.book.pages[0].obj.Resources
        return self.form.form(self.numbers, self._begins, resources, self.filling)

    def _begins(self, thing: Object, but: Sequence[str]) -> bytes:
        """Return the entries of an object but for some."""
        return self.body(Dictionary({name: value for name, value in thing.items() if name not in but}))[2:-2]

    def _marks(self, row: Object, page: Object) -> MarkedContent:
        return MarkedContent(self.numbers[row.objgen], self.numbers[page.objgen], self.body(row)[1:-1], len(row))

    def _stream(self, thing: Object) -> FixedStream:
        entries = {name: value for name, value in thing.items() if name not in ("/Length", "/DecodeParms")}
        data = thing.read_raw_bytes()
        if thing.get("/Filter", Name.FlateDecode) == Name.FlateDecode:
            data = zlib.compress(thing.read_bytes(), 9)
            entries["/Filter"] = Name.FlateDecode
        told = self.body(Dictionary(entries))[2:-2]
        return FixedStream(self.numbers[thing.objgen], told, data)

    def _types(self, letters: str) -> dict[str, MasterFont]:
        """Return the fonts, once they are seen to shape as the typesetter’s do."""
        types = {name: self._type(font, self._used(name), letters) for name, font in self.fonts.items()}
        for slot, (_stream, run) in zip(self.comparison.slots, self.comparison.rendered_continuation, strict=True):
            made = types[run.font]
            line = ShapedFont(made.data, slot.styles[NORMAL].size, self.language, made.glyphs).line(run.text)
            if line.glyphs != run.glyphs:
                raise NeedsTypesetterError(_("a font that is shaped in another way"))
        return types

    def _used(self, name: str) -> set[int]:
        """Return the glyphs of a font that stand on the pages in every handout."""
        return {
            glyph
            for _page, stream in self.comparison.first.streams()
            for run in stream.runs
            if run.font == name and run.number is None
            for glyph in run.numbers
        }

    def _type(self, font: Object, used: set[int], letters: str) -> MasterFont:
        descendant = font.DescendantFonts[0]
        told = letters_in(font)
        widths = dict(_widths(descendant.W))
        weight = BOLD if "Bold" in str(font.BaseFont) else REGULAR
        return MasterFont(
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


def _refuse_remains(comparison: Comparison, drawn: set[int]) -> None:
    """Raise NeedsTypesetterError when not every placeholder is drawn just as it is."""
    texts = [run.text for _page, stream in comparison.first.streams() for run in stream.runs if run.number is None]
    known = {number for _page, number in comparison.at}
    known |= {n for n, (_path, place) in enumerate(comparison.plan.keys) if place == REST}
    if not drawn <= known or any(map(_is_remnant, texts)):
        raise NeedsTypesetterError(_("a slot is not drawn as it is"))


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
    """Return the strings with placeholders that stand directly in an object."""
    return [text for text in _strings(thing) if PLACEHOLDER.search(str(text))]


def _said(number: int, body: bytes, texts: Sequence[String]) -> TextObject:
    parts = []
    for text in texts:
        before, _text, body = body.partition(text.unparse())
        parts.append(before)
    return TextObject(number, (*parts, body), tuple(map(str, texts)))


def _said_plainly(number: int, text: str) -> TextObject:
    """Return metadata with its placeholders: texts in XML, each to be escaped."""
    parts = PLACEHOLDER.split(text)
    # Between two segments the pattern continuation_pages its two groups: a number and a line.
    return TextObject(
        number,
        tuple(part.encode() for part in parts[::3]),
        tuple(f"þ{n}{line}þ" for n, line in zip(parts[1::3], parts[2::3], strict=True)),
    )
