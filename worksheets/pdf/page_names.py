"""Which page of a course stands on which page of a finished PDF."""

from collections.abc import Collection
from io import BytesIO

import pikepdf
from pikepdf import Dictionary


def page_names(pdf: bytes, names: Collection[str]) -> tuple[str, ...]:
    """Return for each page of a PDF the name of the course's page that stands there.

    The PDF's named destinations tell where each page begins; further sheets follow it. Sheets on which texts continue
    at the end of a handout have the last name.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        tree = book.Root.get("/Names", Dictionary()).get("/Dests")
        places = dict(pikepdf.NameTree(tree).items()) if tree is not None else {}
        begins = {place[0].objgen: str(name) for name, place in places.items() if str(name) in names}
        shown, last = [], ""
        for page in book.pages:
            last = begins.get(page.obj.objgen, last)
            shown.append(last)
    return tuple(shown)
