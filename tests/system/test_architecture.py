"""Each library is imported by one folder only, and functions and the top folder stay small.

Which folder may import which is a contract of import-linter's in ``pyproject.toml``.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

import worksheets
from worksheets import api

pytestmark = pytest.mark.xdist_group("architecture")

DOORS = {
    "babel": {"compose", "course.words"},
    "click": {"cli"},
    "cryptography": {"pdf"},
    "distributed": {"packet"},
    "fontTools": {"text"},
    "filelock": {"packet", "master"},
    "fontpkg": {"text"},
    "fontpkg_source_sans_3": {"text", "web.screens.assets"},
    "jinja2": {"compose", "web.rendering"},
    "markdown_it": {"course"},
    "markupsafe": {"compose", "web.rendering"},
    "mdit_py_plugins": {"course.markdown.parser"},
    "msgspec": {"api", "cli", "compose", "course", "master", "merge", "packet", "pdf", "pipeline", "text"},
    "openpyxl": {"people"},
    "pathvalidate": {"files"},
    "pebble": {"packet.failures", "processes"},
    "pikepdf": {"master", "pdf"},
    "PIL": {"pdf"},
    "platformdirs": {"packet"},
    "pyphen": {"text"},
    "pypdfium2": {"pdf.marked_texts", "pdf.page_pictures"},
    "python_multipart": {"web.posting"},
    "rapidfuzz": {"errors", "people"},
    "rich": {"cli"},
    "starlette": {"web"},
    "tinycss2": {"course"},
    "uharfbuzz": {"text"},
    "uniseg": {"text", "files"},
    "pydyf": {"pdf.glyph_codes"},
    "uvicorn": {"web.server"},
    "watchfiles": {"course.folder_changes"},
    "weasyprint": {"pdf.typeset", "pdf.glyph_codes"},  # master.box_tree reads its boxes, but imports nothing of it.
    "xlrd": {"spreadsheets"},
    "yaml": {"people"},
}
"""The folders, or the modules, that may import a library."""
PACKAGE = Path(worksheets.__file__).parent
MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return all nodes of a module; each is read once, in the one process of these tests."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def libraries(path: Path) -> Iterator[str]:
    """Yield the names of the packages that a module imports, except its own and Python's."""
    for node in nodes_of(path):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        packages = {name.partition(".")[0] for name in names}
        yield from packages - sys.stdlib_module_names - {"worksheets"}


def test_each_library_is_imported_where_the_table_says() -> None:
    imports = [(module, name) for module, path in MODULES.items() for name in libraries(path)]
    doors = [(module, DOORS.get(name, set()), name) for module, name in imports]
    assert [(module, name) for module, open_to, name in doors if not {module, module.partition(".")[0]} & open_to] == []


def test_the_table_names_no_library_or_folder_in_vain() -> None:
    imported = {(name, module) for module, path in MODULES.items() for name in libraries(path)}
    open_doors = {(name, door) for name, module in imported for door in (module, module.partition(".")[0])}
    assert {(name, door) for name, doors in DOORS.items() for door in doors} <= open_doors


OF_THE_PAGE = {
    "choose": "`packet --sort` calls it within `make_packet`; the page shows the order before anything is made",
    "list_of_names": "in a terminal, names come on standard input or in a file",
    "meanings": "the menu over a column; in a terminal, `pages --slots` names what `--map` takes",
    "new_list": "an empty table to type into; in a terminal, `new roster` writes one for a spreadsheet program",
}
"""Functions that the page calls and the command line does not, and what a terminal has in their place."""


def interface_names(folder: str) -> set[str]:
    """Return the names of ``worksheets.api`` that the modules of a folder use."""
    nodes = [node for path in (PACKAGE / folder).rglob("*.py") for node in nodes_of(path)]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "worksheets.api"]
    uses = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    named = {alias.name for node in imports for alias in node.names}
    return named | {node.attr for node in uses if isinstance(node.value, ast.Name) and node.value.id == "api"}


def test_the_page_in_the_browser_calls_nothing_that_the_command_line_does_not() -> None:
    used = interface_names("web")
    assert {"read_course", "make_packet"} <= used
    functions = {name for name in used if inspect.isfunction(getattr(api, name, None))}
    assert functions - interface_names("cli") == OF_THE_PAGE.keys()


def test_functions_are_short() -> None:
    lengths = {
        f"{module}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module, path in MODULES.items()
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 700, "the functions are found"
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert median(lengths.values()) <= 7


def test_few_modules_lie_outside_the_folders() -> None:
    assert len([module for module in MODULES if "." not in module]) <= 8


def test_no_test_file_imports_another() -> None:
    paths = [path for path in Path(__file__).parent.parent.rglob("*.py") if "test_" in path.name]
    assert len(paths) > 40
    assert [path for path in paths if re.search(r"(from|import) tests\.(unit|system)", path.read_text("utf-8"))] == []
