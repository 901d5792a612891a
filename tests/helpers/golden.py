"""Pages compared with the pictures that are kept of them."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.helpers.pdf import pictures

KEPT = Path(__file__).parent.parent / "data" / "golden"
DIFFERING = Path(__file__).parent.parent / "differing"
DPI = 60
LEVELS = 24
"""A pixel differs when its grey level, of 255, differs by more than this."""
SHARE = 0.001
"""A page differs when more than this share of its pixels does."""


def compare(shown: bytes | list[Image.Image], name: str, *, update: bool) -> None:
    """Fail when a PDF's pages, or pictures of them, differ from the kept ones, or are more or fewer.

    With ``update``, keep today's pages instead.
    """
    pages = list(pictures(shown, DPI)) if isinstance(shown, bytes) else [page.convert("L") for page in shown]
    if update:
        _keep(pages, name)
        return
    kept = sorted(KEPT.glob(f"{name}-[0-9][0-9].png"))
    assert len(pages) == len(kept), f"{len(pages)} pages, {len(kept)} pictures kept; --update-golden keeps today's"
    differing = [
        f"{picture.name}: {share:.2%} of the pixels"
        for page, picture in zip(pages, kept, strict=True)
        if (share := _difference(page, picture)) > SHARE
    ]
    if differing:
        pytest.fail(f"differing pages, kept in {DIFFERING}: " + "; ".join(differing))


def _keep(pages: list[Image.Image], name: str) -> None:
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.glob(f"{name}-[0-9][0-9].png"):
        old.unlink()
    for number, page in enumerate(pages, start=1):
        levels = Image.frombytes("P", page.size, page.point(lambda grey: round(grey / 17)).tobytes())
        levels.putpalette([17 * level for level in range(16) for _colour in "rgb"])
        levels.save(KEPT / f"{name}-{number:02}.png", bits=4, optimize=True)


def _difference(page: Image.Image, picture: Path) -> float:
    """Return the share of pixels that differ; a differing page is saved in ``DIFFERING`` under its picture's name."""
    with Image.open(picture) as kept:
        before = kept.convert("L")
    if before.size != page.size:
        return 1.0
    counts = ImageChops.difference(before, page).histogram()
    share = sum(counts[LEVELS + 1 :]) / (page.width * page.height)
    if share > SHARE:
        DIFFERING.mkdir(exist_ok=True)
        page.save(DIFFERING / picture.name)
    return share
