"""The command as a trainer uses it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from tests.helpers.course import EXAMPLES
from tests.helpers.lasting import Lasting
from tests.helpers.pdf import letters, texts
from tests.helpers.tiny_form import tiny_form
from worksheets import __version__
from worksheets.cli.commands import main
from worksheets.messages import in_language, language
from worksheets.packet import workers

Run = Callable[..., Result]

DESIGN = """\
nimi: Aino Virtanen
kurssi: Työnhakuvalmennus, kevät 2026
kouluttaja: Pekka Laine
aika: 14.1.2026 klo 9.00
paikka: Tampere
tukiverkosto:                  # esimies viranomaiset ammattitoverit laheiset jarjestot asiantuntijat
  esimies: Palaute työstä      # tyotoverit ystavat yhdistykset klubit-lehdet-kirjat
omat-verkostot:
  - nimi: Entiset työtoverit
    luonut: Yhteinen projekti
    yllapito: Lounas kerran kuussa
    saanut: Vinkki avoimesta paikasta
verkostokartta:
  kontaktit:
    - nimi: Marja
      apu: avoimet paikat, suositus
  uudet-kontaktit: Kielitaito, oma yritystoiminta
"""
DESIGN_VALUES = (
    "Aino Virtanen", "Työnhakuvalmennus, kevät 2026", "Pekka Laine", "14.1.2026 klo 9.00", "Tampere", "Palaute työstä",
    "Entiset työtoverit", "Yhteinen projekti", "Lounas kerran kuussa", "Vinkki avoimesta paikasta", "Marja",
    "avoimet paikat, suositus", "Kielitaito, oma yritystoiminta",
)  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words, typed="": CliRunner().invoke(main, [*map(str, words)], input=typed, catch_exceptions=False)


@pytest.fixture(scope="module")
def lasting() -> Iterator[Lasting]:
    processes = Lasting(1, 60)
    yield processes
    processes.end()


@pytest.fixture
def in_one_process(lasting: Lasting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each command work in the process of the one before; to start one takes longer than to make a page."""
    monkeypatch.setattr(workers, "typesetters", lambda *_arguments: lasting)


def test_pages_are_listed(run: Run) -> None:
    lines = run("pages").stdout.splitlines()
    assert len(lines) == 10
    assert lines[8].split(maxsplit=3) == [
        "9",
        "verkostokartta",
        "exercise",
        "Oma työelämän kontakti- ja tukiverkostoni",
    ]


def test_blank_writes_ten_pages_and_prints_the_path(run: Run, tmp_path: Path) -> None:
    result = run("blank")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "output/tyoelaman-verkostot.pdf\n", "")
    assert len(texts((tmp_path / "output" / "tyoelaman-verkostot.pdf").read_bytes())) == 10


def test_an_existing_file_is_kept_unless_overwriting_is_asked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "output" / "tyoelaman-verkostot-1.pdf"
    path.parent.mkdir()
    path.write_bytes(b"mine")
    result = run("blank", "--pages", "1")
    assert result.exit_code == 1
    assert result.stderr == "output/tyoelaman-verkostot-1.pdf: already exists; add --overwrite to replace it\n"
    assert path.read_bytes() == b"mine"
    assert run("blank", "--pages", "1", "--overwrite").exit_code == 0
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("a.pdf", "a.pdf"),
        ("here", "here/tyoelaman-verkostot-sitaatti.pdf"),
        ("new/", "new/tyoelaman-verkostot-sitaatti.pdf"),
    ],
)
def test_output_is_a_file_or_a_folder(run: Run, tmp_path: Path, output: str, path: str) -> None:
    (tmp_path / "here").mkdir()
    assert run("blank", "--pages", "sitaatti", "-o", output).stdout == f"{path}\n"
    assert (tmp_path / path).read_bytes().startswith(b"%PDF")


def test_output_is_standard_output(run: Run, tmp_path: Path) -> None:
    result = run("blank", "--pages", "sitaatti", "-o", "-")
    assert result.stdout_bytes.startswith(b"%PDF")
    assert len(texts(result.stdout_bytes)) == 1
    assert list(tmp_path.iterdir()) == []


def test_pages_are_written_as_pictures(run: Run, tmp_path: Path) -> None:
    words = ("blank", "--pages", "sitaatti,kansi", "--dpi", "40", "-o", "sivut.png")
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "sivut-01.png\nsivut-02.png\n", "")
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
    again = run(*words)
    assert (again.exit_code, again.stdout, len(again.stderr.splitlines())) == (1, "", 2)


def test_standard_output_takes_a_filled_page_as_a_picture(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Aino Esimerkki\n", "utf-8")
    result = run("fill", "aino.yaml", "--pages", "sitaatti", "--format", "png", "--dpi", "40", "-o", "-")
    assert (result.exit_code, result.stdout_bytes[:4]) == (0, b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["aino.yaml"]


def test_pages_are_written_as_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Åsa Esimerkki\n", "utf-8")
    result = run("fill", "aino.yaml", "--pages", "kansi", "--format", "txt", "-o", "-")
    assert "Nimi\nÅsa Esimerkki\n" in result.stdout_bytes.decode()
    result = run("blank", "--pages", "kansi", "-o", "sivut.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "sivut.txt\n", "")
    assert "Åsa" not in (tmp_path / "sivut.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--dpi", "150", "-o", "sivut.txt"], 2, "--dpi: only for pictures; add --format png, or leave out --dpi"),
        (["-o", "sivut.txt", "--fillable"], 2, "--fillable: a text file has no fields"),
        (["-o", "sivut.pdf", "--format", "txt"], 1, "sivut.pdf: the file will be a TXT; write -o sivut.txt"),
        (["--dpi", "150"], 2, "--dpi: only for pictures; add --format png, or leave out --dpi"),
        (["--dpi", "35", "--format", "png"], 2, "35 is not between 36 and 600."),
        (["--format", "png", "--password", "sala"], 2, "--password: a picture cannot be locked"),
        (["-o", "sivut.png", "--fillable"], 2, "--fillable: a picture has no fields to type into"),
        (["-o", "sivut.pdf", "--format", "png"], 1, "sivut.pdf: the file will be a PNG; write -o sivut.png"),
        (["-o", "sivut.png", "--format", "pdf"], 1, "sivut.png: the file will be a PDF; write -o sivut.pdf"),
    ],
)
def test_contradictions_about_pictures_and_texts_are_said(
    run: Run, tmp_path: Path, words: list[str], code: int, message: str
) -> None:
    result = run("blank", "--pages", "sitaatti", *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_fill_prints_every_value(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text(DESIGN, "utf-8")
    assert run("fill", "aino.yaml").stdout == "output/tyoelaman-verkostot-Aino-Virtanen.pdf\n"
    pdf = (tmp_path / "output" / "tyoelaman-verkostot-Aino-Virtanen.pdf").read_bytes()
    printed = letters("".join(texts(pdf)))
    assert [value for value in DESIGN_VALUES if letters(value) not in printed] == []
    assert len(texts(pdf)) == 10


@pytest.mark.slow
@pytest.mark.parametrize("content", ["nimi: Aino", "nimi: Aino\ntukiverkosto:\n  esimies: Palaute\n"])
def test_fill_takes_a_name_alone_and_a_half_filled_file(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "aino.yaml").write_text(content, "utf-8")
    assert run("fill", "aino.yaml", "--layout", "slides", "--pages", "1,7").exit_code == 0


def test_all_faults_are_reported_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Aino\nkursi: A\ntukiverkosto:\n  esimes: B\n", "utf-8")
    result = run("fill", "aino.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "aino.yaml: line 2: unknown key “kursi”. Did you mean “kurssi”?",
        "aino.yaml: line 4: tukiverkosto: unknown key “esimes”. Did you mean “esimies”?",
    ]
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_packet_writes_one_file_a_participant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text('Nimi;Aika\nAino Esimerkki;\n"Aino Esimerkki";\n../Ää Öö;9.00\n', "utf-8")
    result = run("packet", "ryhma.csv", "--pages", "kansi,sitaatti", "--set", "aika=10.00", "--set", "paikka=Tampere")
    assert result.exit_code == 0
    *handouts, print_file = result.stdout.splitlines()
    assert sorted(handouts) == [
        "output/ryhma-kansi-sitaatti/Aino-Esimerkki-2.pdf",
        "output/ryhma-kansi-sitaatti/Aino-Esimerkki.pdf",
        "output/ryhma-kansi-sitaatti/Ää-Öö.pdf",
    ]
    assert print_file == "output/ryhma-kansi-sitaatti/tulosta-kaikki.pdf"
    assert result.stderr.splitlines()[1:] == [
        "3 handouts made.",
        f"Print {print_file} on both sides, flipped on the long edge: 3 sheets.",
    ]
    pages = texts((tmp_path / "output" / "ryhma-kansi-sitaatti" / "Ää-Öö.pdf").read_bytes())
    assert "10.00" in pages[0]
    assert "Tampere" in pages[0]
    assert "9.00" not in pages[0], "--set replaces a participant's own value"


def test_a_packet_replaces_nothing_unless_overwriting_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\nVille\n", "utf-8")
    folder = tmp_path / "output" / "ryhma-1"
    folder.mkdir(parents=True)
    (folder / "Ville.pdf").write_bytes(b"mine")
    result = run("packet", "ryhma.csv", "--pages", "1")
    assert result.exit_code == 1
    assert "Ville.pdf: already exists" in result.stderr
    assert [path.name for path in folder.glob("*.*") if not path.name.startswith(".")] == ["Ville.pdf"]


@pytest.mark.slow
@pytest.mark.usefixtures("in_one_process")
def test_a_handout_that_fails_leaves_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\nVille \U00012000\nVille\n", "utf-8")
    result = run("packet", "ryhma.csv", "--pages", "1", "--quiet", "--jobs", "1", "--no-print-file")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["output/ryhma-1/Aino.pdf", "output/ryhma-1/Ville.pdf"]
    assert result.stderr == (
        "Ville \U00012000: nimi: no font has “\U00012000” (U+12000); install worksheets[fonts], or add "
        "--allow-missing-glyphs to print boxes instead\n"
    )
    assert run("packet", "ryhma.csv", "--pages", "1", "--overwrite", "--allow-missing-glyphs").exit_code == 0
    assert (
        "Ville □"
        in texts((tmp_path / "output" / "ryhma-1-allow-missing-glyphs" / "Ville-\U00012000.pdf").read_bytes())[0]
    )


def test_a_password_is_asked_for_unseen(run: Run, tmp_path: Path) -> None:
    result = run("blank", "--pages", "1", "--password", "-", "-o", "tyhja.pdf", typed="sala\nsala\n")
    assert result.exit_code == 0
    assert "sala" not in result.output
    with pikepdf.open(tmp_path / "tyhja.pdf", password="sala") as book:
        assert book.is_encrypted
    result = run("blank", "--password", "x" * 128)
    assert result.exit_code == 1
    assert "too long; at most 127 bytes" in result.stderr


def test_a_participants_own_password_opens_their_file_and_is_nowhere_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Aino\nsalasana: hyvin salainen\n", "utf-8")
    result = run("fill", "aino.yaml", "--pages", "1", "-o", "aino.pdf")
    assert result.exit_code == 0
    with pikepdf.open(tmp_path / "aino.pdf", password="hyvin salainen") as book:
        assert len(book.pages) == 1
    report = run("check", "aino.yaml", "--json")
    assert "salainen" not in report.output + result.output
    (tmp_path / "ryhma.yaml").write_text("- nimi: Aino\n  salasana: hyvin salainen\n", "utf-8")
    for words in (
        ["--name", "{salasana}"],
        ["--group-by", "salasana"],
        ["--sort", "salasana"],
        ["--only", "salasana=x"],
    ):
        refused = run("packet", "ryhma.yaml", "--password", "x", *words)
        assert refused.exit_code == 1
        assert "no field “salasana”" in refused.stderr
    assert run("blank", "--set", "salasana=x").exit_code == 1


def test_nothing_to_print_is_wrong_usage(run: Run) -> None:
    assert run("packet", EXAMPLES / "ryhma.yaml", "--no-separate", "--no-print-file").exit_code == 2


@pytest.mark.parametrize("option", ["--typeset-all", "--no-plates"])
def test_everything_can_be_typeset(run: Run, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr("worksheets.master.store.MasterStore.handout", refuse)
    assert run("blank", "--pages", "sitaatti", option).exit_code == 0
    with pytest.raises(NotImplementedError):
        run("blank", "--pages", "sitaatti", "--overwrite")


def test_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("check", EXAMPLES / "ryhma.yaml")
    assert result.exit_code == 0
    assert "6 participants, no errors, 1 warning" in result.stdout
    assert "Väinö Äyräs-Mallikas" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_new_files_pass_the_check(run: Run) -> None:
    for kind, name in (("participant", "aino.yaml"), ("roster", "ryhma.xlsx"), ("roster", "ryhma.csv")):
        assert run("new", kind, name).stdout.splitlines()[0] == name
        assert run("check", name).exit_code == 0
        assert run("new", kind, name).exit_code == 1, "it already exists"


def test_a_new_participant_points_an_editor_to_its_schema(run: Run, tmp_path: Path) -> None:
    assert run("new", "participant", "aino.yaml").stdout.splitlines() == [
        "aino.yaml",
        "tyoelaman-verkostot.schema.json",
    ]
    assert json.loads((tmp_path / "tyoelaman-verkostot.schema.json").read_text("utf-8"))["required"] == ["nimi"]
    assert run("new", "participant", "ville.yaml").stdout.splitlines() == ["ville.yaml"]


LIST = "Nimi;Ryhmä;Kenkä\nÅsa Öberg;A;41\nAino Esimerkki;B;\nVille Malli;A;\n"


def files_of(run: Run, *words: str) -> list[str]:
    """Return the files that a packet of the list makes, or an empty list when it makes none."""
    Path("ryhma.csv").write_text(LIST, "utf-8")
    quick = ("--pages", "sitaatti", "--jobs", "1", "--no-print-file", "--typeset-all")
    result = run("packet", "ryhma.csv", *quick, *words)
    assert result.exit_code == (0 if result.stdout else 1)
    return [line.split("/", 2)[2] for line in result.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.usefixtures("in_one_process")
@pytest.mark.parametrize(
    ("words", "files"),
    [
        ([], ["Åsa-Öberg.pdf", "Aino-Esimerkki.pdf", "Ville-Malli.pdf"]),
        (["--only", "ryhma=A"], ["Åsa-Öberg.pdf", "Ville-Malli.pdf"]),
        (["--only-name", "aino"], ["Aino-Esimerkki.pdf"]),
        (["--rows", "2-3"], ["Aino-Esimerkki.pdf", "Ville-Malli.pdf"]),
        (["--sort", "nimi"], ["Aino-Esimerkki.pdf", "Ville-Malli.pdf", "Åsa-Öberg.pdf"]),
        (["--group-by", "ryhma"], ["A/Åsa-Öberg.pdf", "A/Ville-Malli.pdf", "B/Aino-Esimerkki.pdf"]),
        (["--name", "{n:02} {ryhma} {nimi}", "--rows", "1"], ["01-A-Åsa-Öberg.pdf"]),
        (["--plain-names"], ["001.pdf", "002.pdf", "003.pdf"]),
        (["--only", "Kenkä=41"], ["Åsa-Öberg.pdf"]),
        (["--sort", "sukunimi"], ["Aino-Esimerkki.pdf", "Ville-Malli.pdf", "Åsa-Öberg.pdf"]),
        (["--name", "{sukunimi} {etunimi} {n} {Kenkä}", "--rows", "1,3"], ["Öberg-Åsa-1-41.pdf", "Malli-Ville-3.pdf"]),
        (["--group-by", "kenkä", "--rows", "1-2"], ["41/Åsa-Öberg.pdf", "nimeton/Aino-Esimerkki.pdf"]),
        (["--only", "ryhma=C"], []),
        (["--only", "ryhmaa=A"], []),
    ],
)
def test_selection_and_naming(run: Run, words: list[str], files: list[str]) -> None:
    assert files_of(run, *words) == files


@pytest.mark.slow
@pytest.mark.usefixtures("in_one_process")
def test_nobody_is_printed_while_something_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text(f"Nimi;Ryhmä\nAino;A\nVille;{'x' * 201}\n", "utf-8")
    result = run("packet", "ryhma.csv", "--pages", "sitaatti")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("ryhma.csv, row 3, column B “Ryhmä”: 201 characters")
    assert not (tmp_path / "output").exists()
    result = run("packet", "ryhma.csv", "--pages", "sitaatti", "--skip-invalid", "--no-print-file")
    assert (result.exit_code, result.stdout) == (1, "output/ryhma-sitaatti/Aino.pdf\n")
    assert "ryhma.csv, row 3, column B “Ryhmä”: 201 characters" in result.stderr
    assert result.stderr.splitlines()[-3:] == [
        "ryhma.csv, row 3: “Ville” left out: has errors",
        "1 handout made.",
        "1 handout is in output/ryhma-sitaatti. 1 person was left out, see above.",
    ]


def test_check_reports_what_was_understood(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text(LIST, "utf-8")
    result = run("check", "ryhma.csv")
    assert result.exit_code == 0
    assert "“Ryhmä” → ryhma" in result.stdout
    assert "“Kenkä” → not printed: no slot has this name" in result.stdout
    assert "   1  Åsa Öberg       2 fields filled in" in result.stdout
    result = run("check", "ryhma.csv", "--strict")
    assert result.exit_code == 1
    assert "ryhma.csv, row 1, column C “Kenkä”: unknown heading" in result.stdout
    report = json.loads(run("check", "ryhma.csv", "--map", "Kenkä=-", "--json").stdout)
    assert [person["name"] for person in report["participants"]] == ["Åsa Öberg", "Aino Esimerkki", "Ville Malli"]
    assert report["headings"]["Kenkä"] == "IGNORED"
    assert report["errors"] == []
    assert list(tmp_path.iterdir()) == [tmp_path / "ryhma.csv"]


def test_check_tells_programs_the_place_of_each_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi;Ryhmmä\nAino;A\n;B\n", "utf-8")
    faults = json.loads(run("check", "ryhma.csv", "--json").stdout)["faults"]
    assert faults[1] == {
        "sheet": "",
        "row": 3,
        "column": 1,
        "message": "the name is missing; every participant needs one",
        "warning": False,
    }
    assert [(fault["row"], fault["column"]) for fault in faults] == [(0, 2), (3, 1)]
    (tmp_path / "aino.yaml").write_text("nimi: Aino\nryhmma: A\n", "utf-8")
    (fault,) = json.loads(run("check", "aino.yaml", "--json").stdout)["faults"]
    assert (fault["line"], fault["row"], fault["column"]) == (2, 2, 2)


def test_check_writes_a_list_that_needs_no_map(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Hlö;Tiimi;Ryhmä\nAino;A;B\n", "utf-8")
    words = ("check", "ryhma.csv", "--map", "Hlö=nimi", "--map", "Tiimi=ryhma", "--map", "Ryhmä=-")
    planned = run(*words, "-o", "uusi.xlsx", "--dry-run")
    assert planned.exit_code == 0
    assert planned.stdout.endswith("uusi.xlsx\n")
    assert not (tmp_path / "uusi.xlsx").exists()
    assert run(*words, "-o", "uusi.xlsx").exit_code == 0
    report = json.loads(run("check", "uusi.xlsx", "--json").stdout)
    assert report["headings"] == {"Nimi": "nimi", "Ryhmä": "ryhma", "Ei tulosteta: Ryhmä": "IGNORED"}
    assert (report["errors"], [person["name"] for person in report["participants"]]) == ([], ["Aino"])
    assert "already exists" in run(*words, "-o", "uusi.xlsx").stderr
    assert run(*words, "-o", "uusi.xlsx", "--overwrite").exit_code == 0
    assert run(*words, "-o", "kansio/").stdout.endswith("ryhma.xlsx\n")
    assert run(*words, "-o", "uusi.csv").exit_code == 0


def test_check_writes_no_course_and_nothing_beside_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\n", "utf-8")
    assert run("check", "ryhma.csv", "--json", "-o", "uusi.xlsx").exit_code == 2
    assert run("check", "ryhma.csv", "-o", "uusi.ods").exit_code == 1
    assert run("check", EXAMPLES / "tavoitteet", "-o", "uusi.xlsx").exit_code == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "ryhma.csv"]


def test_schema_is_printed(run: Run) -> None:
    assert '"klubit-lehdet-kirjat"' in run("schema").stdout
    assert json.loads(run("schema", "--roster").stdout)["type"] == "array"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("blank", "--set", "kurssi"), '--set kurssi: has no value; write --set "kurssi=…"'),
        (("blank", "--set", "kursi=A"), "Did you mean “kurssi”?"),
        (("blank", "--set", "nimi=A"), "“nimi” is not a field that can be set"),
        (("blank", "--set", f"aika={'x' * 201}"), "shorten the text by 1"),
        (("blank", "--pages", "kanssi"), "Did you mean “kansi”?"),
        (("blank", "--layout", "slide"), "Did you mean “slides”?"),
        (("blank", "--course", "nothing"), "nothing: there is no such course"),
        (("fill", "nobody.yaml"), "nobody.yaml: no such file"),
        (("check", "ryhma.csv"), "ryhma.csv: no such file"),
        (("packet", "ryhma.csv", "--map", "Nimi"), '--map Nimi: names no slot; write --map "Nimi=-"'),
    ],
)
def test_what_the_user_can_mend_exits_with_1(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.parametrize("words", [("blnk",), ("blank", "--nothing"), ("fill",), ("new", "table", "x.csv")])
def test_wrong_usage_exits_with_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(run: Run, option: str) -> None:
    assert run(option).stdout == f"worksheets {__version__}\n"


# What would be made


def test_a_dry_run_of_a_handout_prints_its_path_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    words = ("blank", "--pages", "sitaatti", "--dry-run")
    result = run(*words)
    assert (result.exit_code, result.stdout) == (0, "output/tyoelaman-verkostot-sitaatti.pdf\n")
    assert result.stderr == "Nothing was written: this was a dry run.\n"
    assert run(*words, "-q").stderr == ""
    assert run(*words, "-o", "-").stdout == ""
    pictures = run(*words, "-o", "sivut.png", "--open")
    assert (pictures.exit_code, pictures.stdout) == (0, "sivut-01.png\n")
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_refuses_what_the_real_run_would(run: Run, tmp_path: Path) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Aino \U00012000\n", "utf-8")
    (tmp_path / "old.pdf").write_bytes(b"mine")
    words = ("--pages", "1", "--dry-run")
    for refused in (
        run("fill", "aino.yaml", *words),
        run("blank", *words, "-o", "old.pdf"),
        run("blank", *words, "-o", "old.pdf/new.pdf"),
        run("new", "roster", "aino.yaml", "--dry-run"),
    ):
        assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aino.yaml", "old.pdf"]


def test_a_dry_run_of_a_packet_names_every_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\nVille \U00012000\n", "utf-8")
    result = run("packet", "ryhma.csv", "--pages", "1", "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        ["output/ryhma-1/Aino.pdf", "output/ryhma-1/tulosta-kaikki.pdf"],
    )
    assert result.stderr.splitlines()[-2].startswith("Ville \U00012000: nimi: no font has “\U00012000”")
    assert result.stderr.splitlines()[-1] == (
        "1 handout would be made, 1 failed, see above. Nothing was written: this was a dry run."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["ryhma.csv"]


def test_dry_runs_of_lists_and_overviews_write_nothing(run: Run, tmp_path: Path) -> None:
    new = run("new", "participant", "aino.yaml", "--dry-run")
    assert new.stdout.splitlines() == ["aino.yaml", "tyoelaman-verkostot.schema.json"]
    summary = run("summary", EXAMPLES / "ryhma.yaml", "--dry-run")
    assert (summary.exit_code, summary.stdout) == (0, "output/ryhma-yhteenveto.pdf\n")
    for result in (new, summary):
        assert result.stderr.endswith("Nothing was written: this was a dry run.\n")
    assert list(tmp_path.iterdir()) == []


# What is shown


def test_the_result_is_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("worksheets.cli.handout_commands.open_file", opened.append)
    words = ("--pages", "sitaatti", "--open")
    assert run("blank", *words, "-o", "a.pdf").exit_code == 0
    assert run("blank", *words, "-o", "a.pdf", "--overwrite", "--dry-run").exit_code == 0
    assert run("blank", *words, "-o", "a.png", "--dpi", "40").exit_code == 0
    assert opened == [Path("a.pdf"), Path("a-01.png")]
    refused = run("blank", *words, "-o", "-")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--open: with -o - there is no file to open; leave out one of them" in refused.stderr


@pytest.mark.slow
def test_a_packets_print_file_is_opened(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("worksheets.cli.handout_commands.open_file", opened.append)
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\n", "utf-8")
    result = run("packet", "ryhma.csv", "--pages", "1", "--jobs", "1", "--open", "-o", "ulos")
    assert (result.exit_code, opened) == (0, [Path("ulos/tulosta-kaikki.pdf")])
    assert result.stderr.splitlines()[-2:] == [
        "1 handout made.",
        "Print ulos/tulosta-kaikki.pdf on both sides, flipped on the long edge: 1 sheet.",
    ]
    verbose = run("packet", "ryhma.csv", "--pages", "1", "--jobs", "1", "-o", "ulos", "-v").stderr.splitlines()
    assert [line.split()[0] for line in verbose] == ["pages", "sheets", "No", "Print", "Took"]
    quiet = run("packet", "ryhma.csv", "--pages", "1", "--jobs", "1", "-o", "ulos", "-q")
    assert (quiet.exit_code, quiet.output) == (0, "")


def test_a_quiet_check_prints_only_what_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\n", "utf-8")
    result = run("check", "ryhma.csv", "-q")
    assert (result.exit_code, result.output) == (0, "")
    (tmp_path / "ryhma.csv").write_text(f"Nimi;Ryhmä\nAino;{'x' * 201}\n", "utf-8")
    result = run("check", "ryhma.csv", "-q")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("ryhma.csv, row 2, column B “Ryhmä”: 201 characters")


def test_a_report_for_programs_is_in_english_whatever_the_language(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text(LIST, "utf-8")
    english = run("check", "ryhma.csv", "--strict", "--json")
    with in_language("fi"):
        assert language() == "fi"
        finnish = run("check", "ryhma.csv", "--strict", "--json")
    assert (finnish.exit_code, finnish.stdout) == (english.exit_code, english.stdout) == (1, english.stdout)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from worksheets.cli.commands import main\n"
        "try: main(['blank', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'weasyprint', 'jinja2', 'pikepdf', 'yaml', 'uharfbuzz', 'tinycss2', 'PIL', 'fontpkg'}\n"
        "heavy &= set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_python_m_worksheets_works() -> None:
    result = subprocess.run([sys.executable, "-m", "worksheets", "pages"], check=True, capture_output=True, text=True)
    assert "verkostokartta" in result.stdout


def test_the_command_that_shows_the_warnings_reads_the_list_in_the_same_way(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Kuka olet;Ryhmä\nAino;A\nAino;B\n", "utf-8")
    result = run("packet", "ryhma.csv", "--map", "Kuka olet=nimi", "--pages", "kansi", "--dry-run")
    assert 'to see it: worksheets check ryhma.csv --map "Kuka olet=nimi"' in result.stderr.replace("them", "it")


@pytest.mark.parametrize("command", [("blank",), ("packet", "ryhma.csv"), ("collect", "a.pdf")])
def test_an_empty_password_is_refused(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--password", "")
    assert result.exit_code == 2
    assert "the password is empty; write --password - to be asked for it" in result.stderr


def test_the_files_of_new_in_a_folder_are_a_group(run: Run, tmp_path: Path) -> None:
    run("new", "participant", "ryhma/aino.yaml")
    file = tmp_path / "ryhma" / "aino.yaml"
    file.write_text(file.read_text("utf-8").replace("Etunimi Sukunimi", "Aino Esimerkki"), "utf-8")
    result = run("check", "ryhma")
    assert result.exit_code == 0
    assert "1 participant, no errors" in result.stdout


def test_a_meaning_of_no_heading_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi;Ruokavalio\nAino;vege\n", "utf-8")
    result = run("check", "ryhma.csv", "--map", "Ruokavlio=-", "--map", "Ruoka…=-")
    assert "--map “Ruokavlio”: no column has this heading. Did you mean “Ruokavalio”?" in result.stdout
    assert "“Ruoka…”" not in result.stdout


def test_a_new_course_is_written_and_shown_how_to_print(run: Run) -> None:
    result = run("new", "course", "oma kurssi", "--language", "en")
    assert result.stdout.splitlines()[0] == "oma kurssi/course.toml"
    assert 'worksheets packet "oma kurssi/group.csv" --course "oma kurssi"' in result.stderr
    assert run("check", "oma kurssi/group.csv", "--course", "oma kurssi").exit_code == 0
    assert run("new", "course", "oma kurssi").exit_code == 1, "it already exists"


def test_only_a_new_course_has_a_language(run: Run, tmp_path: Path) -> None:
    result = run("new", "roster", "ryhma.csv", "--language", "sv")
    assert (result.exit_code, "only a new course has it" in result.stderr) == (2, True)
    result = run("new", "course", "kurssini", "--course", "tyoelaman-verkostot")
    assert (result.exit_code, "leave out --course" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_collect_says_who_of_a_list_has_not_answered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino Esimerkki\nLiam Esimerkki\nNoora Keksitty\n", "utf-8")
    (tmp_path / "a.pdf").write_bytes(tiny_form({"tukiverkosto.esimies": "Apua"}, handed_out={"nimi": "Aino Esimerkki"}))
    (tmp_path / "liam_esimerkki.pdf").write_bytes(b"%PDF-1.7")
    result = run("collect", "a.pdf", "liam_esimerkki.pdf", "--list", "ryhma.csv")
    assert "Liam Esimerkki: no answer; perhaps liam_esimerkki.pdf, which could not be read\n" in result.stderr
    assert "Noora Keksitty: no answer\n" in result.stderr
    assert "Aino Esimerkki: no answer" not in result.stderr
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino Esimerkki\n", "utf-8")
    result = run("collect", "a.pdf", "--list", "ryhma.csv", "--overwrite")
    assert (result.exit_code, "Everybody on the list has answered.\n" in result.stderr) == (0, True)
