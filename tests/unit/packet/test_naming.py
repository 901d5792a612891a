"""Names of a group's files: from a pattern, all different, and taken by Windows, macOS and Linux."""

import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from uniseg.graphemecluster import grapheme_clusters

from worksheets.course.course import Course
from worksheets.errors import RosterError
from worksheets.packet.naming import PLAIN, stems
from worksheets.people.participant import Participant

AINO = Participant({"nimi": "Aino Esimerkki", "ryhma": "A/B", "omat-verkostot.1.nimi": "Kuoro"})
VILLE = Participant({"nimi": "Ville Malli", "ryhma": "C"})
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³"
}


def named(*names: str) -> list[Participant]:
    return [Participant({"nimi": name}) for name in names]


def problems(course: Course, pattern: str) -> list[str]:
    with pytest.raises(RosterError) as caught:
        stems([AINO], course, pattern)
    return [problem.removeprefix(f"--name “{pattern}”: ") for problem in caught.value.problems]


def check(stem: str) -> None:
    """Hold a name against what Windows, macOS and Linux take, and Python's own rules for Windows."""
    assert stem == stem.strip(" .-")
    assert stem, "no name is empty"
    assert not set(stem) & set('<>:"/\\|?*')
    assert not {unicodedata.category(letter) for letter in stem} & {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
    assert not {letter for letter in stem if unicodedata.category(letter) == "Cf"} - {"\u200c", "\u200d"}
    assert stem.partition(".")[0].rstrip(" ").upper() not in RESERVED
    assert unicodedata.is_normalized("NFC", stem)
    name = f"{stem}.pdf"
    # Room is left for a folder, and for the other name that a file is written under.
    assert len(name.encode()) <= 200
    assert len(name.encode("utf-16-le")) // 2 <= 200
    assert len(unicodedata.normalize("NFD", name).encode("utf-16-le")) // 2 <= 255, "as old disks of macOS keep it"
    assert (Path("folder") / name).resolve().parent == Path("folder").resolve()


def folded(stem: str) -> str:
    """Return what a disk that minds neither case nor the form of Unicode knows a name by."""
    return unicodedata.normalize("NFC", stem.casefold())


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (None, ["Aino-Esimerkki", "Ville-Malli"]),
        (PLAIN, ["001", "002"]),
        ("{n:02} {nimi}", ["01-Aino-Esimerkki", "02-Ville-Malli"]),
        ("{n}", ["1", "2"]),
        ("{n:3}x", ["1x", "2x"]),
        ("{n:04d}_{ryhma}", ["0001_A-B", "0002_C"]),
        ("{ryhma}/{nimi}", ["A-B-Aino-Esimerkki", "C-Ville-Malli"]),
        ("{omat-verkostot.1.nimi}", ["Kuoro", "nimeton"]),
        ("Moniste", ["Moniste", "Moniste-2"]),
        ("{{{n}}}", ["{1}", "{2}"]),
        ("", ["nimeton", "nimeton-2"]),
        ("../{nimi}", ["Aino-Esimerkki", "Ville-Malli"]),
    ],
)
def test_a_pattern_is_filled(course: Course, pattern: str | None, found: list[str]) -> None:
    assert stems([AINO, VILLE], course, pattern) == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("{n}", ["2", "5"]),
        (PLAIN, ["002", "005"]),
        ("{n:02} {sukunimi} {etunimi}", ["02-Esimerkki-Aino", "05-von-Wright-Georg"]),
        ("{Ruokavalio}", ["vege", "nimeton"]),
        ("{RUOKAVALIO } {nimi}", ["vege-Aino-Esimerkki", "Georg-von-Wright"]),
        ("{Ikä: vuosina}", ["31", "42"]),
        ("{Kyllä}", ["x", "nimeton"]),
    ],
)
def test_a_pattern_knows_the_lists_numbers_and_columns(course: Course, pattern: str, found: list[str]) -> None:
    aino = replace(AINO, number=2, columns={"Ruokavalio": "vege", "Ikä: vuosina": "31", "Kyllä!": "x"})
    georg = Participant({"nimi": "Georg von Wright"}, number=5, columns={"Ruokavalio": "", "Ikä: vuosina": "42"})
    assert stems([aino, georg], course, pattern) == found


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{nmi}", ["there is no field “nmi”. Did you mean “nimi”?"]),
        ("{Nimi}", ["there is no field “Nimi”. Did you mean “nimi”?"]),
        ("{}", ["there is no field “”."]),
        ("{0}", ["there is no field “0”."]),
        (
            "{omat-verkostot.99.nimi}",
            ["there is no field “omat-verkostot.99.nimi”. Did you mean “omat-verkostot.9.nimi”?"],
        ),
        ("{n.real}", ["there is no field “n.real”."]),
        ("{nimi.__class__}", ["there is no field “nimi.__class__”."]),
        ("{nimi[0]}", ["there is no field “nimi[0]”. Did you mean “nimi”?"]),
        ("{nimi!r}", ["write {nimi} without “!r”"]),
        ("{nimi:>20}", ["write {nimi} without “:>20”; only {n} can have a number of digits"]),
        ("{n:f}", ["{n:f}: write the number of digits after the colon, as in {n:02}"]),
        ("{n:0999999999}", ["{n:0999999999}: write the number of digits after the colon, as in {n:02}"]),
        ("{n:{nimi}}", ["{n:{nimi}}: write the number of digits after the colon, as in {n:02}"]),
        ("{nimi", ["a brace has no pair; write {nimi}, and double a brace that should stay"]),
        ("nimi}", ["a brace has no pair; write {nimi}, and double a brace that should stay"]),
        ("{sukunimmi}", ["there is no field “sukunimmi”. Did you mean “sukunimi”?"]),
        ("{Ruokavalio}", ["there is no field “Ruokavalio”."]),
        (
            "{a} {n:x} {a}",
            ["there is no field “a”.", "{n:x}: write the number of digits after the colon, as in {n:02}"],
        ),
    ],
)
def test_everything_wrong_with_a_pattern_is_named(course: Course, pattern: str, said: list[str]) -> None:
    assert problems(course, pattern) == said


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("CON", "CON_"),
        ("con", "con_"),
        ("aux.txt", "aux_.txt"),
        ("COM1", "COM1_"),
        ("com¹", "com¹_"),
        ("LPT1.x", "LPT1_.x"),
        ("CON .x", "CON-.x"),
        ("-CON", "CON_"),
        (".nul.", "nul_"),
        ("?prn?", "prn_"),
        ("\u202eNUL", "NUL_"),
        ("conin$", "conin_"),
        ("CONOUT$.x", "CONOUT_.x"),
        ("Connie", "Connie"),
        ("Aino. ", "Aino"),
        (".aino", "aino"),
        ("--overwrite", "overwrite"),
        ("~", "~"),
        ("a/b\\c:d", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows", "C-Windows"),
        ("Aino\x00\n\tEsimerkki\x07", "Aino-Esimerkki"),
        ("Aino\u2028Esimerkki", "Aino-Esimerkki"),
        ("va\u0308ino\u0308", "väinö"),
        ("\u202eAino\u202c", "Aino"),
        ("\u2067שם בדוי\u2069", "שם-בדוי"),
        ("نیم\u200cرخ", "نیم\u200cرخ"),
        (f"Aino {FAMILY}", f"Aino-{FAMILY}"),
        ("Aino\u200d", "Aino"),
        ("\ud83d\ude00", "nimeton"),
        ("Aino\ud83d", "Aino"),
        ("Ai\u00adno\ufeff", "Aino"),
        *((nothing, "nimeton") for nothing in ("...", "///", "- -", "\u200d\u200c", "\u202e", "\x00", " \u3000 ", "")),
    ],
)
def test_names_that_some_system_refuses(course: Course, name: str, stem: str) -> None:
    assert stems(named(name), course) == [stem]
    check(stem)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Aino", "Aino", "Aino"], ["Aino", "Aino-2", "Aino-3"]),
        (["Aino", "AINO", "aino"], ["Aino", "AINO-2", "aino-3"]),
        (["Väinö", "Va\u0308ino\u0308"], ["Väinö", "Väinö-2"]),
        (["Aino-2", "Aino", "Aino"], ["Aino-2", "Aino", "Aino-3"]),
        (["Straße", "STRASSE"], ["Straße", "STRASSE-2"]),
        (["CON", "con", "CON_"], ["CON_", "con_-2", "CON_-3"]),
        (["Ai/no", "Ai-no", "\u202eAi?no"], ["Ai-no", "Ai-no-2", "Ai-no-3"]),
        (["ä" * 200, "ä" * 199], ["ä" * 74, "ä" * 74 + "-2"]),
    ],
)
def test_twins_get_numbers(course: Course, names: list[str], found: list[str]) -> None:
    assert stems(named(*names), course) == found


@pytest.mark.parametrize(
    "character",
    [FAMILY, "👍🏽", "🇫🇮", "❤\ufe0f\u200d🔥", "e\u0301\u0323", "क्ष", "각", "𐍈", "ä"],
)
@pytest.mark.parametrize("before", range(8))
def test_a_long_name_is_cut_between_whole_characters(course: Course, character: str, before: int) -> None:
    (stem,) = stems(named("x" * before + character * 100), course)
    check(stem)
    whole = unicodedata.normalize("NFC", character)
    assert set(grapheme_clusters(stem.lstrip("x"))) == {whole}
    assert len(stem.encode()) > 149 - len(whole.encode()), "no shorter than need be"


def test_one_character_that_is_too_long_is_cut_all_the_same(course: Course) -> None:
    (stem,) = stems(named("a" + "\u0323\u0489" * 200), course)
    check(stem)
    assert stem.startswith("ạ")


NASTY = st.one_of(
    st.text(max_size=200),
    st.text(
        'aA.- _/\\:*?"<>|\x00\x1f\x7f\u200d\u200c\u202e\u2066\u00ad\ud83d\ude00👩\u0301ä\ufe0f\u0338=', max_size=90
    ),
    st.lists(st.sampled_from(["CON", "nul", "com1", "LPT¹", "aux", "CONIN$", ".", "-", " ", "/", "?", "x"])).map(
        "".join
    ),
)


@given(st.lists(NASTY, max_size=8), st.sampled_from([None, "{nimi}{n}", "-{nimi}.", "{n:02} {nimi}", "CON{nimi}"]))
@example(["con." + "👩\u200d👩" * 40], None)
@example(["\u1fb7" * 70], None)
def test_any_names_are_safe_and_none_goes_over_another(course: Course, names: list[str], pattern: str | None) -> None:
    found = stems(named(*names), course, pattern)
    assert len(found) == len(names)
    assert len({folded(stem) for stem in found}) == len(names)
    for stem in found:
        check(stem)


@given(st.lists(st.sampled_from(["Aino", "aino", "AINO", "Aino-2", "Ai?no", "Väinö", "Va\u0308ino\u0308", "CON"])))
def test_the_files_are_as_many_as_the_people(
    course: Course, tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for stem in stems(named(*names), course):
        (folder / f"{stem}.pdf").write_bytes(b"")
    assert len(list(folder.iterdir())) == len(names)


@given(st.text(max_size=40))
def test_any_pattern_names_two_files_or_is_refused(course: Course, pattern: str) -> None:
    with suppress(RosterError):
        assert len({folded(stem) for stem in stems([AINO, VILLE], course, pattern)}) == 2
