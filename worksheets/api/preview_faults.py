"""What is wrong with a course that is watched, by its pages: as lines, and as values for a face that shows places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.course.fault import CourseFault, FaultKind

if TYPE_CHECKING:
    from worksheets.course.source_lines import SourceLines

_KINDS = {".md": FaultKind.MARKDOWN, ".j2": FaultKind.TEMPLATE, ".css": FaultKind.STYLE}
"""What a fault is about by the suffix of its file; others are the course's."""
_PAGE_SUFFIXES = (".md", ".html.j2")


@dataclass(slots=True)
class PreviewFaults:
    """What is wrong with a course."""

    general: tuple[str, ...] = ()
    of_pages: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        """Everything, each problem once."""
        of_pages = (problem for problems in self.of_pages.values() for problem in problems)
        return tuple(dict.fromkeys((*self.general, *of_pages)))

    def by_page(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return what is shown with each page; what is no page's own stands with the page it names, or the first."""
        shown: dict[str, tuple[str, ...]] = dict.fromkeys(names, ())
        of_no_page = (problem for name, problems in self.of_pages.items() if name not in names for problem in problems)
        for problem in dict.fromkeys((*self.general, *of_no_page)):
            shown[next((name for name in names if _names_page(problem, name)), names[0])] += (problem,)
        return {name: (*problems, *self.of_pages.get(name, ())) for name, problems in shown.items()}

    def as_values(self, folder: Path) -> tuple[CourseFault, ...]:
        """Return everything as faults with file, line and cure, each once; their files begin with the folder."""
        sources: dict[Path, SourceLines] = {}
        placed = (_with_source(fault, folder, sources) for fault in self._faults(folder))
        return tuple(dict.fromkeys(placed))

    def _faults(self, folder: Path) -> Iterator[CourseFault]:
        """Yield all faults."""
        from worksheets.course.fault import fault_of

        for problem in self.general:
            yield fault_of(problem, FaultKind.COURSE, folder)
        for name, problems in self.of_pages.items():
            files = (folder / "pages" / f"{name}{suffix}" for suffix in _PAGE_SUFFIXES)
            page = next((file for file in files if file.is_file()), folder)
            for problem in problems:
                yield _on_page(fault_of(problem, FaultKind.COURSE, folder), page)


def _on_page(fault: CourseFault, page: Path) -> CourseFault:
    """Return a fault of a page: at the page if it names no file, or one that is missing, such as a picture."""
    if fault.file.is_dir():
        return fault.at(page, 0)
    if not fault.file.exists():
        return replace(fault.at(page, 0), message=f"{fault.file.name}: {fault.message}")
    return fault


def _with_source(fault: CourseFault, folder: Path, sources: "dict[Path, SourceLines]") -> CourseFault:
    """Return a fault with its kind, its line, if that can be found, and what stands there."""
    from worksheets.course.source_lines import SourceLines, with_place

    from .course_check import as_given

    fault = with_place(replace(fault, file=as_given(fault.file, folder)), folder, ())
    lines = sources.setdefault(fault.file, SourceLines(fault.file, folder))
    return replace(fault, kind=_KINDS.get(fault.file.suffix, fault.kind), source=lines.line(fault.line))


def _names_page(problem: str, name: str) -> bool:
    """Return True if a problem begins with the file of a page."""
    return re.match(rf"(.*[/\\])?pages[/\\]{re.escape(name)}(\.md|\.html\.j2):", problem) is not None
