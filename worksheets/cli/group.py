"""The command ``worksheets`` itself: the commands under it in groups, and what becomes of errors."""

import time
from pathlib import Path
from typing import Any

import click

from worksheets import __version__
from worksheets.errors import OptionsError, OutputError, WorksheetsError, system_reason
from worksheets.messages import _, decimal, marked

from .failures import described
from .lines import print_line, print_problems
from .sections import SECTIONS, CommandsByName
from .translated import Command, Option
from .verbosity import is_verbose
from .visible import visible


class Commands(Command, click.Group):
    """Prints what the user can fix as plain lines, and exits with 1."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command."""
        began = time.monotonic()
        try:
            return super().invoke(ctx)
        except OptionsError as error:
            raise click.UsageError(visible(str(error))) from error
        except WorksheetsError as error:
            print_problems(error.problems)
        except click.Abort:  # The input has ended where a password was asked for.
            print_problems([_("--password -: no password was typed; nothing was written")])
        except (OSError, EOFError, MemoryError) as error:  # Click would end without a word after some of these.
            print_problems([described(error)])
        finally:
            if is_verbose():
                print_line(_("Took {seconds} seconds.").format(seconds=decimal(time.monotonic() - began)))
        raise click.exceptions.Exit(1)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's
        """Return the words of the usage line."""
        return [_("[OPTIONS]"), _("COMMAND [ARGUMENTS]...")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's
        """Write the commands in groups, each with one line that is never cut."""
        width = max(map(len, self.commands))
        for heading, commands in SECTIONS.items():
            with formatter.section(_(heading)):
                formatter.write_dl([(name.ljust(width), _(text)) for name, (_module, text) in commands.items()])


def _print_version(context: click.Context, _option: click.Parameter, chosen: bool) -> None:  # noqa: FBT001 - Click's
    """Print the version and end, if that is asked for."""
    if chosen and not context.resilient_parsing:
        click.echo(f"worksheets {__version__}")
        context.exit()


@click.group(
    cls=Commands,
    commands=CommandsByName(),
    context_settings={"help_option_names": ["-h", "--help"]},
    help=marked("Make printable handouts for a workshop: blank, filled in, or for a whole group."),
)
@click.option(
    "-V",
    "--version",
    cls=Option,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=marked("Show the version and exit."),
)
def main() -> None:
    """Print a workshop's pages as handouts: blank, filled in, or a whole group's packet."""
    _require_folder()


def _require_folder() -> None:
    """Raise OutputError if no path can be followed from the current folder, not even to a course of that name."""
    try:
        Path.cwd()
        Path().stat()
    except OSError as error:
        message = _("the current folder cannot be used: {reason}; go to another one with “cd”")
        raise OutputError(message.format(reason=system_reason(error))) from error
