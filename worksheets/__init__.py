"""Workshop handouts on paper: blank, filled in, or a whole group's packet.

The functions and classes of ``worksheets.api`` can be used from here: ``import worksheets``. They follow semantic
versioning: what ``worksheets.api.__all__`` lists changes only with the major version; before 1.0, with the minor one.
"""

TYPE_CHECKING = False  # Type checkers take it as true; the module typing would take longer to load than all this.
if TYPE_CHECKING:
    from .api import *  # noqa: F403 - what is public is listed there
    from .api import __all__ as __all__

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Return a public name of ``worksheets.api``, which is loaded when it is needed: every part loads this."""
    from importlib import import_module

    api = import_module("worksheets.api")
    if name == "__all__" or name in api.__all__:
        value: object = getattr(api, name)
        return value
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
