"""Run the command as ``python -m worksheets``."""

import sys
from pathlib import Path

# ``python -m`` looks for modules in the current folder first: a file there would be run in place of a library of its
# name. It stays only where this package itself was found there, as in a checkout that is not installed.
if not sys.flags.safe_path and Path(sys.path[0]).resolve() != Path(__file__).resolve().parent.parent:
    del sys.path[0]

from worksheets.cli.commands import main

if __name__ == "__main__":
    main(prog_name="worksheets")
