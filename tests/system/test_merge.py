"""A merged handout is the same as the typeset one, whoever it is for, or the participant is typeset."""

import random
from collections.abc import Collection, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.alike import assert_alike, assert_drawn_alike, assert_owned, page_contents
from tests.helpers.course import HANDOUT_FIRST, LAYOUTS, example_group, in_each_layout, the_course
from tests.helpers.merging import (
    as_printed,
    edition_of,
    merged,
    merged_and_typeset,
    merger_for,
    page_data,
    surely_merged,
    talkative,
    typeset,
)
from tests.helpers.strategies import PROSE, few_examples
from tests.helpers.verapdf import failures
from worksheets.master.placeholders import ONE_LINE, PlaceholderData
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master, MasterSlot, SlotKey
from worksheets.pdf.content_stream import TextRun
from worksheets.people.participant import BLANK, Participant
from worksheets.people.texts import clean
from worksheets.text.fit import Fit
from worksheets.text.fonts import uncovered

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("merging")]

ODD = """
TE-palvelut (ja ”lainaus” ”sinä” – — … 1,5 –5 14.1.2026 klo 9.00–15.30 ja/tai a/b/c työ(ttömyys)turva C++ §5 +358 AVATA
https://www.esimerkki.fi/sivu nimi@esimerkki.fi Työ- o’clock 'x' [x] (a\\b) <b> &amp; A&B {{ }} %s þ0010þ Ngọc Łukasz
Çelik Straße fi-ff-fl 3×4 ! - ) ?! Ünal \\ \\( )( Dvořák ja/
"""
CODED = ["100\u00a0%", "5\u00a0000\u00a0€", "e\u0301", "ensin\nsitten"]
LONG = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseeri"
RARE = ("snake_case", "”sinä” (minä)", "Наталья", "田中", LONG, "ensin\n\nsitten")
"""What only the typesetter sets."""


def _corpus() -> str:
    chance = random.Random(2026)  # noqa: S311 - no secret
    lists = (chance.choices((PROSE, [*ODD.split(), *CODED], RARE), (980, 150, 1))[0] for _word in range(6000))
    return " ".join(chance.choice(words) for words in lists)


CORPUS = _corpus()


@st.composite
def answers(draw: st.DrawFn, most: int) -> str:
    """Return Finnish of up to so many characters, with odd words in it, and now and then what cannot be merged."""
    start, length = draw(st.integers(0, len(CORPUS) - most)), draw(st.integers(0, most))
    return clean(CORPUS[start : start + length])


@st.composite
def lengths(draw: st.DrawFn) -> dict[str, int]:
    """Return the slots that some people fill, with the most letters of an answer; most answers fit their places."""
    much = draw(st.sampled_from((1, 2, 3, 4, 2, 1)))
    most = {"nimi": 20, "verkostokartta.uudet-kontaktit": 75 * much}
    fields = draw(st.sampled_from(("", "kurssi aika paikka", "kouluttaja paikka ryhma organisaatio")))
    most |= dict.fromkeys(fields.split(), 10 * much)
    most |= {f"tukiverkosto.{part.id}": 62 * much for part in the_course().part("tukiverkosto").parts}
    networks, contacts = draw(st.sampled_from((0, 3, 4, 5, 7))), draw(st.sampled_from((0, 1, 5, 8, 10)))
    for row in range(1, networks + 1):
        most |= {f"omat-verkostot.{row}.{part}": 15 * much for part in ("nimi", "luonut", "saanut")}
    for row in range(1, contacts + 1):
        most |= {f"verkostokartta.kontaktit.{row}.{part}": 6 * much for part in ("nimi", "apu")}
    return most


@st.composite
def pairs(draw: st.DrawFn) -> list[Participant]:
    """Return two participants with answers of all lengths to the same questions, so that one master serves most."""
    most, limits = draw(lengths()), the_course().slots
    people = []
    for _number in range(2):
        values = {path: draw(answers(length))[: limits[path].limit] for path, length in most.items()}
        people.append(as_printed(Participant({"nimi": "Aino"} | {path: text for path, text in values.items() if text})))
    return people


@pytest.mark.hypothesis
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_anybody_is_merged_as_they_are_typeset(layout: str) -> None:
    was_merged: list[bool] = []

    @few_examples(1, long=150 if layout == "handout" else 100)
    @given(pairs())
    def try_participants(participants: list[Participant]) -> None:
        for participant in participants:
            pdf = merged(layout, participant)
            was_merged.append(pdf is not None)
            if pdf is not None:
                # To compare everything takes long, so every fifth handout is compared in full.
                compare = assert_drawn_alike if len(was_merged) % 5 else assert_alike
                compare(pdf, typeset(layout, participant))
                assert_owned(pdf)

    try_participants()
    assert sum(was_merged) > 0.6 * len(was_merged), "most are merged"


@pytest.mark.parametrize(
    ("layout", "number"),
    [
        *in_each_layout([0, 1, 2, 3, 5], slides=1, handouts=1),
        ("handout", 4),  # Rows that are as high as they need, rows that continue, and a legend.
    ],
)
def test_the_example_group_is_merged_as_it_is_typeset(layout: str, number: int) -> None:
    assert_alike(*merged_and_typeset(layout, number))


LEFT_ALONE = ("Наталья", "田中", "ensin\n\nsitten", "on on " + "sinä ”ja” (minä) " * 10)


@pytest.mark.parametrize(("layout", "text"), in_each_layout(LEFT_ALONE, slides=0))
def test_a_text_that_only_the_typesetter_sets_is_left_to_it(layout: str, text: str) -> None:
    assert merged(layout, Participant({"nimi": "Aino", "tukiverkosto.esimies": text})) is None


@pytest.mark.long
def test_a_participant_whose_course_is_too_long_for_its_line_is_typeset() -> None:
    """The note that it continues would be on that line, too."""
    assert merged("slides", as_printed(example_group()[4])) is None


MUCH = (250, 60, 0, 0, 0, 0, 0, 0, 0, 0, 200)
"""Words for each prompt, and for the text on the map's page."""
PROMPTS = "tukiverkosto, verkostokartta"
"""The pages with prompts, and with a text beside the map."""


@cache
def overflowing(layout: str, counts: tuple[int, ...]) -> tuple[bytes, bytes]:
    """Return the handout of a participant with so many words, merged and typeset."""
    participant = talkative(counts)
    return surely_merged(layout, participant), typeset(layout, participant)


COUNTS = (
    (250, 250, 0, 40, 250, 0, 0, 0, 0, 0, 200),
    (60,),
    (120, 60, 110, 70, 100, 80, 90, 90, 95, 105),
)
MORE_COUNTS = ((240, 0, 0, 0, 0, 0, 0, 0, 0, 40, 240), (0, 0, 70, 1, 0, 90), (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200))


@pytest.mark.parametrize(
    ("layout", "counts"),
    [
        (f"handout: {PROMPTS}", MUCH),
        *in_each_layout(COUNTS, slides=0, handouts=0),
        *(pytest.param("handout", counts, marks=pytest.mark.long) for counts in MORE_COUNTS),
    ],
)
def test_overflow_is_merged_as_it_is_typeset(layout: str, counts: tuple[int, ...]) -> None:
    pdf, typeset_pdf = overflowing(layout, counts)
    assert len(page_contents(pdf)) > len(edition_of(layout).pages)
    assert_alike(pdf, typeset_pdf)
    assert_owned(pdf)


def test_a_template_may_not_ask_which_texts_overflow() -> None:
    key = SlotKey("tukiverkosto.esimies", "prompt")
    filling = PlaceholderData(lambda: page_data("handout", talkative((60,))), ONE_LINE, [], overflow_lines={key: 2})()
    assert not filling.overflow
    filling.fit(key.path, key.place)
    assert filling.overflow
    assert list(filling.overflow) == [key.path]
    for ask in (len, lambda texts: key.path in texts, lambda texts: texts[key.path], lambda texts: texts.get(key.path)):
        with pytest.raises(TypeError, match="^a template asks"):
            ask(filling.overflow)


@pytest.mark.parametrize("layout", [f"handout: {PROMPTS}", pytest.param("slides", marks=pytest.mark.long)])
def test_a_master_serves_everybody_with_as_many_continuation_pages(layout: str) -> None:
    first, same, longer = (talkative(counts) for counts in ((60,), (0, 64, 0, 0, 3), MUCH))
    assert merger_for(layout, first) is merger_for(layout, same)
    assert merger_for(layout, first) is not merger_for(layout, longer)
    assert not merger_for(layout, first).serves(page_data(layout, as_printed(Participant({"nimi": "Aino"}))))
    assert not merger_for(layout, Participant({"nimi": "Aino"})).serves(page_data(layout, first))


HIGH = "Käyn tapaamisissa kahden kuukauden välein ja jaan materiaaleja muille"


def with_rows(high: tuple[int, ...], count: int = 5, words: int = 0) -> Participant:
    """Return a participant with a table of so many rows, of which some are high, and so many words for a prompt."""
    rows = {number: HIGH if number in high else "Kahvit" for number in range(1, count + 1)}
    values = {f"omat-verkostot.{row}.{part}": text for row, text in rows.items() for part in ("nimi", "yllapito")}
    return as_printed(Participant({"nimi": "Aino", **values, **talkative((words,)).values}))


ROWS = "slides: omat-verkostot"
"""The page with this table: on slides three of its rows have room on their page, and the others continue at the end."""


@pytest.mark.parametrize(
    ("layout", "words"), [(ROWS, 0), *(pytest.param("slides", words, marks=pytest.mark.long) for words in (0, 60))]
)
def test_rows_that_continue_are_as_high_as_their_texts_and_move_what_is_below(layout: str, words: int) -> None:
    participants = [with_rows(high, words=words) for high in ((1, 4), (1, 5), (1, 4, 5))]
    assert len({merger_for(layout, participant) for participant in participants}) == 1
    drawn = [surely_merged(layout, participant) for participant in participants]
    for pdf, participant in zip(drawn, participants, strict=True):
        assert_alike(pdf, typeset(layout, participant))
        assert_owned(pdf)
    heights = {tuple(run.y for page in page_contents(pdf)[-2:] for run in page.runs) for pdf in drawn}
    assert len(heights) == 3, "what is below a high row is elsewhere"


@pytest.mark.parametrize("words", [25, 45])
def test_rows_that_are_as_high_as_they_need_move_those_below_them(words: int) -> None:
    values = {f"omat-verkostot.{row}.{part}": "sana" for row in range(1, 6) for part in ("nimi", "luonut")}
    values["omat-verkostot.2.saanut"] = " ".join(PROSE[:words])
    participant = as_printed(Participant({"nimi": "Aino", **values}))
    data = page_data("handout", participant)
    assert data.page_rows("omat-verkostot").is_tight
    assert_alike(surely_merged("handout", participant), typeset("handout", participant))


def contacts(count: int, long: Collection[int], prompt: int = 0) -> Participant:
    """Return a participant with so many contacts, some with long texts, by their numbers, and with a long answer."""
    path, values = "verkostokartta.kontaktit", talkative((prompt,)).values
    for number in range(1, count + 1):
        words = 1 + number % 2, 15 + 9 * number if number in long else 3
        texts = (" ".join(PROSE[number : number + each]) for each in words)
        values = {**values, **dict(zip((f"{path}.{number}.nimi", f"{path}.{number}.apu"), texts, strict=True))}
    return as_printed(Participant(values))


@pytest.mark.parametrize(
    ("count", "long", "prompt"),
    [
        (8, (2, 5), 0),
        *(
            pytest.param(*case, marks=pytest.mark.long)
            for case in ((8, (1,), 60), (1, (1,), 0), (11, (3, 9, 11), 120), (8, range(1, 9), 60), (40, (), 0))
        ),
    ],
)
def test_contacts_too_long_for_their_balls_are_merged_into_a_legend(
    count: int, long: Collection[int], prompt: int
) -> None:
    participant = contacts(count, long, prompt)
    pdf, typeset_pdf = surely_merged("handout", participant), typeset("handout", participant)
    assert_alike(pdf, typeset_pdf)
    assert_owned(pdf)


def test_a_master_with_a_legend_serves_others_whose_other_contacts_are_too_long() -> None:
    first, same, without = (contacts(8, long) for long in ((2, 5), (7,), ()))
    merger = merger_for("handout", first)
    assert merger.serves(page_data("handout", same))
    assert not merger.serves(page_data("handout", without))
    assert_alike(merger.handout(page_data("handout", same)), typeset("handout", same))


def test_a_template_may_not_ask_which_contacts_are_in_the_legend() -> None:
    filling = PlaceholderData(lambda: page_data("handout", contacts(8, (2,))), ONE_LINE, [])()
    drawn = filling.map("verkostokartta.kontaktit")
    assert drawn.numbered
    for asks in (bool, str):
        with pytest.raises(TypeError):
            asks(drawn.bubbles[0].number)


def test_rows_that_go_on_another_page_have_another_master() -> None:
    few, many = with_rows((1,), 8), with_rows((1, 4, 5, 6, 7, 8), 8)
    assert merger_for(ROWS, few) is not merger_for(ROWS, many)
    for participant in (few, many):
        assert_alike(surely_merged(ROWS, participant), typeset(ROWS, participant))


@pytest.mark.parametrize("layout", ["handout: omat-verkostot", pytest.param("slides", marks=pytest.mark.long)])
def test_a_row_that_is_divided_is_typeset(layout: str) -> None:
    assert merged(layout, with_rows((), 12)) is not None
    divided = Participant({**with_rows((), 12).values, "omat-verkostot.12.yllapito": "x" * 1500})
    assert merged(layout, as_printed(divided)) is None


ALIKE = {0xA0: " ", 0x2010: "-", 0x2011: "-"}
"""Letters that share a glyph; a file gives a glyph only one of them."""


def words_merged(span: range) -> tuple[list[str], list[MasterSlot]]:
    """Return a word with each letter of a span that can be merged, and the slots to print them in."""
    merger = merger_for("handout", Participant({"nimi": "Aino"}))
    slots = [slot for slot in merger.master.slots if slot.place in ("cell", "prompt")]
    words = [f"a{chr(code)}b" for code in span if is_letter(chr(code))]
    assert len(words) > 300, "there are letters"
    return [word for word in words if merger.setter.holds(slots[0], Fit("normal", word))], slots


@pytest.mark.parametrize(
    ("span", "count"),
    [
        (range(0x20, 0x250), 400),
        *(
            pytest.param(*span, marks=pytest.mark.long)
            for span in ((range(0x1E00, 0x2000), 180), (range(0x2000, 0x2200), 45))
        ),
    ],
)
def test_every_letter_that_can_be_merged_is_drawn_as_it_is_typeset(span: range, count: int) -> None:
    merger = merger_for("handout", Participant({"nimi": "Aino"}))
    words, slots = words_merged(span)
    assert len(words) >= count
    texts = [" ".join(words[start : start + 20]) for start in range(0, len(words), 20)]
    values = dict(zip([slot.path for slot in slots], texts, strict=False))
    participant = Participant({"nimi": "Aino", **values})
    pdf = merger.handout(page_data("handout", participant))
    pairs = zip(page_contents(pdf), page_contents(typeset("handout", participant)), strict=True)
    for page, other in pairs:
        assert [as_seen(run) for run in page.runs] == [as_seen(run) for run in other.runs]


@pytest.mark.parametrize("span", [range(0x250, 0x1000), range(0xFB00, 0xFF00)])
def test_letters_of_other_scripts_are_left_to_the_typesetter(span: range) -> None:
    assert words_merged(span)[0] == []


def is_letter(letter: str) -> bool:
    """Return whether a letter can be typed, and some font has it."""
    try:
        return clean(f"a{letter}b") == f"a{letter}b" and not (uncovered(letter) or letter == "_")
    except ValueError:
        return False


def as_seen(run: TextRun) -> tuple[str, str, float, float, bytes]:
    return run.text.translate(ALIKE), run.font, round(run.x, 2), round(run.y, 2), run.glyphs


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_a_blank_handout_is_merged_too(layout: str) -> None:
    assert_alike(surely_merged(layout, BLANK), typeset(layout, BLANK))


HOSTILE = ("þ0010þ", "A (B) \\ C)", "<b>&amp; \"'", "{{ 7 * 7 }}", "Ngọc Łukasz", "5\u00a0000 – %s %(x)s", "\\n\\")


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        *in_each_layout(HOSTILE[:2], slides=0, handouts=1),
        *(pytest.param("handout", name, marks=pytest.mark.long) for name in HOSTILE[2:]),
    ],
)
def test_a_hostile_name_is_merged_as_it_is_typeset(layout: str, name: str) -> None:
    """Those that are left to the long lane stand in the other answers."""
    hostile = dict.fromkeys(("nimi", "paikka", "tukiverkosto.esimies", "verkostokartta.kontaktit.1.nimi"), name)
    prompts = [f"tukiverkosto.{part.id}" for part in the_course().part("tukiverkosto").parts]
    rows = [f"omat-verkostot.{row}.{column}" for row in (1, 2) for column in ("nimi", "luonut", "saanut")]
    others = dict(zip((*prompts[3:], *rows), HOSTILE * 2, strict=False))
    participant = as_printed(Participant(hostile | others))
    assert_alike(surely_merged(layout, participant), typeset(layout, participant))


@pytest.mark.parametrize(("layout", "number"), [*in_each_layout([0, 1], slides=1, handouts=1), ("handout", 4)])
def test_verapdf_finds_nothing_in_a_merged_handout(layout: str, number: int, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(merged_and_typeset(layout, number)[0])
    assert failures(path) == []


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_verapdf_finds_nothing_in_a_merged_blank(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(surely_merged(layout, BLANK))
    assert failures(path) == []


@pytest.mark.parametrize("layout", [f"handout: {PROMPTS}", pytest.param("slides", marks=pytest.mark.long)])
def test_verapdf_finds_nothing_in_merged_overflow(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(overflowing(layout, MUCH)[0])
    assert failures(path) == []


@pytest.mark.long  # In the usual lane, test_a_merged_handout_is_hardly_larger compares handouts that do not overflow.
@pytest.mark.parametrize("layout", LAYOUTS)
def test_merged_overflow_is_hardly_larger(layout: str) -> None:
    ours, theirs = overflowing(layout, MUCH)
    assert len(ours) <= 1.05 * len(theirs)


@pytest.mark.parametrize(("layout", "number"), in_each_layout([0, 1, 2, 5], slides=1, handouts=1))
def test_a_merged_handout_is_hardly_larger(layout: str, number: int) -> None:
    ours, theirs = merged_and_typeset(layout, number)
    assert len(ours) <= 1.05 * len(theirs)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_participant_gets_the_same_bytes(layout: str) -> None:
    participant = as_printed(example_group()[0])
    merger = merger_for(layout, participant)
    first = merger.handout(page_data(layout, participant))
    assert merger.handout(page_data(layout, participant)) == first
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(merger.master), type=Master)
    assert kept == merger.master
    assert Merger(kept).handout(page_data(layout, participant)) == first


@pytest.mark.parametrize(("layout", "number"), in_each_layout([0, 1], slides=1, handouts=1))
def test_a_merged_file_is_clean(layout: str, number: int) -> None:
    pdf = merged_and_typeset(layout, number)[0]
    assert_owned(pdf)
    assert pdf.count(b"startxref") == pdf.count(b"%%EOF") == 1
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert book.get_warnings() == []
        reached = set(reached_from(book.trailer))
        kept = {obj.objgen for obj in book.objects if not is_container(obj)}
        assert kept == reached
        assert len(list(book.objects)) + 1 == int(book.trailer.Size), "no number is left out"


def is_container(obj: pikepdf.Object) -> bool:
    """Return whether an object is an object stream or a cross-reference stream."""
    return isinstance(obj, pikepdf.Stream) and obj.get("/Type") in ("/ObjStm", "/XRef")


def reached_from(root: pikepdf.Object) -> Iterator[tuple[int, int]]:
    """Yield the numbers of all objects that a file's trailer leads to."""
    waiting, seen = [root], set()
    while waiting:
        obj = waiting.pop()
        if obj.is_indirect and obj.objgen in seen:
            continue
        if obj.is_indirect:
            seen.add(obj.objgen)
            yield obj.objgen
        kids = obj.values() if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream) else obj
        if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            waiting += [kid for kid in kids if isinstance(kid, pikepdf.Object)]
