"""Workshop handouts on paper: blank, filled in, or a whole group's packet.

The functions and classes of ``worksheets.api`` can be used from here: ``import worksheets``. They follow semantic
versioning: what ``worksheets.api.__all__`` lists changes only with the major version; before 1.0, with the minor one.
"""

from .api import *  # noqa: F403 - what is public is listed there
from .api import __all__ as __all__
from .resources import VERSION

__version__ = VERSION
