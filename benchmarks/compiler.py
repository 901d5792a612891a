"""Typst, sent over a group's folder of decks: one compiler a process, used for all of its handouts.

It imports little, since it also stands for Typst started anew for one handout.
"""

import sys
import time
from argparse import ArgumentParser
from functools import cache
from pathlib import Path
from typing import cast

import typst


def main() -> None:
    """Set every deck of a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--warm", action="store_true", help="print the seconds that all but the first took")
    told = parser.parse_args()
    work = [(path, told.output / f"{path.stem}.pdf") for path in sorted(told.folder.glob("[0-9]*.json"))]
    if told.jobs > 1:
        _shared(work, told.jobs)
        return
    handout(*work[0])
    start = time.perf_counter()
    for deck, pdf in work[1:]:
        handout(deck, pdf)
    if told.warm:
        sys.stdout.write(f"{time.perf_counter() - start}\n")


def handout(deck: Path, pdf: Path) -> None:
    """Set one deck as PDF/UA-1; Typst refuses what it knows to break that standard."""
    source = f'#import "/deck.typ": handout\n#handout(json("/{deck.name}"))'
    pdf.write_bytes(cast("bytes", _compiler(deck.parent).compile(source.encode(), pdf_standards="ua-1")))


def _shared(work: list[tuple[Path, Path]], jobs: int) -> None:
    """Share the work among processes that take a handout at a time."""
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs) as pool:
        pool.starmap(handout, work, chunksize=1)


@cache
def _compiler(folder: Path) -> typst.Compiler:
    return typst.Compiler(root=folder, font_paths=[folder / "fonts"], ignore_system_fonts=True)


if __name__ == "__main__":
    main()
