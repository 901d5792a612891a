"""Files that are no lists but that people bring as such: what they are, and what to do."""

from dataclasses import dataclass
from enum import Enum

from worksheets.messages import _, marked

BEGINNING = 4096
"""How many bytes of a file tell what it is."""


class FileKind(Enum):
    """What a file is that cannot be a list."""

    PICTURE = ("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "avif", "tif", "tiff", "bmp", "svg")
    PDF = ("pdf",)
    TEXT_DOCUMENT = ("docx", "docm", "doc", "odt", "rtf", "pages")
    SLIDES = ("pptx", "ppt", "odp", "key")
    ARCHIVE = ("zip", "7z", "rar", "gz", "tar")
    MESSAGE = ("eml", "msg", "vcf", "ics")
    WEB_PAGE = ("html", "htm", "mht")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something that was brought is no list."""

    what: str
    """What is wrong, in a line that names the file."""
    cure: str = ""


_BEGINNINGS = {
    b"\xff\xd8\xff": FileKind.PICTURE,
    b"\x89PNG": FileKind.PICTURE,
    b"GIF8": FileKind.PICTURE,
    b"%PDF": FileKind.PDF,
    b"{\\rtf": FileKind.TEXT_DOCUMENT,
    b"7z\xbc\xaf": FileKind.ARCHIVE,
    b"Rar!": FileKind.ARCHIVE,
}
"""How files begin that may have any name."""


def file_kind(name: str, beginning: bytes) -> FileKind | None:
    """Return what a file is, by its first bytes or else by its name's ending; None for what may be a list."""
    for start, kind in _BEGINNINGS.items():
        if beginning.startswith(start):
            return kind
    suffix = name.rpartition(".")[2].casefold()
    return next((kind for kind in FileKind if suffix in kind.value), None)


_CHOOSE = marked("Choose a spreadsheet or a text file.")
_WORDS = {
    FileKind.PICTURE: (
        marked("{file} is a picture, and no names can be read from it"),
        marked("Choose a spreadsheet or a text file. If the names are in the picture, type them under Names."),
    ),
    FileKind.PDF: (
        marked("{file} is a PDF, and not a list"),
        marked(
            "If it is a form that somebody has filled in, bring it to “Forms come back”. As the list, choose a "
            "spreadsheet or a text file."
        ),
    ),
    FileKind.TEXT_DOCUMENT: (
        marked("{file} is a text document, and not a list"),
        marked("Copy the names or the table from it, and paste them under Names."),
    ),
    FileKind.SLIDES: (marked("{file} is a slide show, and not a list"), _CHOOSE),
    FileKind.ARCHIVE: (
        marked("{file} is a packed folder"),
        marked("Unpack it first, and choose the list that is in it."),
    ),
    FileKind.MESSAGE: (
        marked("{file} is a message, and not a list"),
        marked("Save the list that is attached to it, and choose that. Names in its text can be pasted under Names."),
    ),
    FileKind.WEB_PAGE: (
        marked("{file} is a web page, and not a list"),
        marked("Copy the table from it, and paste it under Names."),
    ),
}
"""What a file is, and what to do."""


def refusal_of(name: str, kind: FileKind) -> Refusal:
    """Return what is said of a file that cannot be a list."""
    what, cure = _WORDS[kind]
    return Refusal(_(what).format(file=name), _(cure))
