"""Keep the catalogues of messages, as gettext has them: python tools/translations.py extract | update | compile.

    extract   write worksheets/locale/worksheets.pot: every message of the program, and Click's own
    update    bring the .po file of each language up to it; what lost its message is deleted
    compile   write the .mo files that the program reads, which git ignores; building the wheel does it, too

Messages are marked with ``_``, ``ngettext`` and ``marked`` of ``worksheets.messages``. A comment that
begins with ``Translators:`` goes with the message after it.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "worksheets" / "locale"
TEMPLATE = FOLDER / "worksheets.pot"
LANGUAGES = ("fi", "sv")
_KEYWORDS = {"_": None, "marked": None, "ngettext": (1, 2)}
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""In place of the time of writing in compiled catalogues."""
_HEADER = "# Messages of worksheets, and of Click, whose words it shows."


def main() -> None:
    """Do what the command's word says."""
    commands = {"extract": extract, "update": update, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:  # noqa: PLR2004 - the program and its word
        sys.exit(__doc__)
    commands[sys.argv[1]]()


def extracted() -> Catalog:
    """Return all messages, in the order of the files."""
    catalog = Catalog(project="worksheets", version="", msgid_bugs_address="", header_comment=_HEADER, fuzzy=False)
    methods = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
    options = {"**.j2": {"trim_blocks": "true", "silent": "false"}}
    for folder in _folders():
        for name, _line, message, comments, context in extract_from_dir(
            folder, methods, options, _KEYWORDS, ("Translators:",), strip_comment_tags=True
        ):
            catalog.add(message, locations=[(f"{folder.name}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def _folders() -> Iterator[Path]:
    yield ROOT / "worksheets"
    yield ROOT / "templates" / "web"
    click = find_spec("click")
    if click is None or click.origin is None:
        sys.exit("Click is not installed.")
    yield Path(click.origin).parent


def po_file(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return FOLDER / language / "LC_MESSAGES" / "worksheets.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue as it is kept."""
    return _read(po_file(language), language)


def read_template() -> Catalog:
    """Return the template of the catalogues as it is kept."""
    return _read(TEMPLATE)


def _read(path: Path, language: str | None = None) -> Catalog:
    """Return a kept catalogue; without dates, so that the same texts give the same bytes."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.creation_date = _NO_DATE
    return catalog


def extract() -> None:
    """Write the template of all catalogues."""
    FOLDER.mkdir(exist_ok=True)
    _write(extracted(), TEMPLATE)


def update() -> None:
    """Bring each language's catalogue up to the template; new messages are empty in it."""
    template = read_template()
    for language in LANGUAGES:
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(language) if path.exists() else Catalog(language, header_comment=_HEADER, fuzzy=False)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(catalog, path)


def compile_all() -> None:
    """Write the compiled catalogues; the same bytes for the same catalogue."""
    for language in LANGUAGES:
        path = po_file(language).with_suffix(".mo")
        with path.open("wb") as file:
            write_mo(file, read(language))


def _write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue with files' names but without lines, so that it changes only with its messages."""
    with path.open("wb") as file:
        write_po(file, catalog, width=110, include_lineno=False, omit_header=False, sort_output=False)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    dropped = (
        '"Project-Id-Version',
        '"Report-Msgid-Bugs-To',
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Last-Translator',
        '"Language-Team',
        '"Generated-By',
    )
    path.write_text("".join(line for line in lines if not line.startswith(dropped)), "utf-8")


if __name__ == "__main__":
    main()
