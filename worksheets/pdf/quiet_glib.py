"""Pango's remarks on impossible sizes are kept from the terminal; the typesetter's own messages say what is wrong."""

import ctypes
from contextlib import suppress

from worksheets.text.system_libraries import load

_NAMES = ("libglib-2.0.so.0", "libglib-2.0.0.dylib", "libglib-2.0-0.dll")
"""GLib's file names on Linux, macOS and Windows."""
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)


_NOTHING = _HANDLER(lambda _domain, _level, _message, _data: None)
"""Takes a remark and does nothing with it. It must stay as long as GLib knows it."""


def silence() -> None:
    """Have GLib write nothing to standard error. It writes some lines for each letter of a text of negative size."""
    if library := load(_NAMES):
        with suppress(AttributeError):
            library.g_log_set_default_handler(_NOTHING, None)
