"""The commands that help with the program itself: completion in the shell, and what support would ask."""

import click

from worksheets.messages import marked

from . import shells

_INSTALLING = marked(
    """\b
bash        add to ~/.bashrc:  eval "$(worksheets completion bash)"
zsh         add to ~/.zshrc:   eval "$(worksheets completion zsh)"
fish        worksheets completion fish > ~/.config/fish/completions/worksheets.fish
powershell  add to $PROFILE:   worksheets completion powershell | Out-String | Invoke-Expression"""
)


@click.command(
    help=marked("Print the script with which Tab completes commands, options, courses, pages and slots."),
    epilog=_INSTALLING,
)
@click.argument("shell", type=click.Choice(shells.NAMES))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script for a shell."""
    click.echo(shells.script(shell, ctx.find_root().command), nl=False)


@click.command(help=marked("x"))
def doctor() -> None:
    """Print."""
