"""What is said where the typesetter is missing: WeasyPrint, or the library Pango, and how to get it on this system."""

import platform
import sys

from worksheets.errors import NoTypesetterError
from worksheets.messages import _, marked

_COMMANDS = (
    (("debian", "ubuntu"), "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    (("fedora", "rhel", "centos"), "sudo dnf install pango harfbuzz fontconfig"),
    (("arch",), "sudo pacman -S pango harfbuzz fontconfig"),
    (("alpine",), "sudo apk add pango harfbuzz-subset fontconfig"),
    (("suse", "opensuse"), "sudo zypper install libpango-1_0-0 libharfbuzz-subset0"),
)
"""What installs Pango on a Linux system, by the system's names (``ID`` and ``ID_LIKE`` of os-release)."""
_MACOS = "brew install pango"
_WINDOWS = "pacman -S mingw-w64-ucrt-x86_64-pango"
"""For the shell of MSYS2; WeasyPrint looks for its libraries in C:\\msys64\\ucrt64\\bin."""
_AGAIN = marked("Then run the same command again.")


def no_typesetter(error: ImportError | OSError) -> NoTypesetterError:
    """Return what to tell a user where WeasyPrint could not be imported, for the reason of an exception."""
    if isinstance(error, OSError):
        problem = _("Typesetting needs the library Pango, which cannot be loaded here.")
    else:
        message = _("Typesetting needs WeasyPrint, which cannot be loaded here: {reason}")
        problem = message.format(reason=error)
    return NoTypesetterError(problem, *how_to_get_pango().splitlines())


def how_to_get_pango() -> str:
    """Return three lines that say how to get Pango on this system."""
    if sys.platform == "win32":
        heading = _("To get Pango, install MSYS2 (https://www.msys2.org), and type in its window:")
        return "\n".join((heading, f"    {_WINDOWS}", _(_AGAIN)))
    if sys.platform == "darwin":
        heading = _("To get Pango, install Homebrew (https://brew.sh), and type:")
        return "\n".join((heading, f"    {_MACOS}", _(_AGAIN)))
    if command := next((command for names, command in _COMMANDS if not _system_names().isdisjoint(names)), ""):
        return "\n".join((_("To get Pango, type:"), f"    {command}", _(_AGAIN)))
    heading = _("To get Pango, install these with your system's package manager:")
    return "\n".join((heading, "    Pango, HarfBuzz, Fontconfig", _(_AGAIN)))


def _system_names() -> set[str]:
    """Return the names of this Linux system, and of those that it is like."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return set()
    return {release.get("ID", ""), *release.get("ID_LIKE", "").split()} - {""}
