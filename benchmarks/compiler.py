"""Typst, sent over a group's handouts: one compiler a process, used for all of them.

The texts are read from a list and set into a template, or come from a file for each handout, which says all that is on
its pages. It imports little, since it also stands for Typst started anew for one handout.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import cast

import typst

Work = tuple[Path, str, Path]
"""The folder to compile in, what to compile, the PDF to write."""


def main() -> None:
    """Set every row of a list, or every deck of a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--list", type=Path, help="a CSV file; otherwise the decks of the folder are set")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--warm", action="store_true", help="print the seconds that all but the first took")
    options = parser.parse_args()
    sources = _from_list(options.folder, options.list) if options.list else _from_decks(options.folder)
    work = ((options.folder, source, options.output / f"{name}.pdf") for name, source in sources)
    if options.jobs > 1:
        _shared(work, options.jobs)
        return
    handout(next(work))
    start = time.perf_counter()
    for each in work:
        handout(each)
    if options.warm:
        sys.stdout.write(f"{time.perf_counter() - start}\n")


def handout(work: Work) -> None:
    """Set one handout as PDF/UA-1; Typst refuses what it knows to break that standard."""
    folder, source, pdf = work
    pdf.write_bytes(cast("bytes", _compiler(folder).compile(source.encode(), pdf_standards="ua-1")))


def _from_decks(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("[0-9]*.json")):
        yield path.stem, f'#import "/deck.typ": handout\n#handout(json("/{path.name}"))'


def _from_list(folder: Path, roster: Path) -> Iterator[tuple[str, str]]:
    """Yield what to compile for each row.

    Of three ways this is the quickest: a list read by Typst itself, and filled in there, took 1.8 times as long.
    """
    import json

    from benchmarks.filling import filled_templates

    for number, deck in filled_templates(folder, ".json", roster, lambda text: json.dumps(text)[1:-1]):
        yield f"{number:04}", f'#import "/deck.typ": handout\n#handout(json(bytes({json.dumps(deck)})))'


def _shared(work: Iterable[Work], jobs: int) -> None:
    """Share the work among processes that take a handout at a time."""
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs) as pool:
        for _done in pool.imap_unordered(handout, work):
            pass


@cache
def _compiler(folder: Path) -> typst.Compiler:
    return typst.Compiler(root=folder, font_paths=[folder / "fonts"], ignore_system_fonts=True)


if __name__ == "__main__":
    main()
