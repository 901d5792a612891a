"""Files as answers: shown by the browser or saved, under their own names."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from worksheets.messages import _, decimal

_MEGABYTE, _KILOBYTE = 1_000_000, 1_000
PDF, ZIP = "application/pdf", "application/zip"
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"


def shown_file(path: Path | None) -> Response:
    """Return a PDF that the browser shows; 404 if it is not there."""
    if path is None or not path.is_file():
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return FileResponse(path, media_type=PDF, headers={"content-disposition": disposition(path.name, "inline")})


def given_file(content: bytes, name: str, media_type: str, *, is_shown: bool = False) -> Response:
    """Return a file to be kept, or to be shown in the browser, under its name."""
    headers = {"content-disposition": disposition(name, "inline" if is_shown else "attachment")}
    return Response(content, media_type=media_type, headers=headers)


def disposition(name: str, kind: str = "attachment") -> str:
    """Return the header that gives a file its name, whatever letters are in it (RFC 6266, RFC 8187)."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_" for letter in name
    )
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def size_in_words(size: int) -> str:
    """Return a file's size as it is said: “62 kB”, “6.2 MB”."""
    if size < _MEGABYTE:
        return _("{size} kB").format(size=max(1, round(size / _KILOBYTE)))
    megabytes = size / _MEGABYTE
    return _("{size} MB").format(size=decimal(megabytes) if megabytes < 10 else round(megabytes))  # noqa: PLR2004
