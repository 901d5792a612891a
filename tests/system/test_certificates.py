"""Certificates as they are printed: one page each, merged as they are typeset, in every script, language and look."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner, Result

from tests.helpers.alike import assert_alike
from tests.helpers.brand import brand_in
from tests.helpers.course import the_course
from tests.helpers.golden import compare
from tests.helpers.making import master_builder, typeset_handout
from tests.helpers.pdf import elements, letters, overlaps, pictures, sizes, texts
from tests.helpers.verapdf import failures
from worksheets.api import Certificate, PacketOptions, Printing, plan_certificates
from worksheets.api.certificates import _edition
from worksheets.cli.commands import main
from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.course.course import Course
from worksheets.course.words import read_words
from worksheets.errors import NeedsTypesetterError
from worksheets.merge.consistency import is_consistent
from worksheets.merge.merger import Merger
from worksheets.people.participant import BLANK, Participant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("verapdf")]

LEFT, RIGHT, LAST_RULE = 24.0, 192.0, 269.0
GIVEN = {"kurssi": "Tavoitteet näkyviin", "kouluttaja": "Kalle Kouluttaja", "paikka": "Tampere"}
TOPICS = (
    "omat tavoitteet ja välietapit",
    "vahvuudet ja niiden käyttö",
    "viikon suunnittelu",
    "tukiverkosto ja avun pyytäminen",
)
SAID = Certificate(hours="22", contact_hours="16", dates="12.1.–2.2.2026", topics=TOPICS)
SCRIPTS = (
    "محمد عبد الله المثال",
    "สมชาย ตัวอย่าง",
    "王小明",
    "山田ひらがな",
    "김철수",
    "प्रिया उदाहरण",
    "தமிழ் எடுத்துக்காட்டு",
    "Liam 🎉",
)
LONG = {
    "two lines": "Runsas-Sanainen Sointu Verkostoituva-Esimerkkilä",
    "120 letters": ("Maximilian " * 11)[:120].strip(),
    "a word of 80": "Esimerkki" * 9,
    "wide": "W" * 120,
    "one letter": "Ä",
    "Chinese": "王小明" * 40,
}


def edition_of(
    *people: Participant, said: Certificate = SAID, given: dict[str, str] = GIVEN, **printing: object
) -> Edition:
    chosen = Printing(**{"course": the_course(), "given": given, **printing})  # type: ignore[arg-type]
    return plan_certificates(people or [aino()], chosen, said, PacketOptions(), "ryhma").edition


def aino(**values: str) -> Participant:
    return Participant({"nimi": "Aino Esimerkki", **values})


def named(name: str) -> Participant:
    return Participant({"nimi": name})


def typeset(edition: Edition, person: Participant) -> bytes:
    return typeset_handout(edition, printed(person, edition.course, edition.wording))


@cache
def usual() -> Edition:
    return edition_of()


@cache
def of_aino() -> bytes:
    return typeset(usual(), aino())


@cache
def blank() -> bytes:
    edition = _edition(Printing(the_course()), Certificate(topics=TOPICS), [])
    return typeset_handout(edition, BLANK)


@cache
def merger() -> Merger:
    builder, person = master_builder(usual()), aino()
    master = builder.build(lambda: usual().page_data(person))
    assert is_consistent(master)
    return Merger(master)


def in_language(language: str) -> Course:
    course = the_course()
    return replace(course, language=language, words=read_words(language, course.folder))


def bounds(pdf: bytes) -> tuple[float, float, float, float]:
    """Return where the ink of the only page ends: left, top, right, bottom in mm."""
    (page,) = pictures(pdf, 100)
    box = page.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    assert box
    left, top, right, bottom = (edge * 25.4 / 100 for edge in box)
    return left, top, right, bottom


def test_a_certificate_says_everything_once_in_reading_order() -> None:
    (text,) = texts(of_aino())
    everything = letters(text)
    for said in (
        "Todistus",
        "osallistumisesta kurssille Tavoitteet näkyviin",
        "Aino Esimerkki",
        *TOPICS,
        "Tampere 2.2.2026",
    ):
        assert everything.count(letters(said)) == 1, said
    sentence = (
        "on osallistunut kurssille, joka pidettiin 12.1.–2.2.2026. Kurssin laajuus oli 22 tuntia, joista lähiopetusta"
    )
    assert letters(sentence) in everything
    order = [
        "Todistus",
        "Tavoitteet",
        "AinoEsimerkki",
        "onosallistunut",
        "käsiteltiin",
        "Paikka",
        "Tampere",
        "KalleKouluttaja,",
    ]
    assert [everything.index(word) for word in order] == sorted(everything.index(word) for word in order)


def test_its_parts_are_tagged_as_what_they_are() -> None:
    tags = [str(element.S) for element in elements(of_aino())]
    assert [tags.count(tag) for tag in ("/H1", "/H2", "/L", "/LI", "/Figure", "/Table")] == [1, 1, 1, 4, 0, 0]
    with pikepdf.open(BytesIO(of_aino())) as book:
        assert str(book.docinfo.Title) == "Todistus, Työelämän verkostot – Aino Esimerkki"


def test_it_stands_on_the_grid_of_all_pages() -> None:
    left, top, right, bottom = bounds(of_aino())
    assert left == pytest.approx(LEFT, abs=0.5)
    assert right == pytest.approx(RIGHT, abs=0.5)
    assert 24 <= top <= 32
    assert LAST_RULE < bottom < 276, "the labels, and nothing below them"
    assert sizes(of_aino()) == [(210, 297)]


def test_it_looks_as_kept(request: pytest.FixtureRequest) -> None:
    compare(of_aino(), "certificate", update=request.config.getoption("--update-golden"))


def test_one_to_fill_in_has_rules_for_what_is_not_known() -> None:
    (text,) = texts(blank())
    assert "Aino" not in text
    for label in ("nimi", "Paikka ja aika", "Allekirjoitus ja nimenselvennys"):
        assert letters(text).count(letters(label)) == 1
    assert overlaps(blank()) == []
    assert sizes(blank()) == [(210, 297)]


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_a_name_of_any_length_stands_whole_on_its_rule(name: str) -> None:
    pdf = typeset(usual(), named(name))
    assert sizes(pdf) == [(210, 297)], "one page"
    assert letters("".join(texts(pdf))).count(letters(name)) == 1
    assert overlaps(pdf) == []
    left, _top, right, bottom = bounds(pdf)
    assert (left, right, bottom) == pytest.approx((LEFT, RIGHT, bounds(of_aino())[3]), abs=0.5)


@pytest.mark.parametrize("name", [*SCRIPTS[:2], *(pytest.param(name, marks=pytest.mark.long) for name in SCRIPTS[2:])])
def test_names_in_all_scripts_stand_on_it(name: str) -> None:
    pdf = typeset(usual(), named(name))
    assert sizes(pdf) == [(210, 297)]
    assert overlaps(pdf) == []
    printed_letters = set(letters("".join(texts(pdf))))
    assert set(letters(name)) <= printed_letters | set("🎉")


@pytest.mark.parametrize("name", ["Aino Esimerkki", "Ä", LONG["two lines"], LONG["120 letters"]])
def test_a_merged_certificate_is_the_typeset_one(name: str) -> None:
    person = printed(named(name), usual().course, usual().wording)
    merged, set_by_itself = merger().handout(usual().page_data(person)), typeset(usual(), person)
    assert_alike(merged, set_by_itself)
    first, second = (list(pictures(pdf, 150)) for pdf in (merged, set_by_itself))
    assert [page.tobytes() for page in first] == [page.tobytes() for page in second]
    assert texts(merged) == texts(set_by_itself)


def test_what_people_differ_in_is_merged_on_one_line_and_typeset_on_more() -> None:
    people = [
        aino(kurssi="Valmennus A", kouluttaja="Kalle Kouluttaja", paikka="Turku", aika="kevät 2026"),
        aino(kurssi="Valmennus B", kouluttaja="Maija Mallikas", paikka="Oulu", aika="syksy 2026"),
    ]
    edition = edition_of(*people, said=replace(SAID, dates=""), given={})
    shown = [printed(person, edition.course, edition.wording) for person in people]
    master = Merger(master_builder(edition).build(lambda: edition.page_data(shown[0])))
    for person in shown:
        merged = master.handout(edition.page_data(person))
        assert_alike(merged, typeset(edition, person))
        for path in ("kurssi", "kouluttaja", "paikka", "aika"):
            assert letters("".join(texts(merged))).count(letters(person.text(path))) == 1
    long = replace(shown[0], values={**shown[0].values, "kurssi": "Pitkä nimi " * 15})
    with pytest.raises(NeedsTypesetterError):
        master.handout(edition.page_data(long))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_certificate_in_another_language_is_accessible(language: str, tmp_path: Path) -> None:
    edition = edition_of(course=in_language(language))
    path = tmp_path / f"{language}.pdf"
    path.write_bytes(typeset(edition, aino()))
    assert failures(path) == []
    assert overlaps(path.read_bytes()) == []


def looks(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield certificates that look different, by their names."""
    brand_in(folder / "logo")
    brand_in(folder / "none", 'cover = "none"\n')
    yield "usual", of_aino()
    yield "blank", blank()
    yield "mustavalko", typeset(edition_of(theme="mustavalko"), aino())
    yield "logo", typeset(edition_of(brand=folder / "logo" / "brand.toml"), aino())
    yield "none", typeset(edition_of(brand=folder / "none" / "brand.toml"), aino())
    many = replace(SAID, title="Todistus ammatillisen kehittymisen koulutuksesta", topics=TOPICS * 3)
    long = {
        **GIVEN,
        "kouluttaja": "Kalle Kouluttaja ja Maija Mallikas, Esimerkkilän aikuisopisto",
        "paikka": "Esimerkkilän kunnantalo, suuri kokoushuone",
    }
    yield "long", typeset(edition_of(said=many, given=long), aino())
    yield "Arabic", typeset(usual(), named(SCRIPTS[0]))


def test_every_look_is_accessible_and_on_one_page(tmp_path: Path) -> None:
    for name, pdf in looks(tmp_path):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert failures(path) == [], name
        assert (sizes(pdf), overlaps(pdf)) == ([(210, 297)], []), name
        left, _top, right, bottom = bounds(pdf)
        assert left > LEFT - 0.5, name
        assert right < RIGHT + 0.5, name
        assert bottom < 290, name


def test_a_brand_brings_its_logo_and_the_text_in_the_foot(tmp_path: Path) -> None:
    brand_in(tmp_path / "b")
    pdf = typeset(edition_of(brand=tmp_path / "b" / "brand.toml"), aino())
    assert "Esimerkki Oy · Kouluttaja Kalle Kouluttaja" in texts(pdf)[0]
    assert [str(element.S) for element in elements(pdf)].count("/Figure") == 1
    assert bounds(pdf)[1] == pytest.approx(9, abs=0.5), "the logo begins where it does on a cover"


def test_the_same_gives_the_same_bytes() -> None:
    assert typeset(usual(), aino()) == of_aino()
    person = printed(aino(), usual().course, usual().wording)
    assert merger().handout(usual().page_data(person)) == merger().handout(usual().page_data(person))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs the command in a folder with a workbook; Läsnä is no field of the course."""
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    for row in (
        ("Nimi", "Läsnä", "Salasana"),
        ("Aino Esimerkki", "x", "salainen"),
        ("Ville Mallikas", "X", "toinen"),
        ("Liisa Poissa", None, "kolmas"),
    ):
        book.active.append(row)  # type: ignore[union-attr]
    book.save("ryhma.xlsx")

    def certificate(*words: str) -> Result:
        return CliRunner().invoke(main, ["certificate", *words], catch_exceptions=False)

    return certificate


def test_the_command_makes_a_file_each_and_a_print_file_for_those_present(run: Callable[..., Result]) -> None:
    words = (
        "ryhma.xlsx",
        "--only",
        "lasna=x",
        "--hours",
        "22",
        "--password",
        "kaikki",
    )
    result = run(*words, "--jobs", "1")
    folder = Path("output/ryhma-lasna-x-todistukset")
    names = ["Aino-Esimerkki.pdf", "Ville-Mallikas.pdf", "tulosta-kaikki.pdf"]
    assert sorted(path.name for path in folder.glob("*.pdf")) == names
    assert "2 certificates made." in result.stderr
    assert f"Print {folder / 'tulosta-kaikki.pdf'} on one side: 2 sheets." in result.stderr
    passwords = dict(zip(names, ("salainen", "toinen", "kaikki"), strict=True))
    for name, password in passwords.items():
        with pikepdf.open(folder / name, password=password) as book:
            assert len(book.pages) == (2 if name == "tulosta-kaikki.pdf" else 1), "no page on the back"
    again = run(*words, "--dry-run")
    assert "No new certificates, 2 kept as they were." in again.stderr
    assert again.stdout == ""


def test_without_a_list_one_is_made_to_fill_in(run: Callable[..., Result]) -> None:
    assert run("-o", "omat", "--topic", "yksi aihe").stdout == "omat/todistus.pdf\n"
    assert "yksi aihe" in texts(Path("omat/todistus.pdf").read_bytes())[0]


@pytest.mark.long
def test_the_one_to_fill_in_is_written_where_it_is_wanted(run: Callable[..., Result]) -> None:
    assert run("--dry-run").stdout == "output/todistus.pdf\n"
    assert not Path("output").exists()
    assert run("-o", "oma.pdf").stdout == "oma.pdf\n"
