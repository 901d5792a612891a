"""Names in any script are printed, can be read out of the PDF as they were typed, and overlap nothing."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pymupdf
import pypdfium2
import pytest

from tests.helpers.course import Handout, Here
from tests.helpers.golden import compare
from tests.helpers.making import packet
from tests.helpers.names import BASE, EXTRA, NAMES
from tests.helpers.pdf import fonts as fonts_in
from tests.helpers.pdf import letters, overlaps, texts
from tests.helpers.verapdf import failures
from worksheets.caches import Lifetime, forget
from worksheets.compose.edition import Edition
from worksheets.compose.wording import missing_glyphs
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.files import file_stem
from worksheets.packet.events import State
from worksheets.packet.naming import plan
from worksheets.packet.order import Order
from worksheets.people.participant import Participant
from worksheets.people.texts import clean
from worksheets.text import fonts
from worksheets.text.fonts import uncovered

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("verapdf")]

LONG = {
    "sixty letters": "Maximiliana Konstantinopolitanskaja-Verkostoituvainen-Esimerk",
    "one letter": "Ö",
    "compound": "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas",
}
MORE_NAMES = {
    "conjuncts": "क्षितिज ज्ञानेन्द्र",
    "vowels on both sides": "கொடி கோபால் கௌரி",
    "bengali": "শর্মিষ্ঠা চট্টোপাধ্যায়",
    "two letters in one": "علاء الدين الأسلمي",
    "urdu": "ڈاکٹر نگہت",
    "gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "hyphens": "Aino\u2011Maija Mäki-Es",
    "the hyphen at which no line ends first": "\u2011Aino-\u2011",
    "one glyph for two letters": "Ω µ μ Δ ∆",
}
"""Names of which letters and glyphs do not follow one another one by one, or of which one glyph is two letters."""
MARKED = {"thai", "sorani", "arabic", "persian"}
"""Scripts whose marks stand over their letters."""
LIKE_OTHERS = {
    *("greek", "georgian", "amharic", "vietnamese", "somali"),
    *("japanese", "korean", "kurdish", "persian", "sorani", "urdu"),
    *("tamil", "bengali", "gurmukhi"),
}
"""Scripts that are set as another here is; they are left to the long lane."""
JOINERS = {0x200C: None, 0x200D: None}


SLOTS = (
    "nimi",
    "kouluttaja",
    "tukiverkosto.esimies",
    "omat-verkostot.1.nimi",
    "omat-verkostot.1.luonut",
    "verkostokartta.kontaktit.1.nimi",
    "verkostokartta.kontaktit.1.apu",
    "verkostokartta.uudet-kontaktit",
)
NEIGHBOURS = {"omat-verkostot.2.nimi": "Naapuri", "verkostokartta.kontaktit.2.nimi": "Toinen", "paikka": "Tampere"}


def person(name: str) -> Participant:
    """Return a participant whose name stands in the head, on the cover, in the table and on the map."""
    return Participant(dict.fromkeys(SLOTS, name) | NEIGHBOURS)


def each_script(*names: str) -> "list[ParameterSet]":
    return [pytest.param(name, marks=[pytest.mark.long] * (name in LIKE_OTHERS)) for name in names]


@pytest.mark.parametrize("script", each_script(*NAMES))
def test_a_name_is_read_out_again_as_typed(set_handout: Handout, script: str) -> None:
    name = NAMES[script]
    pdf = set_handout(person(name), pages="1,7-9")
    text = letters("".join(texts(pdf))).translate(JOINERS)
    assert text.count(letters(name).translate(JOINERS)) >= len(SLOTS)
    assert text.count("Naapuri") == text.count("Toinen") == text.count("Tampere") == 1
    assert script in MARKED or overlaps(pdf) == []


@pytest.mark.parametrize("script", ["all", *(pytest.param(script, marks=pytest.mark.long) for script in NAMES)])
def test_verapdf_finds_nothing(set_handout: Handout, tmp_path: Path, script: str) -> None:
    path = tmp_path / "handout.pdf"
    pdf = (
        set_handout(everyone(), pages="1,8-9") if script == "all" else set_handout(person(NAMES[script]), pages="1,7-9")
    )
    path.write_bytes(pdf)
    assert failures(path) == []


def read_by_pdfium(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def read_by_mupdf(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document)


@pytest.mark.parametrize("reader", [read_by_pdfium, read_by_mupdf])
@pytest.mark.parametrize("script", each_script(*NAMES, *MORE_NAMES))
def test_two_more_readers_read_it_as_typed(set_handout: Handout, script: str, reader: Callable[[bytes], str]) -> None:
    name = {**NAMES, **MORE_NAMES}[script]
    text = normalize("NFC", reader(set_handout(person(name), pages="1,7-9")))
    read = letters(text.replace("\ufffe", "").replace("\x02", "")).translate(JOINERS)
    # In the head of a page, both take the words of a name that is written from right to left in the line's direction.
    assert read.count(letters(name).translate(JOINERS)) >= len(SLOTS)


def test_japanese_and_korean_are_set_in_their_own_fonts(set_handout: Handout) -> None:
    assert any("Noto-Sans-JP" in font for font in fonts_in(set_handout(person("田中さくら"), pages="1")))
    assert any("Noto-Sans-KR" in font for font in fonts_in(set_handout(person("김민수"), pages="1")))


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert clean("Va\u0308ino\u0308 A\u030aberg") == "Väinö Åberg"
    assert file_stem("Va\u0308ino\u0308") == file_stem("Väinö")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Aino\u202eonriV\u202c", "AinoonriV"),
        ("\u2067محمد\u2069", "محمد"),
        ("Ai\u200bno\ufeff\u2060 Äi\u00adti", "Aino Äiti"),
        ("پژوهش\u200cگر", "پژوهش\u200cگر"),
        ("yksi\u2028kaksi\u0085kolme", "yksi\nkaksi\nkolme"),
    ],
)
def test_invisible_characters_are_left_out(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["A\x00", "A\x1b[31m", "A\ud800", "A\uffff", "A\ue000"])
def test_what_cannot_be_printed_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"the character U\+[0-9A-F]{4} cannot be printed; delete it"):
        clean(typed)


@pytest.fixture
def base_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the extra fonts away."""
    base = fonts.installed()[:5]
    monkeypatch.setattr(fonts, "installed", lambda: base)
    forget(Lifetime.RUN)  # Which font has a letter.
    yield
    forget(Lifetime.RUN)


@pytest.mark.usefixtures("base_only")
def test_without_the_extra_fonts_each_uncovered_name_has_its_line(course: Course, tmp_path: Path) -> None:
    edition = Edition(course, ("kansi",), read_layout("handout", course.folder))
    people = [Participant({"nimi": name}) for name in NAMES.values()]
    files = list(packet(Order(edition, plan(people, course, tmp_path, "{nimi}"), tmp_path), Here()))
    failed = {file.participant.name: file.problems for file in files if file.state is State.FAILED and file.participant}
    assert list(failed) == list(EXTRA.values())
    assert all(file.problems for file in files[: len(EXTRA)]), "before anything is printed"
    for name, (line,) in failed.items():
        assert line.startswith(f"{name}: nimi: no font has “")
    assert len(list(tmp_path.glob("*.pdf"))) == len(BASE)


@pytest.mark.usefixtures("base_only")
def test_an_uncovered_character_is_named_with_its_slot_and_cure(course: Course) -> None:
    (line,) = missing_glyphs(Participant({"nimi": "Aino", "omat-verkostot.1.luonut": "王 ja 王 ja 明"}), course)
    assert line == (
        "Aino: omat-verkostot.1.luonut: no font has “王” (U+738B), “明” (U+660E); install worksheets[fonts], or add "
        "--allow-missing-glyphs to print boxes instead"
    )


def test_every_assigned_european_letter_is_covered() -> None:
    ranges = (range(0x20, 0x7F), range(0xA1, 0x250), range(0x1E00, 0x1F00), range(0x386, 0x3CF), range(0x400, 0x500))
    text = "".join(chr(code) for codes in ranges for code in codes if chr(code).isprintable())
    assert uncovered(text) == ()


def everyone() -> Participant:
    """Return a participant whose networks and contacts bear all the names."""
    rows = enumerate([*NAMES.values(), *LONG.values()], start=1)
    return Participant(
        {"nimi": NAMES["arabic"], "kouluttaja": LONG["sixty letters"]}
        | {
            path: name
            for row, name in rows
            for path in (
                f"omat-verkostot.{row}.nimi",
                f"omat-verkostot.{row}.saanut",
                f"verkostokartta.kontaktit.{row}.nimi",
            )
        }
    )


@pytest.mark.parametrize("layout", ["handout", pytest.param("slides", marks=pytest.mark.long)])
def test_a_hostile_but_real_roster_looks_as_kept(
    set_handout: Handout, request: pytest.FixtureRequest, layout: str
) -> None:
    update = request.config.getoption("--update-golden")
    compare(set_handout(everyone(), layout, pages="1,8-9"), f"everyone-{layout}", update=update)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name == "one letter")) for name in LONG]
)
def test_long_and_short_names_look_as_kept(set_handout: Handout, request: pytest.FixtureRequest, name: str) -> None:
    update = request.config.getoption("--update-golden")
    compare(set_handout(person(LONG[name]), pages="1,7-9"), f"name-{name.replace(' ', '-')}", update=update)
