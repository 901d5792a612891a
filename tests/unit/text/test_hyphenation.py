"""Finnish words break where Finnish breaks them."""

import re
from itertools import accumulate, pairwise
from pathlib import Path

import pyphen
import pytest

from tests.helpers.course import LAYOUTS, ROOT, Handout, the_course
from tests.helpers.making import typeset
from tests.helpers.pdf import letters, texts
from worksheets.course.layout import read_layout
from worksheets.people.participant import Participant
from worksheets.resources import STYLES
from worksheets.text.dictionaries import use_dictionary
from worksheets.text.finnish_patterns import DICTIONARY, LONGEST, break_points, pattern
from worksheets.text.hyphenation import HYPHEN, LIMITS, hyphenation_points, points

DECK = (ROOT / "tests" / "data" / "words" / "deck-hyphenated.txt").read_text("utf-8").split()


def all_points(word: str) -> tuple[int, ...]:
    """Return all points of the dictionary, of which a text's words use those with four letters on each side."""
    use_dictionary()
    return tuple(pyphen.Pyphen(filename=DICTIONARY, left=2, right=2).positions(word)) if len(word) >= 5 else ()


def hyphenated(word: str) -> str:
    cuts = [0, *all_points(word), len(word)]
    return "-".join(word[a:b] for a, b in pairwise(cuts))


def test_no_word_of_the_deck_breaks_wrongly() -> None:
    for right in DECK:
        word = right.replace("-", "")
        allowed = {len(right[: at.start()].replace("-", "")) for at in re.finditer("-", right)}
        assert set(points(word)) <= set(all_points(word)) <= allowed, hyphenated(word)


def test_every_long_word_of_the_deck_is_in_the_list() -> None:
    deck = (ROOT / "tests" / "data" / "words" / "deck.txt").read_text("utf-8")
    words = {word.lower() for word in re.findall(r"[A-Za-zÅÄÖåäö]+", deck) if len(word) >= 5}
    assert words <= {right.replace("-", "") for right in DECK}
    assert sum(bool(all_points(word)) for word in words) > 0.9 * len(words), "and words do break"


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_end_in_right_breaks(set_handout: Handout, layout: str) -> None:
    allowed = {
        (right[: at.start()].replace("-", ""), right[at.end() :].replace("-", ""))
        for right in DECK
        for at in re.finditer("-", right)
    }
    text = "\n".join(texts(set_handout(layout=layout))).lower()
    breaks = re.findall(r"([a-zåäö]+)-\n([a-zåäö]+)", text)
    assert {pair for pair in breaks if pair not in allowed} == set()


def test_a_text_is_hyphenated_if_a_word_is_wider_than_its_line(set_handout: Handout) -> None:
    supports = {1: "työttömyysturvaneuvonta", 2: "neuvoja työsopimuksista", 3: "suositus esihenkilöille"}
    values = {f"verkostokartta.kontaktit.{row}.apu": support for row, support in supports.items()}
    lines = texts(set_handout(Participant({"nimi": "Aino", **values}), pages="verkostokartta"))[0].splitlines()
    assert [line for line in lines if line.endswith("-")] == ["työttömyysturva-"]
    assert {"neuvoja", "työsopimuksista", "suositus", "esihenkilöille"} <= set(lines)


def test_style_sheets_hyphenate_by_the_limits_and_with_the_hyphen_that_lines_are_counted_with() -> None:
    slots = re.search(r"\.slot \{[^}]*hyphenate-limit-chars: ([\d ]+)", (STYLES / "widgets.css").read_text("utf-8"))
    assert slots
    assert tuple(map(int, slots[1].split())) == LIMITS
    assert f'hyphenate-character: "{HYPHEN}"' in (STYLES / "base.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("työnhaku", "työn-haku"),
        ("työpaja", "työpaja"),
        ("(työnhaku)", "(työn-haku)"),
        ("ja/tai työnhaku", "ja/tai työn-haku"),
        ("verkosto työnhaku", "verkosto työnhaku"),
        ("verkostokartta", "verkos-to-kartta"),
    ],
)
def test_the_first_word_that_is_long_enough_is_hyphenated(text: str, parts: str) -> None:
    cuts = [0, *hyphenation_points(text), len(text)]
    assert "-".join(text[a:b] for a, b in pairwise(cuts)) == parts


UNSEEN = (ROOT / "tests" / "data" / "words" / "unseen-hyphenated.txt").read_text("utf-8").split()
"""Words that the dictionary was not learned from, as Voikko breaks them: a random sample, with those that it misses."""


def test_unseen_words_break_as_voikko_breaks_them() -> None:
    wrong, hits, breaks = [], 0, 0
    for word, right in map(broken, UNSEEN):
        ours = set(all_points(word))
        wrong += [hyphenated(word)] if ours - right else []
        hits += len(ours & right)
        breaks += len(right)
    assert len(UNSEEN) >= 2000
    assert len(wrong) <= 0.004 * len(UNSEEN), wrong
    assert hits >= 0.98 * breaks


def broken(right: str) -> tuple[str, set[int]]:
    """Return a hyphenated word without its hyphens, and where they were; a hyphen of its own is doubled."""
    word, places = "", set()
    for part in re.split("(?<!-)-(?!-)", right):
        word += part.replace("--", "-")
        places.add(len(word))
    return word, places - {len(word)}


NARROW = {
    "ammattiyhdistysaktiivi": "am-mat-ti-yh-dis-tys-ak-tii-vi",
    "kehitysyhteistyöjärjestössä": "ke-hi-tys-yh-teis-työ-jär-jes-tös-sä",
    "terveysalalla": "ter-veys-alal-la",
    "koulutusala": "kou-lu-tus-ala",
    "ammattiopisto": "am-mat-ti-opis-to",
    "jäsenedut": "jä-sen-edut",
    "lounasaika": "lou-nas-ai-ka",
    "linja-autoasema": "lin-ja-au-to-ase-ma",
    "asiantuntijaorganisaatio": "asian-tun-ti-ja-or-ga-ni-saa-tio",
    "päätöksentekotavat": "pää-tök-sen-te-ko-ta-vat",
    "vastavuoroisuus": "vas-ta-vuo-roi-suus",
    "työvoimapalvelut": "työ-voi-ma-pal-ve-lut",
    "yksityiselämä": "yk-si-tyis-elä-mä",
    "asukasyhdistys": "asu-kas-yh-dis-tys",
    "erityisavustaja": "eri-tyis-avus-ta-ja",
    "hääyöaie": "hää-yö-aie",
    "sosiaali- ja terveysala": "so-siaa-li- ja ter-veys-ala",
    "vaa'an": "vaa'an",
}


def column(text: str, language: str = "fi") -> list[str]:
    """Return the lines that a text makes in a column of 20 mm, on a page that counts itself below."""
    style = "width: 20mm; font-size: 14pt; overflow-wrap: normal; hyphenate-limit-chars: 5 2 2"
    page = f'<html lang="fi"><head><title>x</title></head><p lang="{language}" style="{style}">{text}</p>'
    return texts(typeset(page, read_layout("handout", the_course().folder), the_course().folder))[0].splitlines()[:-1]


@pytest.mark.parametrize("word", NARROW)
def test_words_break_rightly_in_a_narrow_column(word: str) -> None:
    lines = [letters(line) for line in column(word)]
    assert "".join(lines) == letters(word)
    assert len(lines) > 1 or word in ("hääyöaie", "vaa'an"), "they fit"
    allowed = set(accumulate(len(part) for part in re.split("[- ]+", NARROW[word])))
    assert set(accumulate(map(len, lines))) <= allowed
    assert min(map(len, lines)) > 1, "no lone letter"


def test_other_languages_use_their_own_dictionaries() -> None:
    assert column("socialtjänsten", "sv") == ["social-", "tjänsten"]
    assert column("atmospheric", "en") == ["atmo-", "spheric"]
    assert column("atmospheric") != ["atmo-", "spheric"]


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("sv", "arbetsmarknad", "arbets-mark-nad"),
        ("sv-FI", "kommunikation", "kom-mu-ni-ka-tion"),
        ("en", "atmospheric", "atmo-spheric"),
        ("en-US", "communication", "com-mu-ni-ca-tion"),
        ("et", "ettevõtlus", "ette-võt-lus"),
        ("se", "bargomárkan", "bargomárkan"),
    ],
)
def test_words_break_as_their_language_has_it(language: str, word: str, parts: str) -> None:
    allowed = set(accumulate(map(len, parts.split("-"))))
    breaks = set(points(word, language))
    assert breaks <= allowed
    assert bool(breaks) == ("-" in parts), "a language without a dictionary is not hyphenated"


def test_no_letter_is_lost_where_the_other_spelling_has_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dictionary = tmp_path / "hyph_qaa.dic"
    dictionary.write_text("UTF-8\ns1szo/sz=sz,1,3\nny1a\n", "utf-8")
    monkeypatch.setitem(pyphen.LANGUAGES, "qaa", dictionary)
    monkeypatch.setitem(pyphen.LANGUAGES_LOWERCASE, "qaa", "qaa")
    assert [point.data for point in pyphen.HyphDict(dictionary).positions("aaasszonyalak")] == [("sz=sz", -1, 3), None]
    assert points("aaasszonyalak", "qaa") == (9,)
    assert column("aaasszonyalak", "qaa") == ["aaasszony-", "alak"]


@pytest.fixture(scope="module")
def pyphens_own() -> pyphen.HyphDict:
    """Return our dictionary as Pyphen itself reads it."""
    return pyphen.HyphDict(DICTIONARY)


def test_patterns_are_found_as_pyphen_reads_them(pyphens_own: pyphen.HyphDict) -> None:
    read = {
        letters: tuple((offset + index, value) for index, value in enumerate(values) if value)
        for letters, (offset, values) in pyphens_own.patterns.items()
    }
    assert len(read) > 28_000
    assert {letters: pattern(letters) for letters in read} == read
    assert [pattern(letters) for letters in ("", "a", "qx", "työnhaku", "\U0001f600")] == [()] * 5
    assert max(map(len, read)) == LONGEST


def test_words_break_where_pyphen_breaks_them(pyphens_own: pyphen.HyphDict) -> None:
    words = [word.replace("-", "") for word in (*DECK, *UNSEEN)]
    odd = [
        "",
        "a",
        "ÄÄNI",
        "İstanbul",
        "ab\u00addef",
        "...",
        "x" * 200,
        "\U0001f600työnhaku",
        *map("".join, pairwise(words)),
    ]
    for word in (*words, *odd):
        assert list(break_points(word)) == pyphens_own.positions(word), word


@pytest.mark.parametrize("language", ["fi", "FI", "fi-FI", "fi_FI", "fi-Latn-FI", "fil", "f", "", "fin"])
def test_only_finnish_is_hyphenated_by_our_own_patterns(language: str) -> None:
    use_dictionary()
    is_finnish = pyphen.language_fallback(language) == "fi"
    assert bool(points("työnhakijoille", language)) == is_finnish
