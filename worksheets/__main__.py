"""Run the command as ``python -m worksheets``."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="worksheets")
