"""A merger knows whom its master serves and which texts it can set, and makes the participant's own objects."""

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import pytest
from msgspec import structs

from tests.helpers.course import the_course
from tests.helpers.tiny_master import CONTENT, PAGE, SLOT, STYLE, shaped, tiny_master, tiny_objects
from worksheets.compose.page_data import PageData
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.font_subsets import letter_group
from worksheets.merge.merger import Merger
from worksheets.merge.model import (
    Answer,
    ContentItem,
    Continuation,
    ContinuationNote,
    ContinuationPage,
    ContinuationSource,
    ContinuationTags,
    FieldAppearance,
    FormField,
    MarkedContent,
    Master,
    MasterForm,
    MasterSlot,
    PageContent,
    Question,
    SlotKey,
    TitlePart,
)
from worksheets.merge.questions import ENTRIES, HAS, LEGEND
from worksheets.merge.text_setter import OverflowText
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS

NOTE = ContinuationNote(b"/Em", b"", "F0", b"8", 0.0, 12.0, b"[]", "a")
ROOMY = structs.replace(SLOT, room=40.0)
CONTINUATION = Continuation(
    keys=(SlotKey("nimi", "head"),), tags=ContinuationTags(b"/H2", b"", b"/P", b"/Line"), title=STYLE, text=STYLE,
    left=0.0, title_width=60.0, text_width=60.0, gap=5.0,
    lead=0.0, head=20.0, start=0.0, top=0.0, limit=200.0, foot=0.0, pages=(0,),
)  # fmt: skip


def merger_of(slot: MasterSlot = SLOT, **changes: object) -> Merger:
    master: Master = structs.replace(tiny_master(), slots=(slot,), **changes)
    return Merger(master)


@pytest.mark.parametrize(
    ("slot", "fit", "fits"),
    [
        (SLOT, Fit("normal", "abc"), True),
        (SLOT, Fit("normal", ""), False),  # Without a line, others would move.
        (SLOT, Fit("normal", "abc " * 30), False),
        (SLOT, Fit("normal", "abc ж"), False),
        (SLOT, Fit("small", "abc"), False),
        (SLOT, Fit("normal", "abc", overflow="abc"), False),
        (structs.replace(SLOT, note=NOTE), Fit("normal", "abc", overflow="abc"), True),
        (ROOMY, Fit("normal", ""), True),
        (ROOMY, Fit("normal", "abc\nabc"), True),
        (ROOMY, Fit("normal", "abc\nabc\nabc"), False),
        (structs.replace(ROOMY, room=39.9995), Fit("normal", "abc\nabc"), True),
        (structs.replace(ROOMY, room=39.9), Fit("normal", "abc\nabc"), False),
        (structs.replace(ROOMY, group=(0, 1)), Fit("normal", "abc\nabc"), False),
        (structs.replace(ROOMY, inline=True), Fit("normal", "abc\nabc"), False),
    ],
)
def test_a_slot_holds_what_moves_nothing_else(slot: MasterSlot, fit: Fit, *, fits: bool) -> None:
    assert merger_of(slot).setter.holds(slot, fit) is fits


def block_lengths(overflow: Sequence[str], label: str) -> list[list[int]]:
    """Return the numbers of lines of the blocks on each continuation page."""
    keys = [SlotKey("nimi", "head"), SlotKey("aika", "head")]
    texts = [OverflowText(key, text) for key, text in zip(keys, overflow, strict=False)]
    data = data_of({}, label)
    pages = merger_of().setter.lay_out_continuation(CONTINUATION, texts, data, ())
    return [[len(block.lines) for block in page.blocks] for page in pages]


def test_overflow_is_laid_out_under_labels() -> None:
    assert block_lengths([], "abc") == []
    assert block_lengths(["abc"], "abc") == [[1, 1]]
    assert block_lengths(["a\nb", "c"], "abc") == [[1, 2, 1, 1]]
    assert block_lengths(["a\nb\nc\na\nb\nc\na\nb\nc\na\nb"], "abc") == [[1, 9], [2]]


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("abc", "abc abc abc abc", Reason.LONG_LABEL),
        ("abc", "", Reason.LONG_LABEL),
        ("жук", "abc", Reason.LETTERS),
        ("abc", "жук", Reason.LETTERS),
        ("zzzzzzzzzzzzzzzz", "abc", Reason.LONG_WORD),
    ],
)
def test_overflow_that_only_the_typesetter_can_set_is_refused(text: str, label: str, reason: Reason) -> None:
    with pytest.raises(NeedsTypesetterError, match=reason.value):
        block_lengths([text], label)


class AbcData(PageData):
    """The data of a participant in a course in which all labels are the same: the tiny font has few letters."""

    every_label = "abc"

    def label(self, path: str) -> str:
        assert path in self.course.slots
        return self.every_label


def data_of(values: Mapping[str, str], label: str = "abc") -> PageData:
    data = AbcData(the_course(), Participant(dict(values)), read_layout("handout", the_course().folder))
    data.every_label = label
    return data


def content_of(objects: VariableObjects) -> bytes:
    (stream,) = objects.contents
    assert stream.number == CONTENT
    return zlib.decompress(stream.data)


def refusal(merger: Merger, data: PageData) -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        merger.merge(data)
    return error.value.refusal.reason


def test_a_participants_text_is_drawn_in_the_slot_and_stands_in_the_title() -> None:
    merger = merger_of()
    assert merger.merge(data_of({"nimi": "abc"})) == tiny_objects("abc")
    assert merger.handout(data_of({"nimi": "Cab"})) == merger.file(tiny_objects("Cab")).pdf


def test_nothing_of_one_participant_is_left_for_the_next() -> None:
    merger = merger_of()
    merger.merge(data_of({"nimi": "xyz"}))
    assert merger.merge(data_of({"nimi": "abc"})) == tiny_objects("abc")


def test_those_with_the_masters_answers_are_served() -> None:
    merger = merger_of(asked=(Answer(Question(HAS, "aika"), 1), Answer(Question(ENTRIES, "omat-verkostot"), 5)))
    assert merger.serves(data_of({"nimi": "abc", "aika": "abc"}))
    assert not merger.serves(data_of({"nimi": "abc"}))
    assert not merger.serves(data_of({"nimi": "abc", "aika": "abc", "omat-verkostot.6.nimi": "abc"}))
    assert refusal(merger, data_of({"nimi": "abc"})) is Reason.OTHER_ANSWERS


def test_a_master_without_a_legend_serves_nobody_who_has_one() -> None:
    merger = merger_of(asked=(Answer(Question(LEGEND, "verkostokartta.kontaktit"), 0),))
    assert merger.serves(data_of({"verkostokartta.kontaktit.1.nimi": "abc"}))
    assert not merger.serves(data_of({"verkostokartta.kontaktit.1.nimi": "abc " * 90}))


def test_an_empty_text_has_no_line_where_its_box_is_fixed() -> None:
    assert b" Tm" not in content_of(merger_of(ROOMY).merge(data_of({})))
    assert refusal(merger_of(), data_of({})) is Reason.MOVES_OTHERS


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"nimi": "жук"}, Reason.LETTERS),
        ({"nimi": "abc " * 8}, Reason.MOVES_OTHERS),
    ],
)
def test_what_only_the_typesetter_can_set_is_refused(values: dict[str, str], reason: Reason) -> None:
    assert refusal(merger_of(), data_of(values)) is reason


def test_the_texts_of_one_box_must_fit_it_together() -> None:
    slots = tuple(structs.replace(ROOMY, path=path, place="prompt", group=(0, 1)) for path in ("nimi", "aika"))
    contents = (PageContent(CONTENT, (ContentItem(b"", slot=0), ContentItem(b"", slot=1))),)
    merger = Merger(structs.replace(tiny_master(), slots=slots, contents=contents))
    for values in ({"nimi": "abc", "aika": "abc"}, {"nimi": "abc\nabc"}, {"aika": "abc\nabc"}):
        assert content_of(merger.merge(data_of(values))).count(b" Tm") == 2
    assert refusal(merger, data_of({"nimi": "abc\nabc", "aika": "abc"})) is Reason.MOVES_OTHERS
    low = structs.replace(merger.master, slots=tuple(structs.replace(slot, room=39.9) for slot in slots))
    assert refusal(Merger(low), data_of({"nimi": "abc", "aika": "abc"})) is Reason.MOVES_OTHERS


PATH = "tukiverkosto.esimies"
NOTED = structs.replace(
    SLOT, path=PATH, place="prompt", room=1000.0, styles={"normal": STYLE, "small": STYLE}, element=21, parent=22,
    note=structs.replace(NOTE, text="y"),
)  # fmt: skip
LONG = {PATH: "abc " * 100 + "z"}
"""Somebody with a text that goes on on another page, where it ends with another letter."""


def continuing(text_height: float, pages: int) -> Merger:
    """Return the merger of a master with continuation pages that hold so many pixels of text under the title."""
    continuation = structs.replace(
        CONTINUATION, keys=(NOTED.key,), pages=tuple(range(pages)), limit=20.0 + text_height,
        foot=30.0, title_width=180.0, text_width=10000.0,
    )  # fmt: skip
    items = (ContentItem(b"", slot=0), *(ContentItem(b"@", continuation_page=page) for page in range(pages)))
    return Merger(
        structs.replace(
            tiny_master(),
            slots=(NOTED,),
            contents=(PageContent(CONTENT, items),),
            marked_content=(MarkedContent(20, PAGE, b"null", 1),),
            continuations=(continuation,),
            continuation_pages=tuple(ContinuationPage(PAGE, 23 + page, b"", b"", b"") for page in range(pages)),
        )
    )


def test_a_text_that_overflows_needs_a_place_to_go_on() -> None:
    assert not merger_of(NOTED).serves(data_of(LONG))
    other = structs.replace(CONTINUATION, keys=(SlotKey("tukiverkosto.ystavat", "prompt"),))
    assert not merger_of(NOTED, continuations=(other,)).serves(data_of(LONG))


def test_overflow_must_take_the_pages_that_the_master_has() -> None:
    """The text takes one line, 20 px, and what follows takes 30 px."""
    assert continuing(50.0, 1).serves(data_of(LONG))
    assert not continuing(50.0, 2).serves(data_of(LONG))
    assert not continuing(49.0, 1).serves(data_of(LONG))
    assert not continuing(50.0, 1).serves(data_of({PATH: "abc"})), "nothing would stand on the page"


def test_overflow_is_drawn_on_its_page_under_its_label() -> None:
    merger, data = continuing(50.0, 1), data_of(LONG)
    objects = merger.merge(data)
    in_slot, on_page = content_of(objects).split(b"@")
    assert in_slot.count(b" Tm") > 1, "the note too"
    assert [line for line in on_page.splitlines() if line.endswith(b" TJ")] == [
        b"%s TJ" % shaped("abc").glyphs, b"%s TJ" % shaped(data.fit(PATH, "prompt").overflow).glyphs,
    ]  # fmt: skip
    assert dict(objects.objects)[23].count(b" 0 R") == 2, "the title and the text"


def test_a_line_beside_the_title_says_where_the_text_continues_from() -> None:
    merger, data = continuing(50.0, 1), data_of(LONG)
    (continuation,) = merger.master.continuations
    source = ContinuationSource(STYLE, b"<source>", left=10.0, width=500.0, align=1.0, texts=("cab",))
    parts = TitlePart(b"<title ", 2.5), TitlePart(b">")
    with_source = structs.replace(
        continuation, source=source, title_parts=parts, before_text=b"<text>", lead=3.0, foot=0.0
    )
    drawing = Merger(structs.replace(merger.master, continuations=(with_source,)))
    _in_slot, on_page = content_of(drawing.merge(data)).split(b"@")
    places = [on_page.index(part) for part in (b"<title 5.500000>", b"<source>", shaped("cab").glyphs, b"<text>")]
    assert places == sorted(places)
    start = 10.0 + 500.0 - shaped("cab").width / UNITS
    assert b"1 0 0 -1 %f" % start in on_page


def test_a_file_has_the_letters_of_slots_notes_labels_and_overflow() -> None:
    objects = continuing(50.0, 1).merge(data_of(LONG))
    assert objects.letter_groups == {"F0": frozenset(map(letter_group, "abc yz…"))}
    assert merger_of().merge(data_of({"nimi": "xB"})).letter_groups == {"F0": frozenset(map(letter_group, "xB"))}


def appearance(size_mm: float, size: int) -> FieldAppearance:
    style = structs.replace(STYLE, point=b"%d" % size, size=size * UNITS)
    return FieldAppearance(size_mm, b"[0 0 9 9]", b"", b"", style, 0.0, 75.0, 0.0)


def test_fields_are_filled_in_the_largest_size_that_holds_their_text() -> None:
    field = FormField(
        path=PATH, place="prompt", width=20.0, height=8.0, bold=False, number=21, entries=b"/T(x)", empty_appearance=25,
        appearances=(appearance(4.0, 15), appearance(2.0, 7)), default_appearances=(b"(/F 12 Tf)", b"(/F 6 Tf)"),
    )  # fmt: skip
    empty = structs.replace(field, path="aika", number=22)
    merger = merger_of(form=MasterForm((field, empty), PAGE, 23, b""))
    for text, point in (("abc", b"/F0 15 Tf"), ("abc abc abc abc", b"/F0 7 Tf")):
        objects = merger.merge(data_of({"nimi": "B", PATH: text}))
        bodies = dict(objects.objects)
        assert b"/V (%s)" % text.encode() in bodies[21]
        assert b"/V ()" in bodies[22]
        drawing, attachment = objects.streams
        assert point in zlib.decompress(drawing.data)
        assert json.loads(zlib.decompress(attachment.data))["course"] == the_course().name
        assert objects.letter_groups == {"F0": frozenset(map(letter_group, "B" + text))}


def test_a_form_s_field_that_must_be_higher_than_the_master_s_is_left_to_the_typesetter() -> None:
    field = FormField(
        path="kurssi", place="field", width=77.5, height=8.0, bold=False, number=21, entries=b"/T(x)",
        empty_appearance=25, appearances=(appearance(4.0, 15),), default_appearances=(b"(/F 12 Tf)",),
    )  # fmt: skip
    merger = merger_of(form=MasterForm((field,), PAGE, 23, b""))
    layout = read_layout("handout", the_course().folder)

    def form_data(course_name: str) -> PageData:
        return PageData(the_course(), Participant({"nimi": "B", "kurssi": course_name}), layout, fillable=True)

    assert b"/V (abc)" in dict(merger.merge(form_data("abc")).objects)[21]
    with pytest.raises(NeedsTypesetterError) as refused:
        merger.merge(form_data("abc " * 40))
    assert refused.value.refusal.reason is Reason.MOVES_OTHERS


def test_a_merger_without_a_form_describes_none() -> None:
    assert merger_of().merge(data_of({"nimi": "abc", PATH: "abc"})).streams == []


class CountingData(AbcData):
    """Counts how often each slot is asked for."""

    @cached_property
    def asked(self) -> Counter[str]:
        return Counter()

    def fit(self, path: str, place: str) -> Fit:
        self.asked[path] += 1
        return super().fit(path, place)


def test_a_slot_is_asked_for_once_for_the_check_and_the_merge() -> None:
    data = CountingData(the_course(), Participant({"nimi": "abc"}), read_layout("handout", the_course().folder))
    merger = merger_of()
    texts = merger.served(data)
    assert texts
    assert merger.merge_texts(texts) == tiny_objects("abc")
    assert data.asked == {"nimi": 1}


def test_an_empty_slot_has_its_objects_whatever_was_merged_before() -> None:
    slot, marked = structs.replace(ROOMY, note=NOTE, element=29, parent=30), MarkedContent(28, PAGE, b"", 0)
    merger = merger_of(slot, marked_content=(marked,))
    alone = merger_of(slot, marked_content=(marked,)).merge(data_of({}))
    merger.merge(data_of({"nimi": "abc"}))
    assert merger.merge(data_of({})) == alone
    assert {number for number, _body in alone.objects} >= {29, 30}
