"""Digests of what files are made from, by which a later run knows whether they would come out the same."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from .edition import Edition
from .shelf import STYLES, TEMPLATES

_KINDS = {".py", ".toml", ".j2", ".css", ".dic", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ttf", ".otf"}
"""Endings of the files that pages are made from; a course's folder may hold others, such as finished packets."""
_INNER = ("pydyf", "fonttools")
"""What the libraries that are asked for by name draw with."""


def fingerprint(edition: Edition) -> str:
    """Return the digest of everything but the participant that decides how a handout comes out.

    These are the course, the chosen pages, the layout, templates, styles, this program and the versions of the
    libraries and fonts; not the versions of Pango and HarfBuzz, which the system brings.
    """
    digest = hashlib.sha256(
        repr((edition.pages, edition.layout.name, edition.wording, edition.fillable, *_versions())).encode()
    )
    for folder in (edition.course.folder, TEMPLATES, STYLES, Path(__file__).parent):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _KINDS and path.is_file()):
            digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def sealed(told: object, password: str) -> str:
    """Return the digest of what JSON can hold; with a password, one that cannot be guessed at without it.

    Otherwise the record beside a locked file would tell whether a guess at what is in the file is right.
    """
    data = json.dumps(told).encode()
    return hmac.digest(_key(password), data, "sha256").hex() if password else hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=4096)
def _key(password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=b"worksheets packet.json", n=1 << 12, r=8, p=1)


def _versions() -> Iterator[str]:
    try:
        asked = metadata.requires("worksheets") or []
    except metadata.PackageNotFoundError:  # Run from a checkout that is not installed.
        asked = ["weasyprint"]
    for name in sorted({*(re.split(r"[^\w.-]", line)[0] for line in asked), *_INNER}):
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} is not here"
