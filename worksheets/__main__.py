"""Run the command as ``python -m worksheets``."""

import os.path
import sys

# ``python -m`` looks for modules in the current folder first: a file there would be run in place of a library of its
# name. It stays only where this package itself was found there, as in a checkout that is not installed.
_HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib takes as long to load
if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != _HOME:
    del sys.path[0]

from worksheets.cli import main  # noqa: E402 - after the path is right

if __name__ == "__main__":
    main()
