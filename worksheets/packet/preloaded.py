"""Loads what handouts are made with, in the process that forks the others; without the typesetter, what is here."""

import gc
from contextlib import suppress

from worksheets.errors import NoTypesetterError

gc.disable()  # All that is loaded stays: to search it for garbage meanwhile took a tenth of the time.
with suppress(NoTypesetterError):  # Whoever needs it gets the same error, with the cure; others are merged.
    import worksheets.packet.jobs
    import worksheets.pipeline  # noqa: F401 - the forked processes use it
    from worksheets.compose.sandbox import Sandbox
    from worksheets.resources import TEMPLATES

    Sandbox(TEMPLATES).get_template("widgets.html.j2")  # Compiled once for all of them: it takes a tenth of a second.
gc.enable()
