"""The files of a course's pages: a template or a text in Markdown for each, and each in the list of ``course.toml``."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from worksheets.errors import near, nearest, shortened
from worksheets.messages import _
from worksheets.resources import TEMPLATES

from .course import SUFFIX
from .markdown_page import SUFFIX as MARKDOWN_SUFFIX

MOST_PAGES = 1000
_SUFFIXES = (SUFFIX, MARKDOWN_SUFFIX)
_NO_KINDS = ("document", "page", "markdown")
"""The templates in the folder of kinds that are no frames of pages."""


def page_list_problems(folder: Path, pages: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the list of pages, each problem with its cure: each file is to be listed once."""
    files = [path.name for suffix in _SUFFIXES for path in islice(_files(folder, suffix), MOST_PAGES + 1)]
    suffixes = {_name(file): file.removeprefix(_name(file)) for file in files}
    if max(len(files), len(pages)) > MOST_PAGES:
        yield _("a course can have at most {most} pages").format(most=MOST_PAGES)
        return
    unlisted = set(suffixes) - set(pages)
    for name in sorted(set(pages) - set(suffixes)):
        likely = _likely(name, unlisted)
        unlisted.discard(likely)  # What to do with it is said with the name that is wrong.
        yield _missing(folder, name, suffixes, likely)
    for name in sorted(unlisted):
        problem = _("pages/{file} is not in the list; add “{name}” to pages, or delete the file")
        yield problem.format(file=name + suffixes[name], name=name)
    for name in _repeated(pages):
        yield _("“{name}” is listed twice; delete one of them").format(name=shortened(name))
    for name in _repeated(map(_name, files)):
        problem = _("there are both pages/{name}.html.j2 and pages/{name}.md; delete one of them")
        yield problem.format(name=name)


def _likely(name: str, unlisted: Collection[str]) -> str:
    """Return the page that a wrong name in the list may mean; empty if there is none."""
    bare = _name(name.rpartition("/")[2])
    alike = near(name.casefold(), {each: each.casefold() for each in unlisted}, 1)
    return bare if bare in unlisted else next(iter(alike), "")


def _missing(folder: Path, name: str, suffixes: Mapping[str, str], likely: str) -> str:
    """Return what to do about a page of the list that has no file: ``likely`` is one that the list does not name."""
    usual = SUFFIX if SUFFIX in suffixes.values() and MARKDOWN_SUFFIX not in suffixes.values() else MARKDOWN_SUFFIX
    file = shortened(name) + usual
    if other := _misnamed(folder, name):
        message = _("pages/{file} does not exist, but {other} does; rename it to pages/{file}")
        return message.format(file=file, other=shortened(other))
    if likely:
        message = _("pages/{file} does not exist; write “{likely}” in the list in place of “{name}”")
        return message.format(file=file, likely=likely, name=shortened(name))
    return _("pages/{file} does not exist.").format(file=file) + nearest(name, suffixes)


def _misnamed(folder: Path, name: str) -> str:
    """Return the file that is a page under another ending, as text editors save it, or that stands beside the folder.

    Empty if there is none.
    """
    wanted = f"{name}{MARKDOWN_SUFFIX}".casefold()
    for place in ("pages", "."):
        for path in islice((folder / place).glob("*.*"), MOST_PAGES):
            file = path.name.casefold()
            if file in {wanted, f"{name.casefold()}.txt"} or file.startswith(f"{wanted}."):
                return path.relative_to(folder).as_posix()
    return ""


def markdown_files(folder: Path, pages: Sequence[str]) -> list[Path]:
    """Return the files of the listed pages that are written in Markdown, in the order of the list."""
    files = {path.name: path for path in islice(_files(folder, MARKDOWN_SUFFIX), MOST_PAGES)}
    names = [f"{name}{MARKDOWN_SUFFIX}" for name in dict.fromkeys(pages)]
    return [files[name] for name in names if name in files]


def page_kinds(folder: Path) -> list[str]:
    """Return the frames that a page can have: the shipped ones, and those of a course's folder."""
    folders = (TEMPLATES / "kinds", folder / "kinds")
    names = {path.name.removesuffix(SUFFIX) for each in folders for path in islice(each.glob(f"*{SUFFIX}"), MOST_PAGES)}
    return sorted(names.difference(_NO_KINDS))


def _files(folder: Path, suffix: str) -> Iterator[Path]:
    return iter((folder / "pages").glob(f"*{suffix}"))


def _name(file: str) -> str:
    return next((file.removesuffix(suffix) for suffix in _SUFFIXES if file.endswith(suffix)), file)


def _repeated(names: "Iterator[str] | Sequence[str]") -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
