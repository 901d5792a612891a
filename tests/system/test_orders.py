"""No order's files take the place of another's, and the names of what is printed tell what it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from worksheets.cli.commands import main

Run = Callable[..., Result]
PAGES = ("--pages", "sitaatti")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words, stdin=None: CliRunner().invoke(main, [*map(str, words)], input=stdin)


def printed(result: Result) -> list[str]:
    """Return the paths that a command has printed; the test fails if the command did."""
    assert result.exit_code == 0, result.output
    return sorted(result.stdout.split("\n")[:-1])


def group(folder: str, *names: str, file: str = "ryhma.csv") -> Path:
    path = Path(folder) / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("Nimi;Ryhmä\n" + "".join(f"{name};{name[0]}\n" for name in names), "utf-8")
    return path


def packet(run: Run, *words: object, stdin: str | None = None) -> Any:  # noqa: ANN401 - printed paths
    return printed(run("packet", *words, *PAGES, "--jobs", 1, "--quiet", stdin=stdin))


@pytest.mark.slow
def test_lists_of_one_name_have_folders_of_their_own(run: Run) -> None:
    first, second = group("a", "Aino"), group("b", "Ville")
    assert packet(run, first) == ["output/ryhma-sitaatti/Aino.pdf", "output/ryhma-sitaatti/tulosta-kaikki.pdf"]
    assert packet(run, second) == ["output/ryhma-sitaatti-2/Ville.pdf", "output/ryhma-sitaatti-2/tulosta-kaikki.pdf"]
    assert packet(run, first) == packet(run, second) == [], "each finds its own again"
    group("a", "Aino", "Åke")
    assert packet(run, first) == ["output/ryhma-sitaatti/tulosta-kaikki.pdf", "output/ryhma-sitaatti/Åke.pdf"]
    assert packet(run, group("c", "Aino")) == [
        "output/ryhma-sitaatti-3/Aino.pdf",
        "output/ryhma-sitaatti-3/tulosta-kaikki.pdf",
    ]


@pytest.mark.slow
def test_a_selection_leaves_the_whole_groups_files_alone(run: Run) -> None:
    path = group(".", "Aino", "Ville")
    packet(run, path)
    whole = Path("output/ryhma-sitaatti/tulosta-kaikki.pdf").read_bytes()
    result = run("packet", path, *PAGES, "--only", "ryhma=A", "--jobs", 1)
    assert printed(result) == [
        "output/ryhma-sitaatti-ryhma-A/Aino.pdf",
        "output/ryhma-sitaatti-ryhma-A/tulosta-kaikki.pdf",
    ]
    assert "earlier run" not in result.stderr
    assert packet(run, path, "--rows", "2") == [
        "output/ryhma-sitaatti-2/Ville.pdf",
        "output/ryhma-sitaatti-2/tulosta-kaikki.pdf",
    ]
    assert Path("output/ryhma-sitaatti/tulosta-kaikki.pdf").read_bytes() == whole
    assert packet(run, path) == []


@pytest.mark.slow
def test_what_changes_an_order_renews_its_files(run: Run) -> None:
    path = group(".", "Aino")
    packet(run, path)
    again = packet(run, path, "--set", "aika=14.1.2026", "--sort", "nimi")
    assert again == ["output/ryhma-sitaatti/Aino.pdf", "output/ryhma-sitaatti/tulosta-kaikki.pdf"]


@pytest.mark.slow
def test_lists_from_standard_input_are_told_apart(run: Run) -> None:
    names = ["Nimi\nAino\n", "Nimi\nVille\n"]
    assert [Path(packet(run, "-", stdin=text)[0]) for text in names] == [
        Path("output/ryhma-sitaatti/Aino.pdf"),
        Path("output/ryhma-sitaatti-2/Ville.pdf"),
    ]
    assert packet(run, "-", stdin=names[0]) == []


@pytest.mark.slow
def test_a_folder_that_is_given_keeps_another_orders_files(run: Run) -> None:
    first, second = group("a", "Aino"), group("b", "Aino", "Ville")
    packet(run, first, "-o", "out")
    before = Path("out/tulosta-kaikki.pdf").read_bytes()
    result = run("packet", second, *PAGES, "-o", "out", "--jobs", 1)
    assert result.exit_code == 1
    assert "out/tulosta-kaikki.pdf: already exists, from another list or with other options" in result.stderr
    assert Path("out/tulosta-kaikki.pdf").read_bytes() == before
    assert not Path("out/Ville.pdf").exists()
    assert packet(run, second, "-o", "out", "--overwrite")


@pytest.mark.slow
def test_left_over_is_what_this_order_made_and_makes_no_more(run: Run) -> None:
    path = group(".", "Aino", "Ville")
    packet(run, path, "-o", "out")
    group(".", "Aino")
    result = run("packet", path, *PAGES, "-o", "out", "--jobs", 1)
    assert "out/Ville.pdf" in result.stderr
    assert "Aino.pdf" not in result.stderr


@pytest.mark.slow
def test_a_second_print_file_alone_counts_its_pages(run: Run) -> None:
    path = group(".", "Aino", "Ville")
    summaries = []
    for _time in range(2):
        result = run("packet", path, "--pages", "kansi,sitaatti", "--no-separate", "--jobs", 1, "-v")
        assert result.exit_code == 0
        summaries.append(
            dict(line.split() for line in result.stderr.splitlines() if line.split()[0] in ("pages", "sheets"))
        )
        assert "flipped on the long edge: 2 sheets." in result.stderr
    assert summaries == [{"pages": "4", "sheets": "2"}] * 2


def test_records_of_before_can_be_read(run: Run) -> None:
    path = group(".", "Aino")
    packet(run, path, "-o", "out")
    record = Path("out/packet.json")
    entries = json.loads(record.read_text("utf-8"))
    for entry in entries["files"].values():
        del entry["order"], entry["handouts"]
    record.write_text(json.dumps(entries), "utf-8")
    assert packet(run, path, "-o", "out") == []


def test_each_blank_handout_has_a_name_of_its_own(run: Run) -> None:
    orders = [(), ("--layout", "slides"), ("--fillable",), ("--set", "kouluttaja=Kalle Kouluttaja"), ("--as-typed",)]
    paths = [printed(run("blank", *PAGES, *order))[0] for order in orders]
    assert paths == [
        "output/tyoelaman-verkostot-sitaatti.pdf",
        "output/tyoelaman-verkostot-sitaatti-slides.pdf",
        "output/tyoelaman-verkostot-sitaatti-fillable.pdf",
        "output/tyoelaman-verkostot-sitaatti-kouluttaja-Kalle-Kouluttaja.pdf",
        "output/tyoelaman-verkostot-sitaatti-as-typed.pdf",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("blank", "-o", "x.docx"), "x.docx: the file will be a PDF; write -o x.pdf, or -o x.docx/ for a folder"),
        (("fill", "aino.yaml", "-o", "x.DOC"), "x.DOC: the file will be a PDF; write -o x.pdf"),
        (("summary", "lista.yaml", "-o", "kooste.xlsx"), "kooste.xlsx: the file will be a PDF; write -o kooste.pdf"),
        (
            ("fill", "lista.yaml"),
            "lista.yaml: this is a list of 2 participants, not one; use “worksheets packet lista.yaml”",
        ),
        (
            ("fill", "ryhma.csv"),
            "ryhma.csv: this is a list, not one participant; use “worksheets packet ryhma.csv”",
        ),
        (("fill", "."), ".: this is a list, not one participant; use “worksheets packet .”"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_cure(run: Run, words: tuple[str, ...], message: str) -> None:
    Path("aino.yaml").write_text("nimi: Aino\n", "utf-8")
    Path("lista.yaml").write_text("- nimi: Aino\n- nimi: Ville\n", "utf-8")
    group(".", "Aino")
    result = run(*words)
    assert (result.exit_code, message in result.stderr) == (1, True), result.stderr
    assert not Path("output").exists()


def test_a_suffix_in_capitals_is_no_other_format(run: Run) -> None:
    assert printed(run("blank", *PAGES, "-o", "Moniste.PDF")) == ["Moniste.PDF"]
