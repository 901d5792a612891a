"""Read .xlsx and .xlsm (Office Open XML, ISO/IEC 29500) as sheets of texts.

Only what the list needs is read: the workbook, its texts, its number formats and its sheets. Relations say where they
are; where those are missing, the types of the parts do, and then their usual names. Names of elements count without
their namespaces, of which the standard has two sets and writers more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .archive import Archive, target
from .cell_formats import CellFormats, built_in_code
from .date_formats import FirstDay
from .sheet_builder import CELL, Allowance
from .sheets import Sheet
from .workbook_problems import damaged, not_a_workbook, refuse_many_sheets
from .xlsx_sheet import YES, Context, SheetEntry, SheetWalker, plain
from .xml_walker import BrokenXmlError, LocalWalker, Walker, walk

_USUAL_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_TYPES = ("sheet.main+xml", "template.main+xml")
"""Ends of a workbook's content type: .xlsx and .xlsm, and their templates."""
_STATES = ("hidden", "veryhidden")
_MOST_RELATIONS = 20_000
_MOST_CODES = 5_000
"""Limit of the number formats; Excel allows about 250."""
_MOST_STYLES = 200_000
"""Limit of the styles of cells; Excel allows about 65,000."""
_LONGEST_CODE = 255
"""Characters of a format; spreadsheets write no more."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """What one part says about where another is."""

    kind: str
    """The last word of the relation's type: worksheet, sharedStrings, styles."""
    part: str
    """The part's name in the archive."""


def is_xlsx(archive: Archive) -> bool:
    """Return True if an archive is a workbook of Office Open XML."""
    return bool(_workbook_part(archive))


def xlsx_sheets(archive: Archive, source: str, allowance: Allowance) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook. Raises RosterError for one that is damaged, too large, or none."""
    try:
        return _sheets(archive, source, allowance)
    except BrokenXmlError as error:
        raise damaged(source) from error


def _sheets(archive: Archive, source: str, allowance: Allowance) -> tuple[Sheet, ...]:
    part = _workbook_part(archive)
    if not part:
        raise not_a_workbook(source)
    book = _walked(archive, part, _BookWalker)
    refuse_many_sheets(len(book.entries), source)
    package = _Package(archive, part)
    texts_part, styles_part = package.related("sharedStrings"), package.related("styles")
    texts = _walked(archive, texts_part, lambda: _TextsWalker(allowance)).texts if texts_part else []
    codes = _walked(archive, styles_part, _StylesWalker).codes() if styles_part else []
    context = Context(texts, CellFormats(codes, book.first_day), book.to_be_computed)
    sheets = []
    for number, entry in enumerate(book.entries, start=1):
        if sheet_part := package.sheet_part(entry, number):
            sheets.append(_walked(archive, sheet_part, partial(SheetWalker, entry, context, allowance)).sheet())
    return tuple(sheets)


def _walked(archive: Archive, part: str, new_walker: Callable[[], Walker]) -> Walker:
    return walk(new_walker, lambda: archive.pieces(part))


# Where the parts are


def _workbook_part(archive: Archive) -> str:
    """Return the name of the part that is the workbook; empty if there is none."""
    related = [relation.part for relation in _relations(archive, "").values() if relation.kind == "officeDocument"]
    typed = [part for part, kind in _types(archive).items() if kind.endswith(_WORKBOOK_TYPES)]
    for part in (*related, *typed, _USUAL_WORKBOOK):
        if re.search(rb"<(?:[\w.-]+:)?workbook[\s>/]", archive.read(part, 4096).replace(b"\0", b"")):
            return part
    return ""


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    """Return the relations of a part by their ids; those of the whole archive for an empty name."""
    folder, _slash, name = part.rpartition("/")
    return {
        attributes.get("Id", ""): _Relation(attributes.get("Type", "").rpartition("/")[2], target(part, path))
        for attributes in _attributes(archive, target("", f"{folder}/_rels/{name}.rels"), "Relationship")
        if (path := attributes.get("Target")) and attributes.get("TargetMode") != "External"
    }


def _types(archive: Archive) -> dict[str, str]:
    """Return the content types of the parts that have one of their own."""
    overrides = _attributes(archive, "[Content_Types].xml", "Override")
    return {attributes.get("PartName", "").lstrip("/"): attributes.get("ContentType", "") for attributes in overrides}


def _attributes(archive: Archive, part: str, tag: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of a name; none if the part is not there or broken: we can do without."""
    try:
        return _walked(archive, part, partial(_AttributesWalker, tag)).elements if archive.read(part, 1) else []
    except BrokenXmlError:
        return []


class _Package:
    """Finds the parts that belong to a workbook."""

    def __init__(self, archive: Archive, workbook: str) -> None:
        self._archive = archive
        self._folder = workbook.rpartition("/")[0]
        self._relations = _relations(archive, workbook)
        self._types = _types(archive)

    def related(self, kind: str) -> str:
        """Return the name of the part of a kind, such as styles; empty if there is none, or nothing in it."""
        related = [relation.part for relation in self._relations.values() if relation.kind == kind]
        typed = [part for part, content_type in self._types.items() if content_type.endswith(f".{kind}+xml")]
        usual = target("", f"{self._folder}/{kind}.xml")
        return next((part for part in (*related, *typed, usual) if self._archive.read(part, 1)), "")

    def sheet_part(self, entry: SheetEntry, number: int) -> str:
        """Return the name of a sheet's part; empty for a sheet that is a chart, a dialogue or macros."""
        if relation := self._relations.get(entry.relation):
            return relation.part if relation.kind == "worksheet" else ""
        usual = target("", f"{self._folder}/worksheets/sheet{number}.xml")
        typed = [part for part, kind in self._types.items() if kind.endswith(".worksheet+xml")]
        return usual if usual in self._archive or not typed[number - 1 :] else typed[number - 1]


class _AttributesWalker(LocalWalker):
    """Collects the attributes of all elements of a name."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag
        self.elements: list[dict[str, str]] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._tag:
            self.elements.append(attributes)
            if len(self.elements) > _MOST_RELATIONS:
                raise BrokenXmlError


class _BookWalker(LocalWalker):
    """Reads the workbook's own part."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[SheetEntry] = []
        self.first_day = FirstDay.IN_1900
        self.to_be_computed = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if self.local[key] == "id"), "")
            hidden = attributes.get("state", "").lower() in _STATES
            self.entries.append(SheetEntry(attributes.get("name", ""), relation, hidden))
        elif tag == "workbookPr" and attributes.get("date1904", "").lower() in YES:
            self.first_day = FirstDay.IN_1904
        elif tag == "calcPr":
            self.to_be_computed = attributes.get("fullCalcOnLoad", "").lower() in YES


class _StylesWalker(LocalWalker):
    """Reads the number formats that cells refer to."""

    def __init__(self) -> None:
        super().__init__()
        self._parent = ""
        self._own: dict[int, str] = {}
        """The codes that the file holds, by their numbers."""
        self._numbers: list[int] = []
        """The number of each cell style's code."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("numFmts", "cellXfs"):
            self._parent = tag
        elif tag == "numFmt" and self._parent == "numFmts":
            self._own[int(attributes.get("numFmtId", -1))] = attributes.get("formatCode", "")[:_LONGEST_CODE]
        elif tag == "xf" and self._parent == "cellXfs":
            self._numbers.append(int(attributes.get("numFmtId", 0)))
        if len(self._own) > _MOST_CODES or len(self._numbers) > _MOST_STYLES:
            raise BrokenXmlError

    def finish(self, tag: str) -> None:
        if tag == self._parent:
            self._parent = ""

    def codes(self) -> list[str]:
        """Return the codes of all cell styles, in their order; empty for a number as it is."""
        return [self._own.get(number) or built_in_code(number) for number in self._numbers]


class _TextsWalker(LocalWalker):
    """Reads the texts that cells share; each is held up to the length that a cell may have, and a bit more."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._allowance = allowance
        self._parts: list[str] = []
        self._length = self._characters = 0
        self._is_text = self._is_phonetic = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        if tag == "t":
            self._is_text = not self._is_phonetic
        elif tag == "si":
            self._parts, self._length = [], 0
        elif tag == "rPh":
            self._is_phonetic = True

    def finish(self, tag: str) -> None:
        if tag == "t":
            self._is_text = False
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "si":
            self.texts.append(plain("".join(self._parts)))
            self._characters += min(self._length, CELL)
            self._allowance.refuse(len(self.texts), self._characters)

    def characters(self, text: str) -> None:
        if self._is_text and self._length <= CELL:
            self._parts.append(text)
            self._length += len(text)
