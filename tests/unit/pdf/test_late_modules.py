"""A module that is only called by few is loaded when it is called."""

import subprocess
import sys
from pathlib import Path

import pytest

from worksheets.pdf.late_modules import loaded_when_called

FOR_FEW_FONTS = ("fontTools.subset", "fontTools.varLib.instancer")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module that can be imported, with a function that doubles."""
    (tmp_path / "kaksin.py").write_text("def twice(number, *, more=0):\n    return 2 * number + more\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "kaksin", raising=False)
    return "kaksin"


def test_a_module_is_loaded_when_one_of_its_functions_is_called(module: str) -> None:
    with loaded_when_called(module):
        from kaksin import twice  # type: ignore[import-not-found]
    assert module not in sys.modules
    assert twice(3, more=1) == 7
    assert module in sys.modules


def test_whoever_imports_it_later_gets_the_module_itself(module: str) -> None:
    with loaded_when_called(module):
        import kaksin as stand_in
    import kaksin

    assert kaksin is not stand_in
    assert kaksin.__file__
    with loaded_when_called(module):
        import kaksin as again
    assert again is kaksin is sys.modules[module]


def test_a_page_is_typeset_without_what_few_fonts_need() -> None:
    program = (
        "import sys\n"
        "from worksheets.course.layout import read_layout\n"
        "from worksheets.pdf.typeset import Typesetter\n"
        "from worksheets.resources import COURSES\n"
        "layout = read_layout('handout', COURSES)\n"
        "pdf = Typesetter(layout, COURSES).typeset('<html lang=\"fi\"><title>Koe</title><p>Koe <b>on</b> tämä')\n"
        f"print(pdf[:5].decode(), [name for name in {FOR_FEW_FONTS} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "%PDF- []\n"


def test_they_are_there_for_a_variable_font() -> None:
    """The italic of the text font is one, and WeasyPrint makes it static."""
    program = (
        "import sys\n"
        "from worksheets.course.layout import read_layout\n"
        "from worksheets.pdf.typeset import Typesetter\n"
        "from worksheets.resources import COURSES\n"
        "layout = read_layout('handout', COURSES)\n"
        "Typesetter(layout, COURSES).typeset('<html lang=\"fi\"><title>Koe</title><p><em>Koe</em>')\n"
        f"print([name for name in {FOR_FEW_FONTS[1:]} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['fontTools.varLib.instancer']\n"
