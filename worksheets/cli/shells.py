"""The scripts by which shells complete the command, and how they talk to it.

Click's own scripts for bash, zsh and fish cut a value such as ``kansi,tukiverkosto`` at its comma or ``ryhma=`` at its
equals sign, and write a space after what is not complete yet. Its script for PowerShell is used as it is.
"""

import os
from typing import TYPE_CHECKING

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from worksheets.messages import _

from .names import COMPLETION, PROGRAM

if TYPE_CHECKING:
    import click

_CURSOR = "\0"
"""Marks the end of what is typed while it is split into words."""
_BASH = """\
%(complete_func)s() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case "${line%%%%,*}" in
            dir) compopt -o plusdirs 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            plain)
                COMPREPLY+=("${line#*,}")
                case "$line" in *[=.,]) compopt -o nospace 2>/dev/null ;; esac
                ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORD="$2" %(complete_var)s=bash_complete \\
        "${1/#\\~/$HOME}" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""
_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a response described plain unfinished
    local type value text

    response=("${(@f)$(env COMP_WORDS="${(j: :)words[1,CURRENT]}" COMP_CWORD=$((CURRENT - 1)) \\
        %(complete_var)s=zsh_complete ${words[1]/#\\~/$HOME} 2>/dev/null)}")

    for type value text in "${response[@]}"; do
        if [[ $type == dir ]]; then
            _path_files -/
        elif [[ $type == file ]]; then
            _path_files -f
        elif [[ $value == *[=.,] ]]; then
            unfinished+=("$value")
        elif [[ $type == plain && $text == _ ]]; then
            plain+=("$value")
        elif [[ $type == plain ]]; then
            described+=("$value:$text")
        fi
    done

    (( $#unfinished )) && compadd -U -S '' -V unfinished -a unfinished
    (( $#described )) && _describe -V values described -U
    (( $#plain )) && compadd -U -V plain -a plain
    return 0
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef %(complete_func)s %(prog_name)s
fi
"""
_FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -ct) %(prog_name)s 2>/dev/null)
    for completion in $response
        set -l parts (string split -m 1 "," -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf '%%s\\n' $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class _WholeWords(ShellComplete):
    """Gives whole words, also after ``--set=``, and says in the user's language what commands and options are for."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what can be typed in place of an incomplete word."""
        option, equals, _value = incomplete.partition("=") if incomplete.startswith("--") else ("", "", "")
        items = super().get_completions(args, incomplete)
        for item in items:
            if item.type == "plain" and not item.value.startswith("--"):
                item.value = option + equals + item.value
            if item.help and not item.is_translated:
                item.help = _(item.help)
        return items


class Bash(_WholeWords, BashComplete):
    """Bash, which takes a word with an equals sign or a colon for several words and completes the last of them."""

    source_template = _BASH
    _before = ""
    """What is typed of the word before that which bash completes."""

    def source(self) -> str:
        """Return the script; Click's method would start bash to see its version, and the script tries it anyway."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and what is typed of that one."""
        _program, *args, incomplete = split_arg_string(os.environ["COMP_LINE"] + _CURSOR)
        incomplete = incomplete.removesuffix(_CURSOR)
        last = os.environ["COMP_WORD"].lstrip("\"'")
        self._before = incomplete.removesuffix(last) if last else incomplete
        return args, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a completion as the script reads it: without what bash leaves as it is."""
        return f"{item.type},{item.value.removeprefix(self._before)}"


class Zsh(_WholeWords, ZshComplete):
    """Zsh."""

    source_template = _ZSH


class Fish(_WholeWords, FishComplete):
    """Fish."""

    source_template = _FISH


class PowerShell(_WholeWords, PowerShellComplete):
    """Windows PowerShell 5.1 and PowerShell 7."""


_SHELLS = {"bash": Bash, "zsh": Zsh, "fish": Fish, "powershell": PowerShell}
NAMES = tuple(_SHELLS)
"""The shells that can complete the command."""


def register() -> None:
    """Let Click use these scripts and answers in place of its own."""
    for name, shell in _SHELLS.items():
        add_completion_class(shell, name)


def script(shell: str, command: "click.Command") -> str:
    """Return the script for a shell, one of NAMES."""
    return _SHELLS[shell](command, {}, PROGRAM, COMPLETION).source()
