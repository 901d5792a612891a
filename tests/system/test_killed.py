"""A packet that is stopped, starved or poisoned, as the command: whole files, one clear line, and gone on with."""

import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import yaml

from tests.helpers.course import EXAMPLES, ROOT
from tests.helpers.folders import contents
from tests.helpers.pdf import texts

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("killed")]

PEOPLE = [{"nimi": f"Salaisenniminen Esimerkki {n:02}"} for n in range(6)]


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "ryhma.yaml"
    path.write_text(yaml.safe_dump(PEOPLE, allow_unicode=True), "utf-8")
    return path


def start(
    roster: Path, folder: Path, *options: str, scratch: Path | None = None, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[str]":
    command = [
        sys.executable,
        "-m",
        "worksheets",
        "packet",
        str(roster),
        "-o",
        str(folder),
        "--pages",
        "kansi",
        "--typeset-all",  # A merged page shows the same as a typeset one, but its bytes differ.
        *options,
    ]
    environment = {**os.environ, "TMPDIR": str(scratch)} if scratch else None
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        cwd=ROOT,
        env=environment,
    )


def run(roster: Path, folder: Path, *options: str) -> tuple[int, str, str]:
    with start(roster, folder, *options) as process:
        out, err = process.communicate(timeout=300)
    assert "Traceback" not in err, err
    return process.returncode, out, err


def processes(scratch: Path) -> list[str]:
    """Return the numbers of the processes that have a temporary folder in their environment."""
    numbers = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(scratch).encode() in (folder / "environ").read_bytes():
                numbers.append(folder.name)
    return numbers


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody disturbs."""

    files: dict[str, bytes]
    messages: str


@pytest.fixture(scope="module")
def undisturbed(roster: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("whole") / "ryhma"
    code, _out, err = run(roster, folder)
    assert code == 0
    return Undisturbed(contents(folder), err)


@pytest.fixture(scope="module")
def whole(undisturbed: Undisturbed) -> dict[str, bytes]:
    """Return the files of a run that nobody disturbs."""
    return undisturbed.files


@pytest.mark.parametrize(
    ("seed", "kills"), [(30, 2), *(pytest.param(seed, 4, marks=pytest.mark.long) for seed in range(30, 61))]
)
def test_killed_at_any_moment_the_next_run_completes_the_same(
    roster: Path, tmp_path: Path, whole: dict[str, bytes], seed: int, kills: int
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    in_time = 0
    folder = tmp_path / "killed"
    for _kill in range(kills):
        with TemporaryDirectory() as scratch, start(roster, folder, scratch=Path(scratch)) as process:
            if chance.random() < 0.7:
                wait_for_a_handout(folder, process)
            time.sleep(chance.uniform(0, 0.6))
            process.kill()
            process.wait()
            in_time += bool(list(folder.glob("*.pdf")))
            assert_nothing_stays(Path(scratch))
    code, _out, err = run(roster, folder)
    assert code == 0, err
    assert contents(folder) == whole
    assert in_time >= kills / 2, "the moments were all too early"


@pytest.mark.long  # The same record as that of handouts; what is made besides them is in unit/packet/test_products.py.
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_what_else_is_asked_for_is_completed_too(roster: Path, tmp_path: Path, seed: int) -> None:
    options = ("--with", "attendance,badge,certificate")
    code, _out, _err = run(roster, tmp_path / "whole", *options)
    assert code == 0
    chance, folder = Random(seed), tmp_path / "killed"  # noqa: S311 - no secret
    for _kill in range(3):
        with start(roster, folder, *options) as process:
            wait_for_a_handout(folder, process)
            time.sleep(chance.uniform(0, 2))
            process.kill()
    code, _out, err = run(roster, folder, *options)
    assert code == 0, err
    whole = contents(tmp_path / "whole")
    assert {"osallistujalista.pdf", "nimilaput.pdf", "todistukset/tulosta-kaikki.pdf"} <= set(whole)
    assert contents(folder) == whole


def wait_for_a_handout(folder: Path, process: "subprocess.Popen[str]") -> None:
    """Wait until there is one handout more in a folder, or the process has ended."""
    count = len(list(folder.glob("*.pdf")))
    while process.poll() is None and len(list(folder.glob("*.pdf"))) == count:
        time.sleep(0.005)


def assert_nothing_stays(scratch: Path) -> None:
    """Require that a killed run's processes end by themselves and leave nothing personal in temporary files."""
    for _try in range(100):
        if not processes(scratch):
            break
        time.sleep(0.1)
    assert processes(scratch) == []
    left = [path for path in scratch.rglob("*") if path.is_file()]
    assert [path for path in left if b"Salaisenniminen" in path.read_bytes() or "Salaisenniminen" in path.name] == []
    assert [path for path in left if path.suffix == ".pdf"] == []


@pytest.mark.parametrize(
    ("sign", "exit_code"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 143, marks=pytest.mark.long)]
)
def test_an_interrupted_packet_is_whole_and_says_how_to_go_on(
    roster: Path, tmp_path: Path, whole: dict[str, bytes], sign: signal.Signals, exit_code: int
) -> None:
    folder = tmp_path / "broken-off"
    with start(roster, folder, "--jobs", "1") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(sign)
        _out, err = process.communicate(timeout=60)
    assert process.returncode == exit_code
    assert "run the same command again to continue" in err
    assert "Traceback" not in err
    left = contents(folder)
    assert 2 <= len(left) < len(whole)
    assert all(left[name] == whole[name] for name in left if name.endswith(".pdf"))
    code, out, _err = run(roster, folder)
    assert code == 0
    assert 1 < len(out.splitlines()) < len(PEOPLE) + 1, "only the others are made"
    assert contents(folder) == whole


def test_a_full_disk_is_one_line_and_leaves_no_half_file(roster: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    """There is room for less than a record, then for less than a handout, then for less than the print file.

    The last run has enough, and a long name of the temporary folder stops nothing: a forkserver listens on a socket
    there, whose path may have 107 bytes.
    """
    folder = tmp_path / "full"
    counts = []
    for size in (100, 9_000, 40_000):
        with start(roster, folder, "--quiet", "--jobs", "1") as process:
            assert process.stdout
            process.stdout.readline()
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))
            _out, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert len(err.splitlines()) == 1, err
        assert "the file would be larger than this system allows" in err
        left = contents(folder)
        counts.append(len(left))
        assert all(left[name] == whole[name] for name in left if name.endswith(".pdf"))
        assert not [name for name in left if name.endswith(".part")]
    assert counts == sorted(set(counts)), "each gets further than the one before"
    scratch = tmp_path / ("a" * 120)
    scratch.mkdir()
    with start(roster, folder, "--quiet", "--jobs", "1", scratch=scratch) as process:
        _out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (0, ""), "with --quiet, nothing is said"
    assert contents(folder) == whole


@pytest.mark.long  # In the usual lane, test_paths_and_progress_share_a_terminal sees the bar of a smaller group.
def test_progress_is_shown_on_a_terminal_only(roster: Path, tmp_path: Path, undisturbed: Undisturbed) -> None:
    assert undisturbed.messages.split()[:2] == [str(len(PEOPLE)), "handouts"]
    ours, theirs = pty.openpty()
    with start(roster, tmp_path / "terminal", stderr=theirs) as process:
        os.close(theirs)
        shown = "".join(read(ours))
        assert process.stdout
        assert len(process.stdout.read().splitlines()) == len(PEOPLE) + 1
    assert f"{len(PEOPLE)}/{len(PEOPLE)}" in shown
    assert "Salaisenniminen Esimerkki" in shown


def read(terminal: int) -> Iterator[str]:
    with suppress(OSError):  # The other end has been closed.
        while data := os.read(terminal, 4096):
            yield data.decode(errors="replace")


POISON = """{% extends "kinds/page.html.j2" %}
{% block kind %}slide{% endblock %}
{% block title %}Myrkky{% endblock %}
{% block body %}
{% if filling.text("nimi") == "Jumittaja" %}
{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}
{% endif %}
{% if filling.text("nimi") == "Syöppö" %}{% set all = filling.text("nimi") * 500000000 %}{% endif %}
<p>{{ widget.slot("nimi", "rest") }}</p>
{% endblock %}
"""


def test_a_template_that_hangs_or_eats_memory_costs_one_handout(tmp_path: Path) -> None:
    course = tmp_path / "kurssi"
    (course / "pages").mkdir(parents=True)
    (course / "pages" / "myrkky.html.j2").write_text(POISON, "utf-8")
    field = 'nimi = { label = "Nimi" }'
    (course / "course.toml").write_text(f'title = "Kurssi"\npages = ["myrkky"]\n[fields]\n{field}\n', "utf-8")
    names = ["Aino", "Jumittaja", "Väinö", "Syöppö", "../../etc/passwd"]
    roster = tmp_path / "ryhma.yaml"
    roster.write_text("\n".join(f"- nimi: {name}" for name in names), "utf-8")
    folder = tmp_path / "ulos"
    code, out, err = run(roster, folder, "--course", str(course), "--pages", "1", "--timeout", "2")
    assert code == 1
    assert "Jumittaja: took longer than --timeout allows" in err
    assert "Syöppö: needs more than 400 MiB" in err
    assert [Path(line).name for line in out.splitlines()] == [
        "Aino.pdf",
        "Väinö.pdf",
        "etc-passwd.pdf",
        "tulosta-kaikki.pdf",
    ]
    assert all(Path(line).parent == folder for line in out.splitlines())


@pytest.mark.long  # In the usual lane, test_group finds everybody's pages in their order.
def test_the_examples_print_file_has_everyone_in_order(tmp_path: Path) -> None:
    assert run(EXAMPLES / "ryhma.yaml", tmp_path)[0] == 0
    pages = texts((tmp_path / "tulosta-kaikki.pdf").read_bytes())
    assert len(pages) == 11, "the last one needs no empty page after it"
