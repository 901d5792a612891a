"""Each decorator gives a command one value of ``api``, and everything in it can be set from the command line."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tests.helpers.course import HEAD, page_of
from tests.helpers.values import replace
from worksheets import api
from worksheets.cli import options
from worksheets.cli.commands import main
from worksheets.cli.option_values import SummaryOptions, WritingOptions, asked_password, pairs
from worksheets.course.course import Course
from worksheets.errors import CourseError, RosterError
from worksheets.people.list_options import ListOptions

Decorator = Callable[[options.Command], options.Command]
Setting = tuple[list[str], Any]
"""Words of a command line, and the value that they give one attribute."""

PRINTING: dict[str, Setting] = {
    "pages": (["--pages", "1,7-9"], "1,7-9"),
    "layout": (["--layout", "slides"], "slides"),
    "paper": (["--paper", "a4"], "a4"),
    "theme": (["--theme", "mustavalko"], "mustavalko"),
    "brand": (["--brand", "oma/brand.toml"], Path("oma/brand.toml")),
    "given": (["--set", "aika=9.00", "--set", "paikka=Tampere"], {"aika": "9.00", "paikka": "Tampere"}),
    "password": (["--password", "sala"], "sala"),
    "fillable": (["--fillable"], True),
    "as_typed": (["--as-typed"], True),
    "allow_missing_glyphs": (["--allow-missing-glyphs"], True),
    "typeset_all": (["--typeset-all"], True),
}
PACKET: dict[str, Setting] = {
    "output": (["--output", "ulos"], Path("ulos")),
    "name": (["--name", "{n} {nimi}"], "{n} {nimi}"),
    "plain_names": (["--plain-names"], True),
    "group_by": (["--group-by", "ryhma"], "ryhma"),
    "separate": (["--no-separate"], False),
    "print_file": (["--no-print-file"], False),
    "products": (["--with", "attendance,badge", "--dates", "4"], (api.Attendance(dates="4"), api.Cards())),
    "one_sided": (["--one-sided"], True),
    "volume": (["--volume", "500"], 500),
    "skip_invalid": (["--skip-invalid"], True),
    "overwrite": (["--overwrite"], True),
    "dry_run": (["--dry-run"], True),
}
LISTS: dict[str, Setting] = {
    "mapping": (["--map", "Kenkä=-", "--map", "Etu=nimi"], {"Kenkä": "-", "Etu": "nimi"}),
    "ignore_unknown": (["--ignore-unknown"], True),
    "tab": (["--tab", "Osallistujat", "--tab", "Kontaktit"], ("Osallistujat", "Kontaktit")),
    "hidden": (["--hidden"], True),
    "strict": (["--strict"], True),
}
SELECTION: dict[str, Setting] = {
    "only": (["--only", "ryhma=A", "--only", "kurssi!=B"], ("ryhma=A", "kurssi!=B")),
    "only_name": (["--only-name", "Aino", "--only-name", "Ville"], ("Aino", "Ville")),
    "rows": (["--rows", "3-7,9"], "3-7,9"),
    "sort": (["--sort", "nimi"], "nimi"),
}
MACHINE: dict[str, Setting] = {
    "jobs": (["--jobs", "3"], 3),
    "timeout": (["--timeout", "2.5"], 2.5),
    "scheduler": (["--scheduler", "tcp://koe:8786"], "tcp://koe:8786"),
}
PARTS = {"lists": LISTS, "selection": SELECTION, "machine": MACHINE}
"""Attributes of a packet's options that are options themselves."""
SUMMARY: dict[str, Setting] = {
    "names": (["--names"], True),
    "title": (["--title", "Ryhmä A"], "Ryhmä A"),
    "skip_invalid": (["--skip-invalid"], True),
    "output": (["--output", "ryhma.pdf"], "ryhma.pdf"),
    "overwrite": (["--overwrite"], True),
    "dry_run": (["--dry-run"], True),
    "open_result": (["--open"], True),
}


def call(decorator: Decorator, *words: str, typed: str = "") -> tuple[dict[str, Any], Result]:
    """Return what a command with a decorator's options is called with, and what it prints."""
    values: dict[str, Any] = {}

    def command(**given: object) -> None:
        values.update(given)

    decorated: click.Command = click.command()(decorator(command))
    return values, CliRunner().invoke(decorated, words, input=typed, catch_exceptions=False)


def values_of(decorator: Decorator, *words: str) -> dict[str, Any]:
    """Return what a command with a decorator's options is called with."""
    values, result = call(decorator, *words)
    assert result.exit_code == 0, result.output
    return values


def printing_of(*words: str) -> api.Printing:
    (printing,) = values_of(options.printing, *words).values()
    assert isinstance(printing, api.Printing)
    return printing


def packing_of(*words: str) -> api.PacketOptions:
    (packing,) = values_of(options.packing, *words).values()
    assert isinstance(packing, api.PacketOptions)
    return packing


def packet_value(part: str, *words: str) -> Any:  # noqa: ANN401 - options of any kind
    """Return a packet's options, or those of one part of them."""
    return getattr(packing_of(*words), part) if part else packing_of(*words)


def test_each_decorator_gives_its_value_under_its_name() -> None:
    decorators: dict[Decorator, tuple[str, type]] = {
        options.course: ("course", Course),
        options.printing: ("printing", api.Printing),
        options.listing: ("lists", ListOptions),
        options.packing: ("packing", api.PacketOptions),
        options.selecting: ("selection", api.Selection),
        options.summarising: ("summarising", SummaryOptions),
        options.overwrite: ("overwrite", bool),
    }
    for decorator, (name, kind) in decorators.items():
        values = values_of(decorator)
        assert list(values) == [name]
        assert isinstance(values[name], kind)


def test_decorators_stand_beside_each_other() -> None:
    def both(command: options.Command) -> options.Command:
        return options.printing(options.packing(command))

    values = values_of(both, "--pages", "2", "--map", "Etu=nimi", "--jobs", "2")
    assert set(values) == {"printing", "packing"}
    assert values["printing"].pages == "2"
    assert values["packing"].lists.mapping == {"Etu": "nimi"}
    assert values["packing"].machine.jobs == 2


def test_without_words_all_is_as_the_classes_have_it(course: Course) -> None:
    printing = printing_of()
    assert printing.course.name == course.name
    assert printing == api.Printing(printing.course)
    assert packing_of() == api.PacketOptions()
    assert values_of(options.listing)["lists"] == ListOptions()
    assert values_of(options.summarising)["summarising"] == SummaryOptions(
        names=False, title="", skip_invalid=False, output=None, overwrite=False
    )


@pytest.mark.parametrize(
    ("options_class", "settings"),
    [
        (api.Printing, PRINTING),
        (api.PacketOptions, PACKET),
        (api.ListOptions, LISTS),
        (api.Selection, SELECTION),
        (api.Machine, MACHINE),
        (SummaryOptions, SUMMARY),
    ],
)
def test_everything_has_an_option(options_class: type[Any], settings: dict[str, Setting]) -> None:
    names = set(signature(options_class).parameters)
    # The command names an order by the list and the options; a face that keeps a folder for one list names it itself.
    assert names - PARTS.keys() - {"course", "order"} == set(settings)


@pytest.mark.parametrize("name", PRINTING)
def test_one_attribute_of_what_is_printed_is_set(name: str) -> None:
    words, value = PRINTING[name]
    printing = printing_of(*words)
    assert printing == replace(api.Printing(printing.course), **{name: value})
    assert printing != api.Printing(printing.course)


@pytest.mark.parametrize(
    ("part", "name", "setting"),
    [(part, name, setting) for part, settings in {"": PACKET, **PARTS}.items() for name, setting in settings.items()],
)
def test_one_attribute_of_a_packet_is_set(part: str, name: str, setting: Setting) -> None:
    words, value = setting
    before = packet_value(part)
    expected = replace(before, **{name: value})
    assert packet_value(part, *words) == expected != before
    assert packing_of(*words) == (replace(packing_of(), **{part: expected}) if part else expected)


@pytest.mark.parametrize("name", LISTS)
def test_one_attribute_of_how_a_list_is_read_is_set(name: str) -> None:
    words, value = LISTS[name]
    assert values_of(options.listing, *words)["lists"] == replace(ListOptions(), **{name: value})


@pytest.mark.parametrize("name", SUMMARY)
def test_one_attribute_of_a_summary_is_set(name: str) -> None:
    words, value = SUMMARY[name]
    before = values_of(options.summarising)["summarising"]
    assert values_of(options.summarising, *words)["summarising"] == replace(before, **{name: value}) != before


def test_an_output_has_a_short_option() -> None:
    assert packing_of("-o", "ulos").output == Path("ulos")
    assert values_of(options.summarising, "-o", "ryhma.pdf")["summarising"].output == "ryhma.pdf"


def test_the_course_is_read(tmp_path: Path) -> None:
    page_of(tmp_path / "kurssi", HEAD)
    words = ["--course", str(tmp_path / "kurssi")]
    assert values_of(options.course, *words)["course"].title == "Koe"
    assert printing_of(*words).course.title == "Koe"
    for decorator in (options.course, options.printing):
        with pytest.raises(CourseError):
            call(decorator, "--course", str(tmp_path / "nothing"))


def test_what_stands_before_the_first_equals_sign_is_the_field() -> None:
    assert printing_of("--set", "aika=klo=9", "--set", "paikka=").given == {"aika": "klo=9", "paikka": ""}


def test_what_stands_before_the_last_equals_sign_is_the_heading() -> None:
    for decorator in (options.listing, options.packing):
        (value,) = values_of(decorator, "--map", "a=b=nimi").values()
        assert getattr(value, "lists", value).mapping == {"a=b": "nimi"}


def test_values_for_everyone_stand_beside_the_course() -> None:
    def both(command: options.Command) -> options.Command:
        return options.course(options.given(command))

    values = values_of(both, "--set", "aika=9.00", "--set", "paikka=")
    assert set(values) == {"course", "given"}
    assert values["given"] == {"aika": "9.00", "paikka": ""}
    with pytest.raises(RosterError, match='--set aika: has no value; write --set "aika=…"'):
        call(both, "--set", "aika")


def test_all_words_without_an_equals_sign_are_named(course: Course) -> None:
    with pytest.raises(RosterError) as caught:
        call(options.printing, "--set", "aika", "--set", "paikka=Tampere", "--set", "Kalle")
    assert caught.value.problems == (
        '--set aika: has no value; write --set "aika=…"',
        '--set Kalle: names no field; write for example --set "ryhma=Kalle"; the fields are '
        + ", ".join(course.settable),
    )
    with pytest.raises(RosterError) as caught:
        call(options.listing, "--map", "Nimi", "--map", "Etu=nimi", "--map", "Suku")
    assert [problem.partition(" to leave")[0] for problem in caught.value.problems] == [
        '--map Nimi: names no slot; write --map "Nimi=-"',
        '--map Suku: names no slot; write --map "Suku=-"',
    ]


def given_password(command: options.Command) -> options.Command:
    """Give a command a password that opens a file, as ``collect`` has it."""

    @click.option("--password")
    def run(password: str) -> None:
        command(password=asked_password(password, confirm=False))

    return run


def test_a_password_is_asked_for_twice_and_not_shown() -> None:
    values, result = call(options.printing, "--password", "-", typed="sala\nsola\nsala\nsala\n")
    assert values["printing"].password == "sala"
    assert "sala" not in result.output
    assert result.stdout == "", "standard output is for paths"
    assert result.stderr.count("Password:") == 2
    values, result = call(given_password, "--password", "-", typed="sala\n")
    assert (values["password"], result.stderr.count("Password:")) == ("sala", 1), "a file that exists has one already"
    assert asked_password("sala") == "sala"
    assert asked_password("") == ""


@pytest.mark.parametrize(
    "words", [["--jobs", "-1"], ["--jobs", "1.5"], ["--timeout", "-1"], ["--timeout", "nan"], ["--rows"]]
)
def test_values_that_mean_nothing_are_wrong_usage(words: list[str]) -> None:
    values, result = call(options.packing, *words)
    assert (values, result.exit_code) == ({}, 2)


def test_an_output_of_the_wrong_kind_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    assert call(options.packing, "-o", str(tmp_path / "file.txt"))[1].exit_code == 2


def test_the_old_name_of_an_option_is_hidden() -> None:
    assert printing_of("--no-plates").typeset_all
    for words in (["blank"], ["fill"], ["packet"]):
        help_text = CliRunner().invoke(main, [*words, "--help"]).stdout
        assert "--typeset-all" in help_text
        assert "--no-plates" not in help_text
    for words in (["check"], ["packet"], ["summary"]):
        help_text = CliRunner().invoke(main, [*words, "--help"]).stdout
        assert "--strict" in help_text
        assert "--ignore-unknown" not in help_text


def test_help_lists_options_in_the_order_of_the_decorators() -> None:
    help_text = call(options.packing, "--help")[1].stdout
    positions = [help_text.index(f"--{word} ") for word in ("map", "only", "sort", "skip-invalid", "jobs", "scheduler")]
    assert positions == sorted(positions)


@pytest.mark.parametrize(
    ("output", "format_name", "dpi", "pictures"),
    [
        (None, None, None, None),
        ("sivut.pdf", None, None, None),
        ("sivut.png", "pdf", None, None),
        ("sivut.PNG", None, None, api.PictureOptions(dpi=150)),
        ("kuvat/", "png", 300, api.PictureOptions(dpi=300)),
        ("-", "png", None, api.PictureOptions()),
        ("sivut.png", "txt", None, None),
    ],
)
def test_the_format_is_told_by_an_option_or_else_by_the_files_ending(
    output: str | None, format_name: str | None, dpi: int | None, pictures: api.PictureOptions | None
) -> None:
    writing = WritingOptions(output, format_name, dpi, overwrite=False)
    assert writing.pictures == pictures
    assert writing.is_text is (format_name == "txt")


def test_a_heading_may_hold_equals_signs_and_a_slot_the_number_of_an_option() -> None:
    words = ("Ryhmä=ryhma", "a=b=ryhma", "Oma esimies=apu=2", "1=2=apu", "Puh.=-")
    assert pairs(words, str, last=True) == {
        "Ryhmä": "ryhma",
        "a=b": "ryhma",
        "Oma esimies": "apu=2",
        "1=2": "apu",
        "Puh.": "-",
    }
    assert pairs(("aika=9=10",), str) == {"aika": "9=10"}
