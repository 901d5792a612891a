"""A merged handout is the typeset one, whoever's it is, or there is none; and nothing of anybody else is in it."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.course import LAYOUTS, ROOT, example_group, the_course
from tests.helpers.pdf import bookmarks
from tests.helpers.verapdf import failures
from tests.unit.compose.test_page_data import NO_SHRINKING
from tests.unit.compose.test_templates import HEAD, page_of
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.master.build import MasterBuilder
from worksheets.master.placeholders import PlaceholderData
from worksheets.master.renderings import PLAIN
from worksheets.master.store import MasterStore
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master
from worksheets.packet.pipeline import typeset_handout as typeset
from worksheets.pdf.content_stream import TextRun, read_content
from worksheets.people.participant import BLANK, Participant, clean
from worksheets.resources import STYLES
from worksheets.text.fit import Fit
from worksheets.text.fonts import uncovered

DPI = 150
NEAR = 0.01 * 96 / 72
"""A hundredth of a point, in CSS pixels."""
LAST_DIGIT = 1.5e-6
"""The typesetter writes six decimals."""
STATES = (b" rg", b" gs")
"""What sets a text's colour."""
ENCLOSING = (b"", b"q", b"Q", b"/Span", b"<<>>", b"BDC", b"EMC", b"/Span <<>> BDC")
ID = re.compile(r'"\d+-(\d+-\d+)"')
"""A table cell's name, of which the first number is an object's."""
PROSE = (ROOT / "tests" / "data" / "words" / "deck.txt").read_text("utf-8").replace("=====", "").split()
ODD = """
TE-palvelut (ja ”lainaus” ”sinä” – — … 1,5 –5 14.1.2026 klo 9.00–15.30 ja/tai a/b/c työ(ttömyys)turva C++ §5 +358 AVATA
https://www.esimerkki.fi/sivu nimi@esimerkki.fi Työ- o’clock 'x' [x] (a\\b) <b> &amp; A&B {{ }} %s þ0010þ Ngọc Łukasz
Çelik Straße fi-ff-fl 3×4 ! - ) ?! Ünal \\ \\( )( Dvořák ja/
"""
CODED = ["100\u00a0%", "5\u00a0000\u00a0€", "e\u0301", "ensin\nsitten"]
LONG = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseeri"
RARE = ("snake_case", "”sinä” (minä)", "Наталья", "田中", LONG, "ensin\n\nsitten")
"""What the typesetter must set."""


def _corpus() -> str:
    chance = random.Random(2026)  # noqa: S311 - no secret
    words = (chance.choices((PROSE, [*ODD.split(), *CODED], RARE), (980, 150, 1))[0] for _word in range(6000))
    return " ".join(chance.choice(some) for some in words)


CORPUS = _corpus()


@st.composite
def told(draw: st.DrawFn, most: int) -> str:
    """Return a stretch of Finnish with odd words in it, and now and then what cannot be merged."""
    start, length = draw(st.integers(0, len(CORPUS) - most)), draw(st.integers(0, most))
    return clean(CORPUS[start : start + length])


@st.composite
def people(draw: st.DrawFn) -> Participant:
    """Return anybody: with all lengths of answers, though most have none that is too long for its place."""
    course = the_course()
    much = draw(st.sampled_from((1, 2, 3, 4, 2, 1)))
    values = {"nimi": draw(told(20)) or "Aino", "verkostokartta.uudet-kontaktit": draw(told(75 * much))}
    fields = draw(st.sampled_from(("", "kurssi aika paikka", "kouluttaja paikka ryhma organisaatio")))
    values |= {path: draw(told(10 * much)) for path in fields.split()}
    values |= {f"tukiverkosto.{part.id}": draw(told(62 * much)) for part in course.part("tukiverkosto").parts}
    networks, contacts = draw(st.sampled_from((0, 3, 4, 5, 7))), draw(st.sampled_from((0, 1, 5, 8, 10)))
    for row in range(1, networks + 1):
        values |= {f"omat-verkostot.{row}.{part}": draw(told(15 * much)) for part in ("nimi", "luonut", "saanut")}
    for row in range(1, contacts + 1):
        values |= {f"verkostokartta.kontaktit.{row}.{part}": draw(told(6 * much)) for part in ("nimi", "apu")}
    return said(Participant({path: text[: course.slots[path].limit] for path, text in values.items() if text}))


def said(participant: Participant) -> Participant:
    """Return a participant as they are printed."""
    return printed(participant, the_course(), AS_USUAL)


@cache
def edition_of(layout: str) -> Edition:
    course = the_course()
    return Edition(course, course.pages, read_layout(layout, course.folder))


@cache
def builder_of(layout: str) -> MasterBuilder:
    return MasterBuilder(edition_of(layout).pages)


PRESSES: dict[str, list[Merger]] = {layout: [] for layout in LAYOUTS}
"""Those that have been made, by their layouts."""


def filling_of(layout: str, participant: Participant) -> PageData:
    return MasterStore(edition_of(layout)).filling(participant)


def press_for(layout: str, participant: Participant) -> Merger:
    """Return a merger that serves a participant: of the shipped course everybody's pages can be built."""
    mergers = PRESSES[layout]
    found = [merger for merger in mergers if merger.serves(filling_of(layout, participant))]
    if not found:
        found = [Merger(builder_of(layout).build(lambda: filling_of(layout, participant)))]
        mergers += found
    return found[0]


def merged(layout: str, participant: Participant) -> bytes | None:
    """Return a participant's handout as it is merged; None when it must be typeset."""
    try:
        merger = press_for(layout, participant)
        return merger.handout(filling_of(layout, participant))
    except NeedsTypesetterError:
        return None


def surely_merged(layout: str, participant: Participant) -> bytes:
    pdf = merged(layout, participant)
    assert pdf is not None
    return pdf


@cache
def pair(layout: str, number: int) -> tuple[bytes, bytes]:
    """Return the handout of one of the example group, merged and typeset."""
    one = said(example_group()[number])
    return surely_merged(layout, one), typeset(edition_of(layout), one)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: its runs of text, the state in which each is drawn, and all else."""

    runs: list[TextRun]
    states: list[dict[bytes, bytes]]
    rest: list[bytes]


def pages_of(pdf: bytes) -> list[Shown]:
    """Return what each page shows; all that it draws with is named by what it is."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return [
            Shown([run for one in page for run in one.runs], list(states(data)), rest_of(data))
            for page in read_content(book, {})
            for data in [b"\n".join(one.data.strip() for one in page)]
        ]


def states(data: bytes) -> Iterator[dict[bytes, bytes]]:
    """Yield the graphics state of each text: what was last said by each operator of those that set it."""
    known: dict[bytes, bytes] = {}
    kept = []
    for line in data.split(b"\n"):
        if line == b"q":
            kept.append(known)
        elif line == b"Q":
            known = kept.pop()
        elif line == b"BT":
            yield known
        elif line.endswith(STATES):
            known = {**known, line[-3:]: line}


def rest_of(data: bytes) -> list[bytes]:
    """Return what a page's content draws or sets but for texts, their states, and what encloses them."""
    lines = re.sub(rb"BT\n.*?\nET\n|/MCID \d+", b"", data, flags=re.DOTALL).split(b"\n")
    return [line for line in lines if not line.endswith(STATES) and line not in ENCLOSING]


def is_same_run(one: TextRun, other: TextRun) -> bool:
    drawn_with = (one.font, float(one.point), one.glyphs, one.text)
    near = abs(one.x - other.x) < NEAR and abs(one.y - other.y) < NEAR
    return near and drawn_with == (other.font, float(other.point), other.glyphs, other.text)


def is_same_rest(one: bytes, other: bytes) -> bool:
    """Tell whether the same is drawn; what the typesetter adds up may be rounded another way in the last digit."""
    ours, theirs = (re.split(rb"(\d+\.\d+)", text) for text in (one, other))
    pairs = enumerate(zip(ours, theirs, strict=False))
    same = (a == b or (place % 2 == 1 and abs(float(a) - float(b)) < LAST_DIGIT) for place, (a, b) in pairs)
    return len(ours) == len(theirs) and all(same)


def assert_drawn_alike(one: bytes, other: bytes) -> None:
    pages, others = pages_of(one), pages_of(other)
    assert len(pages) == len(others)
    for page, there in zip(pages, others, strict=True):
        assert len(page.runs) == len(there.runs)
        differing = [pair for pair in zip(page.runs, there.runs, strict=True) if not is_same_run(*pair)]
        assert not differing
        assert page.states == there.states
        assert is_same_rest(b"\n".join(page.rest), b"\n".join(there.rest))


def pixels(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=DPI / 72).buffer) for page in document]


def tree(pdf: bytes) -> list[tuple[int, str]]:
    """Return the structure elements in order: how deep they lie, what they say of themselves, the texts in them."""
    with pikepdf.open(BytesIO(pdf)) as book:
        pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        runs = enumerate(read_content(book))
        texts = {(n, run.mark): run.text for n, page in runs for stream in page for run in stream.runs}
        return list(_branch(book.Root.StructTreeRoot.K[0], 0, pages, texts))


def _branch(
    element: pikepdf.Object, depth: int, pages: dict[tuple[int, int], int], texts: dict[tuple[int, int | None], str]
) -> Iterator[tuple[int, str]]:
    page = pages[element.Pg.objgen] if "/Pg" in element else -1
    told = " ".join(f"{key}={value!r}" for key, value in element.items() if key not in ("/K", "/P", "/Pg"))
    yield depth, ID.sub(r"\1", told)
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/MasterFont") == "/OBJR":
            yield depth, kid.Obj.A.unparse(resolved=True).decode()
        elif isinstance(kid, pikepdf.Dictionary):
            assert kid.P.objgen == element.objgen
            yield from _branch(kid, depth + 1, pages, texts)
        elif kid is not None:
            yield depth, f"{page}: {texts.get((page, int(kid)))}"


def about(pdf: bytes) -> list[object]:
    """Return what a file says of itself: its title, its language, its metadata, its bookmarks, its pages' sizes."""
    with pikepdf.open(BytesIO(pdf)) as book:
        root = book.Root
        sizes = [(page.MediaBox.unparse(), sorted(page.obj.keys())) for page in book.pages]
        info = {str(key): str(value) for key, value in book.docinfo.items()}
        told = [str(root.Lang), root.ViewerPreferences.unparse(), root.Metadata.read_bytes(), book.pdf_version]
        return [info, sorted(root.keys()), *told, bookmarks(pdf), sizes]


def assert_owned(pdf: bytes) -> None:
    """Require that the parent tree and the elements say the same of each piece of marked content."""
    with pikepdf.open(BytesIO(pdf)) as book:
        numbers = book.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page, streams in zip(book.pages, read_content(book), strict=True):
            marks = [int(mark) for one in streams for mark in re.findall(rb"/MCID (\d+)", one.data)]
            assert len(marks) == len(set(marks))
            for mark in marks:
                owner = owners[int(page.StructParents)][mark]
                kids = list(owner.K) if isinstance(owner.K, pikepdf.Array) else [owner.K]
                assert mark in [int(kid) for kid in kids if not isinstance(kid, pikepdf.Object)]
                assert owner.Pg.objgen == page.objgen


def assert_alike(one: bytes, other: bytes) -> None:
    """Require that two handouts are the same in all that a reader, an eye or a screen reader could tell."""
    assert_drawn_alike(one, other)
    assert tree(one) == tree(other)
    assert about(one) == about(other)
    assert pixels(one) == pixels(other)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whatever_is_pressed_is_as_it_would_be_typeset(layout: str) -> None:
    done: list[bool] = []

    @settings(max_examples=16, deadline=None, phases=NO_SHRINKING)
    @given(people())
    def try_one(participant: Participant) -> None:
        pdf = merged(layout, participant)
        done.append(pdf is not None)
        if pdf is not None:
            # To look at everything takes long: at every fifth it is done.
            compare = assert_drawn_alike if len(done) % 5 else assert_alike
            compare(pdf, typeset(edition_of(layout), participant))
            assert_owned(pdf)

    try_one()
    assert sum(done) > 0.6 * len(done), "most are merged"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_the_example_group_is_pressed_as_it_would_be_typeset(layout: str, number: int) -> None:
    assert_alike(*pair(layout, number))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_writes_what_may_be_parted_in_two_ways_gets_the_typesetters(layout: str) -> None:
    one = said(example_group()[3])
    pdf = merged(layout, one)
    if pdf is not None:
        assert_alike(pdf, typeset(edition_of(layout), one))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_who_has_more_to_say_than_every_place_holds_is_not_pressed(layout: str) -> None:
    assert merged(layout, said(example_group()[4])) is None


def talkative(lengths: Iterable[int]) -> Participant:
    """Return a participant with so many words for each prompt, and at last for the text on the map's page."""
    paths = [f"tukiverkosto.{part.id}" for part in the_course().part("tukiverkosto").parts]
    paths.append("verkostokartta.uudet-kontaktit")
    words = dict(zip(paths, lengths, strict=False))
    return said(Participant({"nimi": "Aino", **{path: " ".join(PROSE[:count]) for path, count in words.items()}}))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "lengths",
    [
        (60,),
        (0, 0, 70, 1, 0, 90),
        (250, 250, 0, 40, 250),
        (120, 60, 110, 70, 100, 80, 90, 90, 95, 105),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200),
        (240, 0, 0, 0, 0, 0, 0, 0, 0, 40, 240),
    ],
)
def test_what_goes_on_overleaf_is_pressed_as_it_would_be_typeset(layout: str, lengths: tuple[int, ...]) -> None:
    participant = talkative(lengths)
    assert len(pages_of(surely_merged(layout, participant))) > len(the_course().pages)
    assert_alike(surely_merged(layout, participant), typeset(edition_of(layout), participant))
    assert_owned(surely_merged(layout, participant))


def test_a_template_may_not_ask_what_goes_on_overleaf() -> None:
    key = ("tukiverkosto.esimies", "prompt")
    filling = PlaceholderData(lambda: filling_of("handout", talkative((60,))), PLAIN, [], onward={key: 2})()
    assert not filling.rests
    filling.fit(*key)
    assert filling.rests
    assert list(filling.rests) == [key[0]]
    for ask in (len, lambda rests: key[0] in rests, lambda rests: rests[key[0]], lambda rests: rests.get(key[0])):
        with pytest.raises(TypeError, match="^a template asks"):
            ask(filling.rests)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_plate_serves_all_whose_texts_go_on_on_as_many_leaves(layout: str) -> None:
    one, other, more = (talkative(lengths) for lengths in ((60,), (0, 64, 0, 0, 3), (250, 250, 250)))
    assert press_for(layout, one) is press_for(layout, other)
    assert press_for(layout, one) is not press_for(layout, more)
    assert not press_for(layout, one).serves(filling_of(layout, said(Participant({"nimi": "Aino"}))))
    assert not press_for(layout, Participant({"nimi": "Aino"})).serves(filling_of(layout, one))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_what_goes_on_is_in_the_next_ones_file(layout: str) -> None:
    one = talkative((60, 0, 90))
    marked_one = one.given({path: f"{text} {' '.join(MARKS)}" for path, text in one.values.items()})
    merger = press_for(layout, marked_one)
    theirs = merger.handout(filling_of(layout, marked_one))
    mine = merger.handout(filling_of(layout, one))
    assert Merger(merger.master).handout(filling_of(layout, one)) == mine, "as if there had been nobody before"
    for word in MARKS[:2]:
        forms = needles(word) | set(glyphs_of(word, theirs))
        assert [form for told in strings_in(theirs) for form in forms if form in told], "the search finds"
        assert not [form for told in strings_in(mine) for form in forms if form in told]


ALIKE = {0xA0: " ", 0x2010: "-", 0x2011: "-"}
"""Letters that share a glyph: which of them it stands for, a file says once for all."""


@pytest.mark.parametrize(
    "span",
    [range(0x20, 0x250), range(0x250, 0x1000), range(0x1E00, 0x2000), range(0x2000, 0x2200), range(0xFB00, 0xFF00)],
)
def test_every_letter_that_can_be_pressed_is_drawn_as_it_would_be_typeset(span: range) -> None:
    merger = press_for("handout", Participant({"nimi": "Aino"}))
    cells = [slot for slot in merger.master.slots if slot.place in ("cell", "prompt")]
    words = [f"a{chr(code)}b" for code in span if is_letter(chr(code))]
    words = [word for word in words if merger.holds(cells[0], Fit("normal", word))]
    texts = [" ".join(words[at : at + 25]) for at in range(0, len(words), 25)]
    values = dict(zip([slot.path for slot in cells], texts, strict=False))
    participant = Participant({"nimi": "Aino", **values})
    pdf = merger.handout(filling_of("handout", participant))
    pairs = zip(pages_of(pdf), pages_of(typeset(edition_of("handout"), participant)), strict=True)
    for page, there in pairs:
        assert [as_seen(run) for run in page.runs] == [as_seen(run) for run in there.runs]


def is_letter(letter: str) -> bool:
    """Tell whether a letter can be typed, and some font has it."""
    try:
        return clean(f"a{letter}b") == f"a{letter}b" and not (uncovered(letter) or letter == "_")
    except ValueError:
        return False


def as_seen(run: TextRun) -> tuple[str, str, float, float, bytes]:
    return run.text.translate(ALIKE), run.font, round(run.x, 2), round(run.y, 2), run.glyphs


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_blank_handout_is_pressed_too(layout: str) -> None:
    assert_alike(surely_merged(layout, BLANK), typeset(edition_of(layout), BLANK))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "name",
    ["þ0010þ", "A (B) \\ C)", "<b>&amp;</b> \"'", "{{ 7 * 7 }}", "Ngọc Łukasz", "5\u00a0000 – %s %(x)s", "\\n\\"],
)
def test_a_hostile_name_is_pressed_as_it_would_be_typeset(layout: str, name: str) -> None:
    hostile = dict.fromkeys(("nimi", "paikka", "tukiverkosto.esimies", "verkostokartta.kontaktit.1.nimi"), name)
    participant = said(Participant(hostile))
    assert_alike(surely_merged(layout, participant), typeset(edition_of(layout), participant))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [0, 1])
def test_verapdf_finds_nothing_in_a_pressed_handout(layout: str, number: int, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(pair(layout, number)[0])
    assert failures(path) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_verapdf_finds_nothing_in_a_pressed_blank(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(surely_merged(layout, BLANK))
    assert failures(path) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_verapdf_finds_nothing_in_what_goes_on_overleaf_nor_is_it_larger(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    participant = talkative((250, 250, 0, 40, 250, 0, 0, 0, 0, 0, 200))
    path.write_bytes(surely_merged(layout, participant))
    assert failures(path) == []
    assert path.stat().st_size <= 1.05 * len(typeset(edition_of(layout), participant))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_a_pressed_handout_is_hardly_larger(layout: str, number: int) -> None:
    one, other = pair(layout, number)
    assert len(one) <= 1.05 * len(other)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_participant_gets_the_same_bytes(layout: str) -> None:
    one = said(example_group()[0])
    merger = press_for(layout, one)
    first = merger.handout(filling_of(layout, one))
    assert merger.handout(filling_of(layout, one)) == first
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(merger.master), type=Master)
    assert kept == merger.master
    assert Merger(kept).handout(filling_of(layout, one)) == first


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", [0, 1])
def test_a_pressed_file_is_clean(layout: str, number: int) -> None:
    pdf = pair(layout, number)[0]
    assert_owned(pdf)
    assert pdf.count(b"startxref") == pdf.count(b"%%EOF") == 1
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert book.get_warnings() == []
        reached = set(reached_in(book.trailer))
        kept = {thing.objgen for thing in book.objects if not is_container(thing)}
        assert kept == reached
        assert len(list(book.objects)) + 1 == int(book.trailer.Size), "no number is left out"


def is_container(thing: pikepdf.Object) -> bool:
    """Tell whether an object only holds others, or says where they are."""
    return isinstance(thing, pikepdf.Stream) and thing.get("/MasterFont") in ("/ObjStm", "/XRef")


def reached_in(root: pikepdf.Object) -> Iterator[tuple[int, int]]:
    """Yield the numbers of all objects that a file's trailer leads to."""
    waiting, seen = [root], set()
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect and thing.objgen in seen:
            continue
        if thing.is_indirect:
            seen.add(thing.objgen)
            yield thing.objgen
        kids = thing.values() if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else thing
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            waiting += [kid for kid in kids if isinstance(kid, pikepdf.Object)]


MARKS = ("Qwertzu", "Xylofoni", "Ŵymŷr", "ǺǽQx")
"""Words that stand in nobody else's handout."""


def marked(layout: str) -> Participant:
    """Return a participant with marker words in every slot that a blank page has."""
    return said(Participant({path: " ".join(MARKS[n % 4 :][:2]) for n, path in enumerate(slots_of(layout))}))


@cache
def slots_of(layout: str) -> list[str]:
    """Return the slots that a handout has on which all fields are filled."""
    fields = dict.fromkeys(("nimi", "aika", "paikka", "ryhma", "organisaatio"), "Aino")
    return sorted({slot.path for slot in press_for(layout, Participant(fields)).master.slots})


def strings_in(pdf: bytes) -> Iterator[bytes]:
    """Yield all that a file says: its bytes, its objects, its strings, its streams."""
    yield pdf
    with pikepdf.open(BytesIO(pdf)) as book:
        for thing in [book.trailer, *book.objects]:
            if isinstance(thing, pikepdf.Stream):
                data = thing.read_bytes()
                yield data
                yield b"".join(re.findall(rb"<([0-9a-f]+)>|>-?\d+<", data))
            yield thing.unparse(resolved=True)
            yield from texts_in(thing)
        yield str(book.docinfo).encode()


def texts_in(thing: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.String):
        yield bytes(thing)
        yield str(thing).encode()
    elif isinstance(thing, pikepdf.Array):
        for kid in thing:
            yield from texts_in(kid) if isinstance(kid, pikepdf.Object) and not kid.is_indirect else ()
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for kid in thing.values():
            yield from texts_in(kid) if isinstance(kid, pikepdf.Object) and not kid.is_indirect else ()


def needles(word: str) -> set[bytes]:
    """Return all forms that a word's letters may have in a file."""
    plain = {word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode("latin-1", "replace")}
    plain |= {piece.encode() for piece in (word.lower(), word.upper())}
    hexed = {form.hex().encode() for form in plain} | {form.hex().upper().encode() for form in plain}
    return {form for form in plain | hexed if b"?" not in form}


def glyphs_of(word: str, pdf: bytes) -> Iterator[bytes]:
    """Yield how a word is written in the runs of a file, with what is between its glyphs left out."""
    with pikepdf.open(BytesIO(pdf)) as book:
        for run in [run for page in read_content(book) for stream in page for run in stream.runs]:
            at = run.text.find(word)
            if at >= 0 and len(run.text) == len(run.numbers):
                yield b"".join(b"%04x" % number for number in run.numbers[at : at + len(word)])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_one_participant_is_in_the_next_ones_file(layout: str) -> None:
    merger = press_for(layout, marked(layout))
    theirs = merger.handout(filling_of(layout, marked(layout)))
    other = said(Participant(dict.fromkeys(slots_of(layout), "Toinen sana")))
    assert merger.serves(filling_of(layout, other)), "the same merger"
    mine = merger.handout(filling_of(layout, other))
    for word in MARKS:
        glyphs = set(glyphs_of(word, theirs))
        forms = needles(word) | glyphs
        assert glyphs
        assert glyphs <= {form for told in strings_in(theirs) for form in forms if form in told}, "the search finds"
        assert not [form for told in strings_in(mine) for form in forms if form in told]
    assert Merger(merger.master).handout(filling_of(layout, other)) == mine, "as if there had been nobody before"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rare_letters_of_one_participant_are_not_in_the_next_ones_fonts(layout: str) -> None:
    merger = press_for(layout, marked(layout))
    merger.handout(filling_of(layout, marked(layout)))
    other = said(Participant(dict.fromkeys(slots_of(layout), "Toinen sana")))
    assert not {"Ŵ", "ŷ", "Ǻ", "ǽ", "x", "z"} & letters_in_fonts(merger.handout(filling_of(layout, other)))
    assert {"Ŵ", "ŷ", "Ǻ", "ǽ"} <= letters_in_fonts(merger.handout(filling_of(layout, marked(layout))))


def letters_in_fonts(pdf: bytes) -> set[str]:
    """Return the letters of which a file's fonts have glyphs."""
    with pikepdf.open(BytesIO(pdf)) as book:
        fonts = book.pages[0].obj.Resources.Font.values()
        rows = [re.findall(rb"<\w{4}> <(\w+)>", font.ToUnicode.read_bytes()) for font in fonts]
        return {bytes.fromhex(text.decode()).decode("utf-16-be") for found in rows for text in found}


def test_nobodys_texts_are_on_a_plate() -> None:
    ones = marked("handout"), said(Participant(dict.fromkeys(marked("handout").values, "Toinen sana")))
    masters = [MasterBuilder(edition_of("handout").pages).build(lambda: filling_of("handout", who)) for who in ones]  # noqa: B023
    assert masters[0] == masters[1]
    kept = msgspec.msgpack.encode(masters[0])
    assert not [form for word in (*MARKS, "Toinen") for form in needles(word) if form in kept]


def own_course(folder: Path, body: str, style: str = "") -> Edition:
    """Return the edition of a course of one page, whose slots look as one more rule of style says."""
    course = page_of(folder, f"{HEAD}{{% block body %}}{body}{{% endblock %}}")
    (folder / "styles").mkdir()
    (folder / "styles" / "widgets.css").write_text((STYLES / "widgets.css").read_text("utf-8") + style, "utf-8")
    return Edition(course, course.pages, read_layout("handout", course.folder))


def called(name: str) -> Participant:
    return Participant({"nimi": name} if name else {})


def own_handout(masters: MasterStore, participant: Participant) -> bytes | None:
    """Return a handout as it is merged; None when there is no master, or when it does not hold this name."""
    for _time in range(3):  # As often as a rare sort must be wanted.
        try:
            return masters.handout(participant, make=True)[0]
        except NeedsTypesetterError:
            pass
    return None


def assert_right_or_refused(edition: Edition, names: Iterable[str]) -> list[bool]:
    """Require that whatever is merged is as it is typeset; tell of each name whether it was."""
    masters, done = MasterStore(edition), []
    for name in names:
        pdf = own_handout(masters, called(name))
        done.append(pdf is not None)
        if pdf is not None:
            assert_alike(pdf, typeset(edition, called(name)))
    return done


NAMES = ("Aino", "Väinö Åberg", "", "Ben", "Aino")
SLOT = '<p>{{ widget.slot("nimi", "field") }}</p>'
COMMON = "<p>Kaikille sama</p>"
TWO = '{% if filling.has("nimi") %}<p>Hei!</p>{% else %}<p>Kuka olet?</p>{% endif %}'
MAYBE = f'{{% if filling.has("nimi") %}}{SLOT}{{% endif %}}'
SAID = '<svg role="img" viewBox="0 0 9 9"><title>Kuva: {{ filling.text("nimi") }}</title></svg>'


@pytest.mark.parametrize("body", [COMMON, TWO, MAYBE + COMMON, COMMON + SAID, MAYBE + TWO + SAID])
def test_a_courses_own_page_is_pressed_as_it_would_be_typeset(tmp_path: Path, body: str) -> None:
    assert all(assert_right_or_refused(own_course(tmp_path / "kurssi", body), NAMES))


def test_an_answer_that_moves_others_is_not_pressed(tmp_path: Path) -> None:
    names = (*NAMES, " ".join(NAMES * 20))
    done = assert_right_or_refused(own_course(tmp_path / "kurssi", SLOT + COMMON), names)
    assert done == [True, True, False, True, True, False]


DOES_MORE = [
    '<p>{{ filling.text("nimi") | upper }}</p>',
    '{% if filling.text("nimi") == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if "Aino" == filling.text("nimi") %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") in ["Aino"] %}<p>Sinä!</p>{% endif %}',
    '{% if "i" in filling.text("nimi") %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") | length > 3 %}<p>Sinä!</p>{% endif %}',
    '<p>{{ filling.text("nimi")[:2] }}</p>',
    '<p>{{ filling.text("nimi") | first }}</p>',
    '<p>{{ "Hei %s" | format(filling.text("nimi")) }}</p>',
    '<p>{{ filling.text("nimi") ~ "!" }}</p>',
    '<p>{{ filling.text("nimi") }}</p>',
    '<p><bdi class="slot">{{ filling.text("nimi") }}</bdi></p>',
    '<p title="{{ filling.text("nimi") }}">Nimi</p>',
    "{% for path in filling.participant.values %}<p>{{ path }}</p>{% endfor %}",
    '{% if filling.participant.name == "Aino" %}<p>Sinä!</p>{% endif %}',
    '<p>{{ filling.participant.text("nimi") }}</p>',
    '{% if filling.text("nimi").startswith("A") %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") | lower == "aino" %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") | trim == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") | string == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if (filling.text("nimi") ~ "") == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") | e == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi") is lower %}<p>Sinä!</p>{% endif %}',
    '{% if filling.text("nimi").isalpha() %}<p>Sinä!</p>{% endif %}',
    '<p>{{ filling.text("nimi") | wordcount }}</p>',
    '<p>{{ filling.text("nimi").split() | length }}</p>',
    '<p>{{ filling.text("nimi").find("o") }}</p>',
    '<p>{{ filling.text("nimi") | int }}</p>',
    '<svg role="img" viewBox="0 0 9 9"><title>{{ filling.text("nimi") | upper }}</title></svg>',
    '<svg role="img" viewBox="0 0 9 9"><title>{{ filling.text("nimi") | truncate(3, true, "") }}</title></svg>',
    '<p><a href="https://esimerkki.fi/?nimi={{ filling.text("nimi") }}">Linkki</a></p>',
    '<p lang="{{ filling.text("nimi") }}">Kieli</p>',
    '{% if filling.fit("nimi", "field").text == "Aino" %}<p>Sinä!</p>{% endif %}',
    '{% if filling.fit("nimi", "field").text %}<p>Sinä!</p>{% endif %}',
    '<p>{{ filling.fit("nimi", "field").text | length }}</p>',
    '{% if filling.fit("nimi", "field").step == "small" %}<p>Pieni</p>{% endif %}',
    '{% if filling.language("nimi") %}<p>Kieli</p>{% endif %}',
    "{% if filling.rests %}<p>Jatkuu</p>{% endif %}" + SLOT,
]


@pytest.mark.parametrize("body", DOES_MORE)
def test_a_template_that_does_more_with_a_text_than_print_it_is_never_pressed_wrongly(
    tmp_path: Path, body: str
) -> None:
    assert_right_or_refused(own_course(tmp_path / "kurssi", body + COMMON), NAMES)


@pytest.mark.parametrize(
    "body", [DOES_MORE[0], DOES_MORE[1], "{% for path in filling.participant.values %}<p>{{ path }}</p>{% endfor %}"]
)
def test_a_template_that_looks_into_a_text_has_no_plate(tmp_path: Path, body: str) -> None:
    edition = own_course(tmp_path / "kurssi", body + COMMON)
    with pytest.raises(NeedsTypesetterError, match="^no master: "):
        MasterStore(edition).handout(Participant({"nimi": "Aino"}), make=True)


@pytest.mark.parametrize("style", ["letter-spacing: .1em", "text-transform: uppercase"])
def test_a_slot_that_is_styled_in_another_way_has_no_plate(tmp_path: Path, style: str) -> None:
    edition = own_course(tmp_path / "kurssi", SLOT, f".in-field {{ {style} }}")
    with pytest.raises(NeedsTypesetterError, match="^no master: "):
        MasterStore(edition).handout(Participant({"nimi": "Aino"}), make=True)


@pytest.mark.parametrize(
    "style",
    [
        ".in-field { word-spacing: 3mm }",
        ".in-field { text-indent: 3mm }",
        ".in-field { display: block; text-indent: 3mm }",
        ".in-field { display: block; text-align: right }",
        ".in-field { display: block; text-align: justify }",
        ".in-field { display: block; text-align: center; width: 20mm }",
        ".in-field { direction: rtl }",
        ".in-field { display: block; direction: rtl }",
        ".in-field { text-decoration: underline }",
        ".in-field { font-variant: small-caps }",
        ".in-field { font-feature-settings: 'smcp', 'onum' }",
        ".in-field { font-kerning: none }",
        ".in-field { font-style: italic }",
        ".in-field { font-weight: 700 }",
        ".in-field { font-family: Mukta }",
        ".in-field { opacity: .5 }",
        ".in-field { transform: rotate(5deg); display: block }",
        ".in-field { background: yellow }",
        ".in-field { float: right }",
        ".in-field { position: absolute; right: 0 }",
        ".in-field { display: inline-block; width: 30mm }",
        ".in-field { white-space: pre }",
        ".in-field { white-space: nowrap; display: block; width: 5mm; overflow: hidden; text-overflow: ellipsis }",
        ".in-field { hyphens: none; display: block; width: 10mm }",
        ".in-field { display: block; width: 10mm }",
        ".in-field { display: block; width: 10mm; height: 50mm }",
        ".in-field { display: block; width: 25mm; height: 50mm; text-align-last: right }",
        ".in-field { display: block; height: 50mm; column-count: 2 }",
        ".in-field::before { content: 'Nimi: ' }",
        ".in-field::after { content: attr(data-slot) }",
        ".in-field::first-letter { font-size: 200% }",
        ".in-field { color: rgba(200, 0, 0, .5) }",
        ".in-field { string-set: nimi content() } @page { @bottom-center { content: string(nimi) } }",
        ".in-field { bookmark-level: 1; bookmark-label: content() }",
        "p:has(.in-field:empty) { background: yellow }",
        ".in-field:empty { background: yellow; display: block; height: 5mm }",
        ".in-field { font-size: 60pt }",
        "p { display: table; border: 1pt solid }",
        "p { width: max-content; background: yellow }",
    ],
)
def test_a_slot_of_any_style_is_never_pressed_wrongly(tmp_path: Path, style: str) -> None:
    assert_right_or_refused(own_course(tmp_path / "kurssi", SLOT + COMMON, style), NAMES)
