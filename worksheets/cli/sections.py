"""The commands under the headings of the help: each with the module that has it, and with its line there.

The module is loaded when its command is asked for, so that ``worksheets --help`` and one command do not wait for all.
"""

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

from worksheets.messages import marked

SECTIONS = {
    marked("Make"): {
        "serve": ("serving", marked("Open the page in the browser: everything, without a terminal.")),
        "blank": ("handout_commands", marked("Make a blank handout.")),
        "fill": ("handout_commands", marked("Make one participant's handout, filled in.")),
        "packet": ("handout_commands", marked("Make a handout for everyone in a group, and a print file.")),
        "summary": ("handout_commands", marked("Make an overview of what a group has filled in, without names.")),
    },
    marked("For the course day"): {
        "list": ("product_commands", marked("Make a sign-in sheet, or deal a group into smaller ones.")),
        "cards": ("product_commands", marked("Make name badges, tent cards or labels.")),
        "certificate": ("product_commands", marked("Make a certificate for everyone in a group, and a print file.")),
        "calibrate": ("product_commands", marked("Make a sheet that measures a printer.")),
    },
    marked("Lists and forms"): {
        "new": ("list_commands", marked("Write a file to fill in, or a course of your own to start from.")),
        "check": ("list_commands", marked("Check a list, a participant's file or a course.")),
        "collect": ("list_commands", marked("Read filled-in forms into a list of answers.")),
        "schema": ("list_commands", marked("Print the JSON Schema of a participant's file.")),
    },
    marked("Courses"): {
        "watch": ("watching", marked("Show a preview of your course that follows when you save.")),
        "pages": ("course_pages", marked("List the course's pages, or the slots on them.")),
    },
    marked("Other"): {
        "completion": ("support", marked("Print the script that completes commands when you press Tab.")),
        "doctor": ("support", marked("Show what is installed, and what is missing.")),
    },
}
"""Of each heading, the commands in their order: the module and the first line of the help of each."""
_COMMANDS = {name: command for commands in SECTIONS.values() for name, command in commands.items()}


class CommandsByName(MutableMapping[str, click.Command]):
    """The commands by their names; each is loaded when it is asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """Return a command. Raises KeyError for a name that there is not."""
        if name not in self._loaded:
            module, _help = _COMMANDS[name]
            import_module(f".{module}", __package__)  # It adds its commands here.
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        """Add a command that has been loaded."""
        command.help = _COMMANDS[name][1]
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Give up a command that has been loaded."""
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        """Yield all names in the order of the help."""
        yield from _COMMANDS

    def __len__(self) -> int:
        """Return how many commands there are."""
        return len(_COMMANDS)
