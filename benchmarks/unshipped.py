"""A packet as the command makes it, but without the masters that are shipped: as of a course of one's own."""

from argparse import ArgumentParser
from pathlib import Path

import worksheets


def main() -> None:
    """Make a list's packet, with masters from the user's cache folder or made first."""
    parser = ArgumentParser()
    parser.add_argument("roster", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    told = parser.parse_args()
    options = worksheets.PacketOptions(
        output=told.output, name="{n:04}", print_file=False, overwrite=True, machine=worksheets.Machine(jobs=told.jobs)
    )
    printing = worksheets.Printing(worksheets.read_course())
    with worksheets.Session(shipped_masters=False) as session:
        for _event in worksheets.make_packet(told.roster, printing, options, session):
            pass


if __name__ == "__main__":
    main()
