"""What the guides say is so: each command runs as it is written, after those before it, and makes what is promised."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from tests.helpers.course import EXAMPLES, ROOT
from tests.helpers.forms import typed
from tests.helpers.guides import (
    Command,
    anchors,
    blocks,
    codes,
    commands,
    figures,
    links,
    message_pattern,
    promised_paths,
    prose,
    read_guide,
    sections,
    tables,
)
from tests.helpers.lasting import Lasting
from tools import translations
from worksheets import __version__
from worksheets.cli.commands import main
from worksheets.messages import VARIABLE
from worksheets.packet import workers

GUIDE, ENGLISH, FINNISH, GLOSSARY = "docs/opas.md", "README.md", "LUEMINUT.md", "docs/sanasto.md"
OWN_COURSE = "docs/oma-kurssi.md"
INSTALLING = ("pip", "pipx", "uv", "brew", "winget")
"""Programs that bring this one to a machine; they are asked for nothing here."""
EXAMPLE_GROUP = ("packet", "examples/ryhma.yaml", "--overwrite")
"""What ``./run packet`` does."""

pytestmark = pytest.mark.xdist_group("guides")


@pytest.fixture(scope="module")
def lasting() -> Iterator[Lasting]:
    processes = Lasting(2, 60, preloaded=("worksheets.packet.jobs", "worksheets.pipeline"))
    yield processes
    processes.end()


# What a trainer does by hand after a command.


def write_name() -> None:
    """Write a name and an answer into the participant's file."""
    path = Path("omat/aino.yaml")
    text = path.read_text("utf-8")
    for empty, answer in (('"Etunimi Sukunimi"', '"Aino Esimerkki"'), ('esimies: ""', 'esimies: "Palautetta"')):
        assert text.count(empty) == 1
        text = text.replace(empty, answer)
    path.write_text(text, "utf-8")


def fill_list() -> None:
    """Write two people of two groups into the list."""
    path = Path("omat/ryhma.xlsx")
    book = load_workbook(path)
    sheet = book["Osallistujat"]
    headings = [cell.value for cell in sheet[1]]
    for name, group, answer in (("Aino Esimerkki", "A", "Palautetta"), ("Ville Mallikas", "B", None)):
        # The masters that are shipped serve people with both of these fields, or neither.
        values = {"Nimi": name, "Ryhmä": group, "Organisaatio": "Esimerkkiliitto", "Esimieheltä": answer}
        sheet.append([values.get(str(heading)) for heading in headings])
    book.save(path)


def send_forms_back() -> None:
    """Type an answer into each form that was made, and a name where there is none; keep them where the guide says."""
    folder = Path("omat/palautetut")
    folder.mkdir()
    for form in (Path("output/lomake.pdf"), *sorted(Path("output/ryhma-fillable").glob("*.pdf"))):
        name = {"nimi": "Oona Esimerkki"} if form.stem == "lomake" else {}
        (folder / form.name).write_bytes(typed(form.read_bytes(), {**name, "tukiverkosto.esimies": "Palautetta"}))


def write_own_page() -> None:
    """Write the page of the guide, put it into the list, and take away the two pages that are not in the list."""
    guide, folder = read_guide(OWN_COURSE), Path("omat/kurssini")
    (page,) = blocks(guide, "markdown")
    (folder / "pages" / "vahvuudet.md").write_text(page, "utf-8")
    toml = folder / "course.toml"
    before, list_of_pages, after = re.split(r"^(pages = \[[^]]*\]\n)", toml.read_text("utf-8"), flags=re.MULTILINE)
    written = blocks(guide, "toml")[0]
    toml.write_text(f"{before}{written}{after}", "utf-8")
    for name in set(re.findall(r'"(.+?)"', list_of_pages)) - set(re.findall(r'"(.+?)"', written)):
        (folder / "pages" / f"{name}.md").unlink()


def add_logo() -> None:
    """Put a logo into the course, and write the lines of the guide."""
    (Path("omat/kurssini") / "logo.svg").write_text(LOGO, "utf-8")
    with Path("omat/kurssini/course.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{blocks(read_guide(OWN_COURSE), 'toml')[1]}")


def name_somebody() -> None:
    """Write a name into the list of the new course."""
    path = Path("omat/kurssini/lista.xlsx")
    book = load_workbook(path)
    book["Osallistujat"].append(["Aino Esimerkki"])
    book.save(path)


def send_own_form_back() -> None:
    """Type a name and an answer into the form of the new course, and keep it where the guide says."""
    folder = Path("omat/palautetut")
    folder.mkdir(parents=True)
    form = Path("output/kurssini-lomake.pdf").read_bytes()
    (folder / "lomake.pdf").write_bytes(typed(form, {"nimi": "Oona Esimerkki", "onnistuin": "Ruokajonossa"}))


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path fill="#1d3a5f" d="M2 2h56v16H2z"/></svg>'
ByHand = Mapping[str, Callable[[], None]]
BY_HAND: ByHand = {
    "./run new participant omat/aino.yaml": write_name,
    "./run new roster omat/ryhma.xlsx": fill_list,
    "./run blank --fillable -o output/lomake.pdf": send_forms_back,
}
OWN_BY_HAND: ByHand = {
    "./run watch omat/kurssini --open": write_own_page,
    "./run check omat/kurssini": add_logo,
    "./run new roster omat/kurssini/lista.xlsx --course omat/kurssini": name_somebody,
    "./run blank --course omat/kurssini --fillable -o output/kurssini-lomake.pdf": send_own_form_back,
}


def follow(page: str, by_hand: ByHand = BY_HAND, elsewhere: Sequence[Command] = ()) -> None:
    """Run a guide's commands in the current folder; what a comment promises is there after its command.

    Those are left out that are run as another guide has them.
    """
    todo = dict(by_hand)
    lines = {command.line for command in elsewhere}
    for command in commands(page):
        before = set(Path().rglob("*"))
        words = [] if command.line in lines else arguments(command)
        if words:
            result = CliRunner().invoke(main, words, catch_exceptions=False)
            assert result.exit_code == 0, f"{command.line}\n{result.output}"
        if "--dry-run" in words:
            assert set(Path().rglob("*")) == before, command.line
        todo.pop(command.line, lambda: None)()
        assert [path for path in promised_paths(command.comment) if words and not path.exists()] == [], command.line
    assert todo == {}


def arguments(command: Command) -> list[str]:
    """Return the words after ``worksheets`` that a command means; none for what is not tried here."""
    program, *words = command.words
    if program in INSTALLING or command.line == "./run test" or {"watch", "serve"} & set(words[:1]):
        return []  # What installs, tests, or goes on until somebody stops it.
    assert program in {"./run", "worksheets"}, command.line
    return list(EXAMPLE_GROUP) if command.line == "./run packet" else words


@pytest.fixture
def fresh_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: Lasting) -> None:
    """Go to a folder with what a trainer's checkout has besides the program."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workers, "typesetters", lambda *_arguments: lasting)


def test_the_example_group_is_what_run_prints() -> None:
    assert f"set -- {' '.join(EXAMPLE_GROUP)}" in read_guide("run")


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_copy")
def test_the_trainers_guide_runs_and_makes_the_files_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "fi")
    page = read_guide(GUIDE)
    follow(page)
    promised = {path for code in codes(prose(page)) for path in promised_paths(code)}
    assert len(promised) > 10
    assert [path for path in sorted(promised) if not path.exists()] == []


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_copy")
def test_the_guide_to_a_course_of_ones_own_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "fi")
    follow(read_guide(OWN_COURSE), OWN_BY_HAND)
    cells = [cell.value for row in load_workbook("output/vastaukset.xlsx")["Osallistujat"].rows for cell in row]
    assert {"Oona Esimerkki", "Ruokajonossa"} <= set(cells)


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_copy")
def test_the_readme_runs() -> None:
    follow(read_guide(ENGLISH), elsewhere=commands(read_guide(OWN_COURSE)))


# What the English and the Finnish page have in common.


@pytest.mark.parametrize("kind", ["sh", "zsh", "powershell"])
def test_both_pages_have_the_same_commands(kind: str) -> None:
    english, finnish = commands(read_guide(ENGLISH), kind), commands(read_guide(FINNISH), kind)
    assert [command.line for command in english] == [command.line for command in finnish]
    assert [promised_paths(command.comment) for command in english] == [
        promised_paths(command.comment) for command in finnish
    ]


def test_both_pages_have_the_same_programs() -> None:
    assert blocks(read_guide(ENGLISH), "python") == blocks(read_guide(FINNISH), "python") != []


def test_both_pages_have_the_same_figures_in_the_same_tables() -> None:
    english, finnish = tables(read_guide(ENGLISH)), tables(read_guide(FINNISH))
    assert [[len(row) for row in table] for table in english] == [[len(row) for row in table] for table in finnish]
    for rows in zip(english, finnish, strict=True):
        for row, translated in zip(*rows, strict=True):
            for cell, own in zip(row, translated, strict=True):
                assert figures(cell, finnish=False) == figures(own, finnish=True)


def test_both_pages_have_the_same_figures_options_and_names_in_each_section() -> None:
    english, finnish = sections(read_guide(ENGLISH)), sections(read_guide(FINNISH))
    assert len(english) == len(finnish) > 5
    for section, translated in zip(english, finnish, strict=True):
        assert figures(section, finnish=False) == figures(translated, finnish=True)
        assert set(codes(section)) == set(codes(translated))


def test_both_pages_link_to_the_same_pages_and_first_to_each_other() -> None:
    english, finnish = read_guide(ENGLISH), read_guide(FINNISH)
    assert links(english)[0] == FINNISH
    assert links(finnish)[0] == ENGLISH
    both = {ENGLISH, FINNISH}
    # A page may be linked to from another section: the word order differs, too.
    assert {link for link in links(english) if link not in both and not link.startswith("#")} == {
        link for link in links(finnish) if link not in both and not link.startswith("#")
    }


# What the guides name is there.


@pytest.mark.parametrize("name", [GUIDE, OWN_COURSE, ENGLISH, FINNISH, GLOSSARY])
def test_links_lead_somewhere(name: str) -> None:
    for link in links(read_guide(name)):
        path, _sign, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


def every_option() -> set[str]:
    """Return the options of all commands."""
    parameters = [parameter for command in (main, *main.commands.values()) for parameter in command.params]
    return {"--help", *(name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts))}


@pytest.mark.parametrize("name", [GUIDE, OWN_COURSE, ENGLISH, FINNISH])
def test_commands_and_options_exist(name: str) -> None:
    options = every_option()
    for code in codes(prose(read_guide(name))):
        program, *words = code.split()
        if program in {"./run", "worksheets"} and words and not words[0].startswith("-"):
            assert words[0] in main.commands, code
        if program.startswith("-"):
            assert program in options, code
        elif program in {"./run", "worksheets"}:
            assert [word for word in words if word.startswith("-") and word not in options] == [], code


@pytest.mark.parametrize("name", [ENGLISH, FINNISH])
def test_the_wheel_that_is_to_be_installed_is_of_this_version(name: str) -> None:
    (line,) = [command.line for command in commands(read_guide(name)) if ".whl" in command.line]
    assert f"worksheets-{__version__}-py3-none-any.whl" in line


def test_every_word_of_the_glossary_is_there_in_three_languages_with_its_meaning() -> None:
    every = tables(read_guide(GLOSSARY))
    assert {tuple(table[0]) for table in every} == {("suomi", "svenska", "English", "merkitys")}
    rows = [row for table in every for row in table[1:]]
    assert len(rows) > 80
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
    names = [row[0] for row in rows]
    assert [name for name in names if names.count(name) > 1] == []


# What the guides quote is what the program says.


def test_each_message_of_the_guide_is_in_the_finnish_catalogue() -> None:
    texts = [text for message in translations.read("fi") for text in forms(message.string or ())]
    (table,) = [table for table in tables(read_guide(GUIDE)) if table[0][0] == "viesti"]
    quotes = [code for row in table[1:] for code in codes(row[0])]
    assert len(quotes) == len(table) - 1
    assert [quote for quote in quotes if not any(message_pattern(quote).search(text) for text in texts)] == []


def forms(string: str | Sequence[str]) -> Sequence[str]:
    """Return the forms of a message: more than one if a number is in it."""
    return [string] if isinstance(string, str) else string


@pytest.mark.parametrize(("name", "language"), [(ENGLISH, "en"), (FINNISH, "fi")])
@pytest.mark.usefixtures("fresh_copy")
def test_the_errors_that_are_shown_are_those_of_the_program(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, language)
    person = {"nimi": "Aino Esimerkki", "kurssi": "", "tukiverkosto": {"esimes": "Palautetta"}}
    Path("aino.yaml").write_text(yaml.safe_dump(person, allow_unicode=True, sort_keys=False), "utf-8")
    write_group(Path("ryhma.xlsx"))
    (shown,) = blocks(read_guide(name), "")
    output = "".join(CliRunner().invoke(main, ["check", file]).output for file in ("aino.yaml", "ryhma.xlsx"))
    lines = [line.strip() for line in output.splitlines()]
    assert [line for line in shown.splitlines() if line not in lines] == [], output


def write_group(path: Path) -> None:
    """Write a list whose sixth person's group is too long."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Osallistujat"
    sheet.append(["Nimi", "Ryhmä"])
    for number in range(2, 7):
        sheet.append([f"Aino Esimerkki {number}", "A"])
    sheet.append(["Ville Mallikas", "a" * 300])
    book.save(path)
