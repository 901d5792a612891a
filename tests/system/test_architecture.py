"""The data goes one way: a module imports only those below it, and each library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import worksheets

FROM_THE_TOP = (
    {"__main__"},
    {"cli"},
    {"console", "options"},
    {"packet", "report"},
    {"making"},
    {"batch", "workers", "record", "printfile", "returned", "answers"},
    {"handouts", "masters"},
    {"etching", "summary"},
    {"stock", "cache"},
    {"formstock"},
    {"openings"},
    {"leaves"},
    {"proofs"},
    {"forms"},
    {"compose"},
    {"boxes", "drawing", "typeset", "bind", "fingerprint", "starters", "schema", "views"},
    {"platecopy", "prose"},
    {"merger"},
    {"platefile"},
    {"sheet"},
    {"cuts", "pdfwriter", "fields"},
    {"sample"},
    {"edition", "filling", "roster"},
    {"wording", "balls", "table", "choosing", "naming", "continuation"},
    {"headings", "participant"},
    {"fit", "rings", "setting", "typography"},
    {"tree", "course", "layout", "cells"},
    {"breaks", "parts", "fonts", "hyphenation", "files", "decoding", "workbook", "master"},
    {"shelf", "errors"},
    {"__init__"},
)
DOORS = {
    "babel": {"wording"},
    "click": {"cli", "options"},
    "cryptography": {"pdfwriter"},
    "distributed": {"workers"},
    "filelock": {"cache", "record"},
    "fontpkg": {"fonts"},
    "jinja2": {"compose"},
    "msgspec": {"etching", "openings", "master", "cache", "stock"},
    "openpyxl": {"answers", "starters"},
    "platformdirs": {"batch"},
    "python_calamine": {"workbook"},
    "markupsafe": {"compose"},
    "PIL": {"typeset"},
    "pathvalidate": {"files"},
    "pebble": {"workers"},
    "pikepdf": {
        "bind",
        "drawing",
        "etching",
        "forms",
        "formstock",
        "leaves",
        "pdfwriter",
        "printfile",
        "proofs",
        "returned",
        "stock",
    },
    "pyphen": {"hyphenation"},
    "rich": {"console"},
    "tinycss2": {"layout"},
    "uharfbuzz": {"fonts", "setting"},
    "uniseg": {"breaks", "files"},
    "weasyprint": {"typeset"},
    "xlrd": {"workbook"},
    "yaml": {"answers", "tree", "participant", "roster"},
}
MODULES = sorted(Path(worksheets.__file__).parent.glob("*.py"))
LEVEL = {name: level for level, names in enumerate(FROM_THE_TOP) for name in names}


def imports(path: Path) -> Iterator[tuple[bool, str]]:
    """Yield what a module imports: whether it is ours, and its name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from ((True, name) for name in ([node.module] if node.module else [a.name for a in node.names]))
        elif isinstance(node, ast.ImportFrom):
            yield False, (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            yield from ((False, alias.name.split(".")[0]) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_those_below_it(path: Path) -> None:
    ours = [name for own, name in imports(path) if own and name in LEVEL]
    assert [name for name in ours if LEVEL[name] <= LEVEL[path.stem]] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_each_library_has_one_door(path: Path) -> None:
    foreign = {name for own, name in imports(path) if not own}
    assert {name for name in foreign if path.stem not in DOORS.get(name, {path.stem})} == set()


def test_functions_stay_short() -> None:
    functions = (
        (f"{path.name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [(name, lines) for name, lines in functions if lines > 40] == []
