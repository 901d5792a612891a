"""Makes a master of the first rendering's PDF, and separates what is the same for everybody from the rest.

The placeholders are detached from the structure tree, the objects are numbered anew, and each object is put into a
field of the master, as bytes of a PDF.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from worksheets.compose.page_texts import HEAD, OVERFLOW
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import (
    Answer,
    ContinuationPage,
    FixedObject,
    FixedStream,
    MarkedContent,
    Master,
    MasterFont,
    MasterForm,
    MasterSlot,
    PageContent,
    Question,
    TextObject,
)
from worksheets.merge.questions import PLACEHOLDER, UNDRAWN
from worksheets.pdf.content_stream import ContentStream, TextRun, drawn_codes
from worksheets.pdf.structure import make_owners_indirect
from worksheets.text.fonts import Font
from worksheets.text.merged_fonts import MergedFont

from .compare import Comparison, StreamItems
from .font_objects import check_shaping, font_parts, is_merged_font, master_font
from .form_objects import FormObjects, form_objects, master_form
from .numbering import NumberedObjects, ObjectKey, numbered_objects, placeholder_strings, reachable_objects, strings
from .placeholders import number_of
from .renderings import AppearanceRendering
from .slot_objects import ContinuationObjects, SlotObjects, detach_continuation_page, detach_slot

_LONG = 2000
"""Bytes from which the fixed beginning of a content stream becomes a stream of its own."""
_RESOURCES = ("/XObject", "/Pattern", "/Shading", "/ExtGState")
"""The resources that may be drawn around a text."""


def master_of(
    comparison: Comparison, appearances: Sequence[AppearanceRendering], language: str, merged: MergedFont
) -> Master:
    """Return the master of a handout in a language, in which texts are set in the given font.

    ``appearances`` are those of the different drawings of the form's fields, if there is a form.

    The PDF of the first rendering is changed on the way. Raises NeedsTypesetterError if a placeholder is changed before
    it is drawn or used, or if it cannot be detached from the structure tree.
    """
    undrawn = _undrawn_texts(comparison)
    _check_drawn(comparison, undrawn)
    detached = _detached(comparison, appearances, merged.font)
    objects = numbered_objects(comparison.first.book, comparison.first.digests, detached.variable)
    _check_undrawn(comparison.first.book, undrawn)
    return _Assembly(comparison, detached, objects, appearances, language).master(merged, undrawn)


@dataclass(frozen=True, slots=True)
class _PageOwners:
    """A page, and its array in the parent tree: the structure elements of its marked content."""

    page: Object
    owners: Object


@dataclass(frozen=True, slots=True)
class _DetachedObjects:
    """The objects of the first rendering that depend on the participant, detached from the placeholders."""

    slots: Sequence[SlotObjects]
    continuation_pages: Sequence[ContinuationObjects]
    page_owners: Sequence[_PageOwners]
    """The pages that have slots or texts that continue."""
    form: FormObjects | None
    contents: Sequence[StreamItems]
    fonts: Mapping[str, Object]
    """The merged font, and the fonts of participants’ texts, by their names in the resource dictionary."""
    metadata: Object

    @property
    def variable(self) -> set[ObjectKey]:
        """All the objects that depend on the participant, except those with placeholders in their strings."""
        objects = [
            *(content.stream.stream for content in self.contents),
            *(element for slot in self.slots for element in slot.elements),
            *(page.element for page in self.continuation_pages),
            *(page.owners for page in self.page_owners),
            *(self.form.variable if self.form else ()),
            *(part for font in self.fonts.values() for part in font_parts(font).objects),
            self.metadata,
        ]
        return {obj.objgen for obj in objects}


def _detached(comparison: Comparison, appearances: Sequence[AppearanceRendering], merged: Font) -> _DetachedObjects:
    """Detach the placeholders of the first rendering, and write its content streams back, with renamed resources."""
    first, book = comparison.first, comparison.first.book
    slots = [detach_slot(book, drawn.slot, drawn.stream, drawn.run) for drawn in comparison.slots]
    pages = [detach_continuation_page(book, rendered) for rendered in comparison.continuation_pages]
    with_owners = {slot.page.objgen: slot.page for slot in slots if slot.element is not None}
    with_owners |= {page.page.objgen: page.page for page in pages}
    owners = [_PageOwners(page, row) for row, page in make_owners_indirect(book, list(with_owners.values()))]
    form = form_objects(book.Root, first.field_boxes) if "/AcroForm" in book.Root else None
    _add_resources(comparison)
    for content in first.streams():
        content.stream.stream.write(content.stream.data)
    contents = [_with_beginning_apart(book, content) for content in comparison.contents]
    _share_groups(book)
    used = _slot_fonts(comparison, appearances)
    named = {str(name)[1:]: font for name, font in _resources(book).Font.items()}
    fonts = {name: font for name, font in named.items() if name in used or is_merged_font(font, merged)}
    return _DetachedObjects(slots, pages, owners, form, contents, fonts, book.Root.Metadata)


def _resources(book: Pdf) -> Object:
    """Return the resource dictionary, which all of WeasyPrint's pages share."""
    resources: Object = book.pages[0].obj.Resources
    return resources


def _add_resources(comparison: Comparison) -> None:
    """Add the resources that only the second rendering has, and that are drawn around small texts."""
    resources = _resources(comparison.first.book)
    drawn = b"".join(style.before for drawn in comparison.slots for style in drawn.slot.styles.values())
    for variant in comparison.variants:
        others = _resources(variant.second.book)
        for resource_type in _RESOURCES:
            needed = {name: obj for name, obj in others.get(resource_type, {}).items() if name.encode() in drawn}
            if needed and resource_type not in resources:
                resources[resource_type] = Dictionary()
            for name in sorted(needed.keys() - set(resources.get(resource_type, {}).keys())):
                # Only an object with a number can be copied to another PDF.
                original = variant.second.book.make_indirect(needed[name])
                resources[resource_type][name] = comparison.first.book.copy_foreign(original)


def _with_beginning_apart(book: Pdf, content: StreamItems) -> StreamItems:
    """Put a long fixed beginning of a content stream into a stream of its own; return the stream without it.

    It then needs no compression for each participant.
    """
    first, *others = content.items
    if len(first.fixed) < _LONG:
        return content
    # An operator's operands stay together, though only a token may not be divided (7.8.2).
    end = first.fixed.rfind(b"\n") + 1 if first.moves else len(first.fixed)
    page = content.stream.page
    streams = list(page.Contents) if isinstance(page.Contents, Array) else [page.Contents]
    index = [other.objgen for other in streams].index(content.stream.stream.objgen)
    page.Contents = Array([*streams[:index], book.make_stream(first.fixed[:end]), *streams[index:]])
    return StreamItems(content.stream, (structs.replace(first, fixed=first.fixed[end:]), *others))


def _share_groups(book: Pdf) -> None:
    """Make equal transparency groups (11.6.6) one object, to which all drawings refer."""
    shared: dict[bytes, Object] = {}
    for obj in reachable_objects(book):
        if isinstance(obj, Stream) and "/Group" in obj:
            obj.Group = shared.setdefault(obj.Group.unparse(), book.make_indirect(obj.Group))


def _undrawn_texts(comparison: Comparison) -> dict[int, str]:
    """Return the paths of the texts that are not drawn, by their placeholders."""
    keys = comparison.first.placeholders.keys
    numbers = sorted(_all_numbers(comparison))
    return {number: keys[number].path for number in numbers if keys[number].place == UNDRAWN}


def _all_numbers(comparison: Comparison) -> set[int]:
    """Return all placeholders of the first rendering."""
    return set().union(*comparison.first.placeholders.numbers_by_page)


def _check_drawn(comparison: Comparison, undrawn: Mapping[int, str]) -> None:
    """Raise NeedsTypesetterError unless every placeholder is drawn as it is: as a slot, or on a continuation page."""
    places = [key.place for key in comparison.first.placeholders.keys]
    in_heads = {number for number, place in enumerate(places) if place == HEAD}
    overflow = {number for number, place in enumerate(places) if place == OVERFLOW}
    missing = _all_numbers(comparison) - undrawn.keys() - in_heads - comparison.drawn_numbers - overflow
    if missing or any(_has_remnant(run.text) for run in _fixed_runs(comparison)):
        raise NeedsTypesetterError(Reason.SLOT_NOT_DRAWN)


def _fixed_runs(comparison: Comparison) -> list[TextRun]:
    """Return the text runs of the first rendering that are no placeholders."""
    streams = comparison.first.streams()
    return [run for content in streams for run in content.stream.runs if number_of(run) < 0]


def _slot_fonts(comparison: Comparison, appearances: Sequence[AppearanceRendering]) -> set[str]:
    """Return the names of the fonts in which participants' texts are set, on pages and in form fields."""
    styles = [style for drawn in comparison.slots for style in drawn.slot.styles.values()]
    styles += [style for continuation in comparison.continuations for style in (continuation.title, continuation.text)]
    styles += [
        style
        for each in comparison.continuations
        if (legend := each.legend)
        for style in (legend.number, legend.name, legend.support)
    ]
    notes = [drawn.slot.note.font for drawn in comparison.slots if drawn.slot.note]
    runs = [drawn.run for drawn in comparison.slots] + [run for drawn in appearances for run in drawn.stream.runs]
    return {style.font for style in styles} | {run.font for run in runs} | set(notes)


def _fixed_codes(comparison: Comparison) -> dict[str, set[int]]:
    """Return the character codes that are drawn for everybody, on pages and in groups, by the names of the fonts."""
    contents = [_without_placeholders(content.stream) for content in comparison.first.streams()]
    groups = [obj for obj in comparison.first.book.objects if isinstance(obj, Stream) and "/Resources" in obj]
    codes: dict[str, set[int]] = {}
    for content in [*contents, *(group.read_bytes() for group in groups)]:
        for font, drawn in drawn_codes(content).items():
            codes.setdefault(font, set()).update(drawn)
    return codes


def _without_placeholders(stream: ContentStream) -> bytes:
    """Return what a content stream draws beside placeholders."""
    content, end = b"", 0
    for run in stream.runs:
        if number_of(run) >= 0:
            content += stream.data[end : run.start]
            end = run.end
    return content + stream.data[end:]


def _check_undrawn(book: Pdf, undrawn: Mapping[int, str]) -> None:
    """Raise NeedsTypesetterError unless every text that is not drawn is in the PDF's strings or metadata as it is.

    It may have been put into capitals, or cut off.
    """
    metadata = book.Root.Metadata.read_bytes().decode()
    texts = [metadata, *(str(text) for obj in reachable_objects(book) for text in strings(obj))]
    numbers = {int(number) for text in texts for number, _line in PLACEHOLDER.findall(text)}
    if numbers != undrawn.keys() or any(_has_remnant(PLACEHOLDER.sub("", text)) for text in texts):
        raise NeedsTypesetterError(Reason.TEXT_USED_IN_PDF)


def _has_remnant(text: str) -> bool:
    """Return True if a text has the letter that placeholders begin and end with, as it is or as in a URL."""
    return "þ" in text.lower() or "%c3%be" in text.lower()


@dataclass(frozen=True, slots=True)
class _Assembly:
    """Puts the objects into the fields of the master."""

    comparison: Comparison
    detached: _DetachedObjects
    objects: NumberedObjects
    appearances: Sequence[AppearanceRendering]
    language: str

    def master(self, merged: MergedFont, undrawn: dict[int, str]) -> Master:
        """Return the master; ``merged`` is the font of texts, ``undrawn`` are the texts that are not drawn."""
        book, detached, number = self.comparison.first.book, self.detached, self.objects.number
        return Master(
            asked=tuple(self._answers()),
            letters=merged.letters,
            language=self.language,
            fonts=self._fonts(merged),
            slots=tuple(self._slots()),
            shared_lines=tuple(self.comparison.shared_lines),
            undrawn=undrawn,
            contents=tuple(PageContent(number(content.stream.stream), content.items) for content in detached.contents),
            text_objects=tuple(self._text_object(obj) for obj in self.objects.with_placeholders),
            metadata=self._metadata(),
            marked_content=tuple(self._marked_content(page) for page in detached.page_owners),
            streams=tuple(self._fixed_stream(obj) for obj in self.objects.streams),
            objects=tuple(FixedObject(number(obj), self.objects.body(obj)) for obj in self.objects.others),
            root=number(book.trailer.Root),
            info=number(book.trailer.Info),
            next_number=self.objects.next_number,
            pages=len(book.pages),
            continuation_pages=tuple(self._continuation_page(page) for page in detached.continuation_pages),
            continuations=tuple(self.comparison.continuations),
            form=self._form(),
            heights=tuple(self.comparison.heights),
            row_pages=tuple(self.comparison.row_pages),
        )

    def _answers(self) -> Iterator[Answer]:
        """Yield the answers to the questions of all pages: last those for descriptions, which take longest."""
        values: dict[Question, int] = {}
        for page_answers in self.comparison.first.placeholders.answers_by_page:
            values |= page_answers
        for question in sorted(values):
            yield Answer(question, values[question])

    def _fonts(self, merged: MergedFont) -> dict[str, MasterFont]:
        """Return the fonts by their names. Raises NeedsTypesetterError if they do not shape as the typesetter's do."""
        fixed = _fixed_codes(self.comparison)
        fonts = {
            name: master_font(font, fixed.get(name, ()), merged, self.objects)
            for name, font in self.detached.fonts.items()
        }
        for drawn in self.comparison.slots:
            check_shaping(fonts[drawn.run.font], drawn.slot, drawn.run, self.language)
        return fonts

    def _slots(self) -> Iterator[MasterSlot]:
        """Yield the slots with the objects that they are in."""
        number = self.objects.number
        for drawn, slot_objects in zip(self.comparison.slots, self.detached.slots, strict=True):
            slot = drawn.slot
            if (element := slot_objects.element) is not None:
                entries = self.objects.entries_but(element, ("/K",))
                slot = structs.replace(slot, element=number(element), entries=entries, page=number(slot_objects.page))
            if (parent := slot_objects.parent) is not None:
                entries = self.objects.entries_but(parent, ("/K",))
                slot = structs.replace(slot, parent=number(parent), parent_entries=entries)
            yield slot

    def _continuation_page(self, page: ContinuationObjects) -> ContinuationPage:
        objects = self.objects
        return ContinuationPage(
            page=objects.number(page.page),
            element=objects.number(page.element),
            entries=objects.entries_but(page.element, ("/K",)),
            before=objects.references(page.before),
            after=objects.references(page.after),
        )

    def _marked_content(self, page: _PageOwners) -> MarkedContent:
        objects, owners = self.objects, page.owners
        return MarkedContent(objects.number(owners), objects.number(page.page), objects.body(owners)[1:-1], len(owners))

    def _fixed_stream(self, stream: Object) -> FixedStream:
        """Return a stream; unless it has another filter, such as a JPEG's, it is compressed as small as Flate can."""
        entries = {name: value for name, value in stream.items() if name not in ("/Length", "/DecodeParms")}
        data = stream.read_raw_bytes()
        if stream.get("/Filter", Name.FlateDecode) == Name.FlateDecode:
            data = zlib.compress(stream.read_bytes(), 9)
            entries["/Filter"] = Name.FlateDecode
        body = self.objects.body(Dictionary(entries))
        return FixedStream(self.objects.number(stream), body[2:-2], data)

    def _text_object(self, obj: Object) -> TextObject:
        """Return an object, cut at its strings with placeholders."""
        texts = placeholder_strings(obj)
        fixed, rest = [], self.objects.body(obj)
        for text in texts:
            before, _text, rest = rest.partition(text.unparse())
            fixed.append(before)
        return TextObject(self.objects.number(obj), (*fixed, rest), tuple(map(str, texts)))

    def _metadata(self) -> TextObject:
        """Return the XMP metadata, cut at its placeholders, for which texts are escaped as in XML."""
        metadata = self.detached.metadata
        # The pattern has two groups, a number and a line, which come after each part but the last.
        fixed, numbers, lines = (PLACEHOLDER.split(metadata.read_bytes().decode())[start::3] for start in range(3))
        return TextObject(
            self.objects.number(metadata),
            tuple(part.encode() for part in fixed),
            tuple(f"þ{number}{line}þ" for number, line in zip(numbers, lines, strict=True)),
        )

    def _form(self) -> MasterForm | None:
        if not self.detached.form:
            return None
        resources = _resources(self.comparison.first.book)
        return master_form(self.detached.form, self.objects, resources, self.appearances)
