"""What the page in the browser makes is, byte for byte, what the command line makes of the same.

Everything is typeset here: a packet’s first handouts are typeset until its master is ready, and which ones depends on
the machine; merged ones look the same, but have other bytes.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from tests.helpers.course import EXAMPLES, the_course
from tests.helpers.web import Answer, Browser, File, Served, served
from tests.helpers.workbooks import small
from worksheets import api
from worksheets.cli.commands import main
from worksheets.web.choices import Choices
from worksheets.web.making import Making
from worksheets.web.one_person import one_person

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
Digests = Mapping[str, str]
PATIENCE = 60
PAGE = 9


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture(autouse=True)
def _typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    printing = Choices.printing
    monkeypatch.setattr(
        Choices, "printing", lambda choices, course: replace(printing(choices, course), typeset_all=True)
    )


@pytest.fixture
def browser(server: Served) -> Browser:
    return server.browser()


def of_the_command_line(folder: Path, *words: object) -> Digests:
    """Return the digests of the PDFs that a command writes into a folder, by their names."""
    paper = () if "summary" in words else ("--paper", "a4", "--typeset-all", "--pages", PAGE)
    result = CliRunner().invoke(main, [*map(str, words), "-o", f"{folder}/", *paper, "-q"])
    assert result.exit_code == 0, result.output
    return {path.name: digest(path.read_bytes()) for path in folder.glob("*.pdf")}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def made(server: Served, browser: Browser, **fields: str) -> Making:
    """Make something as the page's forms do, and wait until it is ready."""
    assert browser.post("/make", fields).path in ("/making", "/done")
    making = server.visit(browser).making
    assert making is not None
    making.wait(PATIENCE)
    assert browser.get("/making").path == "/done", making.problems
    return making


def zipped(browser: Browser) -> Digests:
    with ZipFile(BytesIO(browser.get("/done/zip").body)) as archive:
        return {name: digest(archive.read(name)) for name in archive.namelist()}


def bring_list(browser: Browser, path: Path) -> None:
    assert browser.post("/list/file", files=[File("file", path.name, path.read_bytes())]).path == "/group"


def type_person(server: Served, browser: Browser, path: Path) -> None:
    visit = server.visit(browser)
    (person,) = api.check(path, the_course()).participants
    visit.person = one_person(person.values, server.service.outline(visit), server.service.session)


@pytest.mark.parametrize("name", ["ryhma.yaml", pytest.param("ryhma.xlsx", marks=pytest.mark.long)])
def test_a_packet_is_the_command_lines(server: Served, browser: Browser, tmp_path: Path, name: str) -> None:
    path = EXAMPLES / name
    if not path.exists():
        path = small(tmp_path / name, ["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"], ["Ville Mallikas", "B"])
    bring_list(browser, path)
    server.visit(browser).choices = Choices(pages=(PAGE,))
    made(server, browser, kind="packet")
    files = zipped(browser)
    assert len(files) > 2
    assert files == of_the_command_line(tmp_path / "out", "packet", path)
    assert digest(browser.get("/done/print").body) == files["tulosta-kaikki.pdf"]


def test_volumes_are_the_command_lines(server: Served, browser: Browser, tmp_path: Path) -> None:
    path = small(tmp_path / "ryhma.xlsx", ["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"], ["Ville Mallikas", "B"])
    bring_list(browser, path)
    browser.post("/choices", {"screen": "group", "ticks": "1", "page": str(PAGE), "volume": "1"})
    making = made(server, browser, kind="packet")
    files = zipped(browser)
    assert len(files) == 4, "each has a file, and a print file, too"
    assert files == of_the_command_line(tmp_path / "out", "packet", path, "--volume", 1)
    printed = [browser.get(f"/done/print?number={number}") for number in (1, 2)]
    assert [digest(answer.body) for answer in printed] == [files[path.name] for path in making.results]


def test_forms_are_the_command_lines(server: Served, browser: Browser, tmp_path: Path) -> None:
    path = small(tmp_path / "ryhma.xlsx", ["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"])
    bring_list(browser, path)
    server.visit(browser).choices = Choices(fillable=True, volume=1, pages=(PAGE,))
    made(server, browser, kind="packet")
    words = ("packet", path, "--fillable", "--no-print-file")
    assert zipped(browser) == of_the_command_line(tmp_path / "out", *words)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("blank", ("blank",), marks=pytest.mark.long),
        ("person", ("fill", EXAMPLES / "osallistuja.yaml")),
        ("overview", ("summary", EXAMPLES / "ryhma.yaml")),
    ],
)
def test_a_document_is_the_command_lines(
    server: Served, browser: Browser, tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    bring_list(browser, EXAMPLES / "ryhma.yaml")
    type_person(server, browser, EXAMPLES / "osallistuja.yaml")
    server.visit(browser).choices = Choices(pages=(PAGE,))
    made(server, browser, kind=kind)
    printed = browser.get("/done/print")
    (name, expected), *others = of_the_command_line(tmp_path, *words).items()
    assert digest(printed.body) == expected
    assert not others
    assert f'filename="{name}"' in printed.headers["content-disposition"]


def test_after_mending_only_what_is_missing_is_made(server: Served, browser: Browser, tmp_path: Path) -> None:
    rows = [["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"], ["Ville Mallikas", "#REF!"]]
    bring_list(browser, small(tmp_path / "ryhma.xlsx", *rows))
    server.visit(browser).choices = Choices(pages=(PAGE,))
    assert len(made(server, browser, kind="packet").summary.people_left_out) == 1
    rows[2][1] = "B"
    bring_list(browser, small(tmp_path / "mended.xlsx", *rows))
    summary = made(server, browser, kind="packet").summary
    assert (summary.made, summary.kept, len(summary.people_left_out)) == (1, 1, 0)
    assert len(zipped(browser)) == 3


_PAPERS = {
    "attendance": (
        {"attendance.dates": "12.1.2026, 19.1.2026", "attendance.order": "last"},
        ("list", "--dates", "12.1.2026, 19.1.2026", "--by-last-name"),
    ),
    "badge": ({"badge.line": "ryhma"}, ("cards", "--as", "badge", "--line", "ryhma")),
    "tent": ({}, ("cards", "--as", "tent")),
    "label": (
        {"label.sheet": "L7163", "label.start": "5", "label.right": "1,5", "label.down": "-0.5"},
        ("cards", "--as", "label:L7163", "--start", "5", "--shift", "1.5,-0.5"),
    ),
    "groups": (
        {"groups.by": "size", "groups.number": "2", "groups.apart": "ryhma", "groups.signs": "1", "groups.seed": "3"},
        ("list", "--as", "groups", "--group-size", "2", "--apart", "ryhma", "--signs", "--seed", "3"),
    ),
}
"""What is chosen on the page for each paper, and the same for the command line."""


@pytest.mark.parametrize(
    "paper", ["attendance", *(pytest.param(name, marks=pytest.mark.long) for name in list(_PAPERS)[1:])]
)
def test_a_paper_is_the_command_lines(browser: Browser, tmp_path: Path, paper: str) -> None:
    fields, (command, *options) = _PAPERS[paper]
    path = small(tmp_path / "ryhma.xlsx", ["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"], ["Ville Mallikas", "B"])
    bring_list(browser, path)
    printed = browser.post("/papers", {"paper": paper, "then": "print", **fields})
    assert (digest(printed.body), *_name_of(printed)) == written_by(tmp_path / "out", command, path, *options)


@pytest.mark.long
@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("attendance", ("list",)),
        ("badge", ("cards",)),
        ("certificate", ("certificate",)),
        ("calibration", ("calibrate",)),
    ],
)
def test_a_blank_paper_is_the_command_lines(browser: Browser, tmp_path: Path, paper: str, words: tuple[str]) -> None:
    printed = browser.post("/papers", {"paper": paper, "blank": "1", "then": "print"})
    assert (digest(printed.body), *_name_of(printed)) == written_by(tmp_path / "out", *words)


@pytest.mark.long
def test_certificates_are_the_command_lines(server: Served, browser: Browser, tmp_path: Path) -> None:
    rows = [["Nimi", "Läsnä"], ["Aino Esimerkki", "x"], ["Ville Mallikas", ""]]
    path = small(tmp_path / "ryhma.xlsx", *rows)
    bring_list(browser, path)
    typed = {"certificate.whom": "Läsnä=x", "certificate.hours": "22", "certificate.topics": "verkostot\ntavoitteet"}
    browser.post("/papers", {"paper": "certificate", **typed})
    made(server, browser, kind="certificates")
    folder = tmp_path / "out"
    words = ["certificate", path, "--only", "Läsnä=x", "--hours", 22, "--topic", "verkostot", "--topic", "tavoitteet"]
    result = CliRunner().invoke(main, [*map(str, words), "-o", f"{folder}/", "-q"])
    assert result.exit_code == 0, result.output
    assert zipped(browser) == {file.name: digest(file.read_bytes()) for file in folder.glob("*.pdf")}


def _name_of(answer: Answer) -> list[str]:
    """Return the name under which a file is saved."""
    return re.findall('filename="([^"]*)"', answer.headers["content-disposition"])


def written_by(folder: Path, *words: object) -> tuple[str, str]:
    """Return the digest and the name of the one file that a command writes into a folder."""
    result = CliRunner().invoke(main, [*map(str, words), "-o", f"{folder}/", "-q"])
    assert result.exit_code == 0, result.output
    (path,) = folder.iterdir()
    return digest(path.read_bytes()), path.name
