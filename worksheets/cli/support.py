"""The commands that help with the program itself: completion in the shell, and what support would ask."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from worksheets import api
from worksheets.messages import _, in_language, marked

from . import shells
from .group import main
from .translated import Command, argument, option
from .verbosity import is_quiet
from .visible import visible

_LINES = (
    ("bash", 'eval "$(worksheets completion bash)"', "~/.bashrc"),
    ("zsh", 'eval "$(worksheets completion zsh)"', "~/.zshrc"),
    ("fish", "worksheets completion fish | source", "~/.config/fish/config.fish"),
    ("powershell", "worksheets completion powershell | Out-String | iex", "$PROFILE"),
)
"""For each shell, the line that switches completion on, and the file that it is added to."""


class _Completion(Command):
    """A command whose help ends with what is added to the settings of each shell."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's
        """Write the lines, each with its file as a comment."""
        with formatter.section(_("Add this line to the shell's own file")):
            formatter.write_dl([(shell, f"{line} # {file}") for shell, line, file in _LINES])


@main.command(
    cls=_Completion,
    details=marked("Tab then completes commands, options, courses, layouts, pages and slots."),
)
@argument("shell", type=click.Choice(shells.NAMES))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script for a shell."""
    click.echo(shells.script(shell, ctx.find_root().command), nl=False)


@main.command(
    details=marked(
        "Copy its lines when you ask for help: they show versions, fonts, folders and the language, and nothing of "
        "participants. The exit code is 1 if something that is needed is missing."
    ),
)
@option("--json", "as_json", is_flag=True, help=marked("Print JSON, for programs; always in English."))
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> None:
    """Print an installation's state as lines to copy; exit with 1 if something needed is missing."""
    if as_json:
        with in_language("en"):  # Programs read the same in every language.
            diagnosis = api.doctor()
        click.echo(visible(json.dumps(_tree(diagnosis), ensure_ascii=False, indent=2)))
    else:
        diagnosis = api.doctor()
        for line in _lines(diagnosis):
            click.echo(visible(line))
    if not diagnosis.can_print:
        ctx.exit(1)


def _tree(diagnosis: "api.Diagnosis") -> dict[str, Any]:
    return {
        "worksheets": diagnosis.version,
        "python": diagnosis.python,
        "system": diagnosis.system,
        "libraries": {library.name: library.version or None for library in diagnosis.libraries},
        "scripts": {script.name: script.is_covered for script in diagnosis.scripts},
        "masters": {
            "count": diagnosis.masters.count,
            "bytes": diagnosis.masters.size,
            "shipped": diagnosis.masters.shipped,
        },
        "folders": {name: _short(folder) for name, folder in _folders(diagnosis).items()},
        "language": diagnosis.language,
        "language_setting": diagnosis.language_setting,
        "encoding": diagnosis.encoding,
        "can_print": diagnosis.can_print,
        "problems": list(diagnosis.problems),
        "hints": list(diagnosis.hints),
    }


def _folders(diagnosis: "api.Diagnosis") -> dict[str, Path | None]:
    return {
        "masters": diagnosis.masters.folder,
        "temporary": diagnosis.temporary_folder,
        "styles": diagnosis.styles_folder,
    }


def _short(path: Path | None) -> str | None:
    """Return a path without the user's name: with ``~`` for the home folder."""
    if path is None:
        return None
    with suppress(RuntimeError):  # Nobody's home folder is known.
        if path.is_relative_to(home := Path.home()):
            return str("~" / path.relative_to(home))
    return str(path)


def _lines(diagnosis: "api.Diagnosis") -> Iterator[str]:
    """Yield each fact after its name, then what is to be fixed; with ``-q`` only that."""
    if not is_quiet():
        yield from _fact_lines(diagnosis)
        yield ""
        if diagnosis.can_print:
            yield _("Everything that is needed is here.")
    if diagnosis.problems:
        yield _("Errors to fix:")
        yield from diagnosis.problems
    yield from diagnosis.hints


def _fact_lines(diagnosis: "api.Diagnosis") -> Iterator[str]:
    facts = [*_program_facts(diagnosis), *_font_facts(diagnosis), *_folder_facts(diagnosis)]
    width = max(len(name) for name, _text in facts) + 2
    for name, text in facts:
        yield fill(text, 80, initial_indent=name.ljust(width), subsequent_indent=" " * width, break_on_hyphens=False)


def _program_facts(diagnosis: "api.Diagnosis") -> Iterator[tuple[str, str]]:
    yield "worksheets", diagnosis.version
    yield "Python", diagnosis.python
    yield _("system"), diagnosis.system  # Translators: the operating system, as a heading before its name.
    for library in diagnosis.libraries:
        yield library.name, library.version or _("missing")


def _font_facts(diagnosis: "api.Diagnosis") -> Iterator[tuple[str, str]]:
    covered = [_(script.name) for script in diagnosis.scripts if script.is_covered]
    missing = [_(script.name) for script in diagnosis.scripts if not script.is_covered]
    # Translators: before the names of scripts, such as Latin and Arabic.
    yield _("fonts for"), ", ".join(covered)
    if missing:
        yield _("no fonts for"), ", ".join(missing)


def _folder_facts(diagnosis: "api.Diagnosis") -> Iterator[tuple[str, str]]:
    masters, folders = diagnosis.masters, _folders(diagnosis)
    # Translators: masters are handouts that were typeset once and kept; the size is in megabytes.
    yield (
        _("masters"),
        _("{kept} kept ({size} MB); shipped ones in {shipped} files").format(
            kept=masters.count, size=-(-masters.size // 10**6), shipped=masters.shipped
        ),
    )
    yield _("masters in"), _short(folders["masters"]) or _("none")
    yield _("temporary files"), _short(folders["temporary"]) or ""
    yield _("style sheets"), _short(folders["styles"]) or ""
    language = diagnosis.language
    if diagnosis.language_setting:
        language += f" ({diagnosis.language_setting})"
    yield _("language"), language
    yield _("terminal"), diagnosis.encoding
