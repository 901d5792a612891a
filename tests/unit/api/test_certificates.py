"""Certificates are planned as packets are: who gets one, what is checked first, and what makes one anew."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from worksheets.api import (
    Certificate,
    PacketOptions,
    Printing,
    Selection,
    Session,
    Started,
    blank_certificate,
    make_certificates,
    plan_certificates,
    read_course,
)
from worksheets.compose.fingerprint import content_digest
from worksheets.course.words import read_words
from worksheets.errors import GlyphError, OptionsError, RosterError, WorksheetsError
from worksheets.packet.order import Order
from worksheets.people.participant import Participant

AINO = Participant({"nimi": "Aino Esimerkki", "paikka": "Turku", "tukiverkosto.esimies": "Kiitos"})
VILLE = Participant({"nimi": "Ville Mallikas"}, columns={"Läsnä": "x"})
NOTHING_SAID = Certificate()
LIST = """Nimi;Läsnä;Ryhmä;Tunteja
Aino Esimerkki;x;A;22
Ville Mallikas;X;B;22
Åsa Öberg;kyllä;A;10
Liisa Poissa;;A;
"""


@pytest.fixture(scope="module")
def printing() -> Printing:
    return Printing(read_course("tyoelaman-verkostot"))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "ryhma.csv"
    path.write_text(LIST, "utf-8")
    return path


def order_for(
    people: Sequence[Participant], printing: Printing, certificate: Certificate = NOTHING_SAID, **options: object
) -> Order:
    return plan_certificates(people, printing, certificate, PacketOptions(**options), "ryhma")  # type: ignore[arg-type]


def problems(people: Sequence[Participant], printing: Printing, certificate: Certificate) -> tuple[str, ...]:
    with pytest.raises(WorksheetsError) as error:
        order_for(people, printing, certificate)
    return error.value.problems


def test_a_certificate_each_is_in_a_folder_of_their_own(printing: Printing) -> None:
    order = order_for([AINO, VILLE], printing)
    folder = Path("output/ryhma-todistukset")
    assert [job.path for job in order.jobs] == [folder / "Aino-Esimerkki.pdf", folder / "Ville-Mallikas.pdf"]
    assert (order.folder, order.print_file) == (folder, folder / "tulosta-kaikki.pdf")
    assert not order.two_sided, "a page without a back"
    assert order.edition.pages == ("certificate",)


def test_the_options_of_files_are_those_of_a_packet(printing: Printing, tmp_path: Path) -> None:
    people = [
        replace(AINO, number=7, columns={"Osasto": "Tuotanto"}),
        replace(VILLE, number=8, columns={"Osasto": "Myynti"}),
    ]
    order = order_for(people, printing, output=tmp_path, name="{n:02} {nimi}", group_by="osasto", print_file=False)
    files = [job.path.relative_to(tmp_path).as_posix() for job in order.jobs]
    assert files == ["Tuotanto/07-Aino-Esimerkki.pdf", "Myynti/08-Ville-Mallikas.pdf"]
    assert order.print_file is None


def test_only_what_is_printed_makes_a_certificate_anew(printing: Printing) -> None:
    order = order_for([AINO, VILLE], printing)
    assert [dict(job.participant.values) for job in order.jobs] == [
        {"nimi": "Aino Esimerkki"},
        {"nimi": "Ville Mallikas"},
    ], "the place is everybody's"
    own = order_for([AINO, Participant({"nimi": "Ville Mallikas", "paikka": "Oulu"})], printing)
    assert [job.participant.text("paikka") for job in own.jobs] == ["Turku", "Oulu"]
    assert not any("tukiverkosto.esimies" in job.participant.values for job in (*order.jobs, *own.jobs))


def test_another_text_for_everybody_is_another_edition(printing: Printing) -> None:
    orders = [order_for([VILLE], printing, Certificate(hours=hours)) for hours in ("", "22", "22")]
    digests = [content_digest(order.edition) for order in orders]
    assert digests[0] != digests[1]
    assert digests[1] == digests[2]


def test_values_for_everybody_are_printed(printing: Printing) -> None:
    order = order_for([AINO, VILLE], replace(printing, given={"paikka": "Oulu", "kurssi": "Valmennus"}))
    assert order.edition.product
    assert (order.edition.product.place_and_date, order.edition.product.course) == ("Oulu", "Valmennus")


@pytest.mark.parametrize("time", ["2026-01-14 09:00", "14.1.2026 klo 9.00", "2026-01-14"])
@pytest.mark.parametrize(("language", "day"), [("fi", "14.1.2026"), ("en", "14\u00a0January\u00a02026")])
def test_the_day_of_a_time_is_printed_as_the_language_writes_it(
    printing: Printing, time: str, language: str, day: str
) -> None:
    course = replace(printing.course, language=language, words=read_words(language, printing.course.folder))
    product = order_for([Participant({"nimi": "Aino", "aika": time})], replace(printing, course=course)).edition.product
    assert product
    assert f"{day}." in product.statement[0]
    assert product.time == ""


def test_texts_are_printed_as_typography_has_them(printing: Printing) -> None:
    product = order_for([VILLE], printing, Certificate(title='Todistus "A"', topics=("1-2 aihetta",))).edition.product
    assert product
    assert (product.title, product.topics) == ("Todistus ”A”", ("1–2 aihetta",))
    typed = order_for([VILLE], replace(printing, as_typed=True), Certificate(title='Todistus "A"')).edition.product
    assert typed
    assert typed.title == 'Todistus "A"'


def test_everything_that_is_wrong_is_said_at_once(printing: Printing) -> None:
    wrong = Certificate(title="\x07", hours="x", dates="eilen", topics=("", "a" * 201, "\U00012000"))
    lines = problems([VILLE], printing, wrong)
    options = [line.split(":")[0].split(" ")[0] for line in lines]
    assert options == ["--title", "--topic", "--topic", "--topic", "--dates", "--hours"]


def test_a_character_without_a_font_is_named_with_its_field(printing: Printing) -> None:
    odd = Participant({"nimi": "Aino Esimerkki", "kouluttaja": "Kalle \U00012000"})
    with pytest.raises(GlyphError, match=r"kouluttaja: no font has “.” \(U\+12000\)"):
        order_for([odd], printing)
    allowed = order_for([odd], replace(printing, allow_missing_glyphs=True)).edition.product
    assert allowed
    assert allowed.signer == "Kalle □, kouluttaja"


def test_a_name_that_has_no_room_is_an_error_and_a_long_one_is_not(printing: Printing) -> None:
    assert len(order_for([Participant({"nimi": "W" * 120})], printing).jobs) == 1
    with pytest.raises(RosterError, match="Nimi.*: the name is too long for a certificate; shorten it in the list"):
        order_for([VILLE, Participant({"nimi": "Nimi " * 80})], printing)


def test_nothing_to_write_is_an_error(printing: Printing) -> None:
    with pytest.raises(OptionsError, match="leave nothing to print"):
        order_for([VILLE], printing, separate=False, print_file=False)


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("lasna=x", ["Aino Esimerkki", "Ville Mallikas"]),
        ("Läsnä=kyllä", ["Åsa Öberg"]),
        ("läsnä=", ["Liisa Poissa"]),
        ("lasna!=", ["Aino Esimerkki", "Ville Mallikas", "Åsa Öberg"]),
        ("tunteja=22", ["Aino Esimerkki", "Ville Mallikas"]),
    ],
)
def test_only_those_present_get_one(printing: Printing, roster: Path, only: str, names: list[str]) -> None:
    options = PacketOptions(selection=Selection(only=(only,)), dry_run=True)
    started, *files = make_certificates(roster, printing, options=options)
    assert isinstance(started, Started)
    assert (started.handouts, started.unprinted, started.unchosen) == (len(names), (), ())
    assert started.folder.name.endswith("-todistukset")
    assert [event.participant.name for event in files if event.participant] == names  # type: ignore[union-attr]
    assert not started.folder.exists(), "a dry run"


def test_one_to_fill_in_says_what_is_known(printing: Printing) -> None:
    with Session() as session:
        document = blank_certificate(replace(printing, given={"paikka": "Oulu"}), Certificate(title="Diplomi"), session)
        assert document.path == Path("output/todistus.pdf")
        with pytest.raises(OptionsError, match="--hours"):
            blank_certificate(printing, Certificate(hours="x"), session)
