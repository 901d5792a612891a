"""Click's commands, options and arguments, with help in the user's language.

Click's decorators run when a module is loaded, so their texts are only ``marked`` there, and are translated here when
they are shown. Tests walk all commands and find a text that is not marked.
"""

from copy import copy
from functools import partial
from typing import Any

import click

from worksheets.messages import _, marked

from .verbosity import choose_quiet, choose_verbose


class Option(click.Option):
    """An option; ``help``, ``metavar`` and ``default_words`` are marked for translation."""

    def __init__(self, *arguments: Any, default_words: str = "", **settings: Any) -> None:  # noqa: ANN401 - Click's
        """``default_words`` say what happens without the option, where its default value does not."""
        super().__init__(*arguments, **settings)
        self.default_words = default_words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's row in the help."""
        shown = copy(self)
        shown.help = _(self.help) if self.help else None
        return click.Option.get_help_record(shown, ctx)

    def get_help_extra(self, ctx: click.Context) -> Any:  # noqa: ANN401 - a class that older Clicks do not have
        """Return what stands in brackets after the help: the default."""
        extra = super().get_help_extra(ctx)
        if self.default_words:
            extra["default"] = _(self.default_words)
        return extra

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the word that stands for the option's value."""
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)


class Argument(click.Argument):
    """An argument; its ``metavar`` is marked for translation."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the word that stands for the argument."""
        shown = copy(self)
        shown.metavar = _(self.metavar) if self.metavar else None
        return click.Argument.make_metavar(shown, ctx)


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)


class Command(click.Command):
    """A command; its ``help``, one line, and ``details`` are marked for translation. It has ``-q`` and ``-v``."""

    def __init__(self, *arguments: Any, details: str = "", **settings: Any) -> None:  # noqa: ANN401 - Click's
        """``details`` is what the help says of the command after the first line."""
        super().__init__(*arguments, **settings)
        self.details = details
        self.params += [
            Option(
                ["-q", "--quiet"],
                is_flag=True,
                expose_value=False,
                callback=choose_quiet,
                help=marked("Print only paths, warnings and errors."),
            ),
            Option(
                ["-v", "--verbose"],
                is_flag=True,
                expose_value=False,
                callback=choose_verbose,
                help=marked("Print more: why handouts were typeset, and how long it took."),
            ),
        ]

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command, after what the program prepares for every command, but not for help."""
        if ctx.obj and not isinstance(self, click.Group):
            ctx.obj()
        return super().invoke(ctx)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line after the command."""
        _options, *pieces = super().collect_usage_pieces(ctx)
        return [_("[OPTIONS]"), *pieces]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's
        """Write what the command does."""
        for text in filter(None, (self.help, self.details)):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(text))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``, which Click makes once: here it follows the language."""
        option = super().get_help_option(ctx)
        if option:
            option.help = _("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - nothing is cut
        """Return the first line of the help, whole."""
        return _(self.help) if self.help else ""
