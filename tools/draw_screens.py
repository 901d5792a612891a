"""Draws the documentation's pictures of the page in the browser: ``python -m tools.draw_screens``, when screens change.

They are of the real page, in Finnish, in a real Chromium, and people in them are examples. ``test_documentation.py``
holds ``SCREENS`` against the Markdown files.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from tests.helpers.chromium import chromium, link, window
from tests.helpers.web import served
from tools.draw_pictures import COLOURS, DOCS

SIZE = {"width": 1280, "height": 900}
"""The window, in pixels."""
PEOPLE = (
    ("Aino Esimerkki", "Aamuryhmä", "Palaute omasta työstä", "Kannustus"),
    ("Väinö Äyräs-Mallikas", "Aamuryhmä", "", "Kyydit haastatteluun"),
    ("Åsa Öberg-Esimerkki", "Iltaryhmä", "Neuvoja alan vaihtoon", ""),
    ("Ville Mallikas", "Aamuryhmä", "Suositus", "Rohkaisua"),
    ("", "Aamuryhmä", "Palautetta", "Kuunteleminen"),
    ("Liam O'Malli", "Iltaryhmä", "", "Kieliharjoittelu"),
    ("Sari Mallila", "Aamuryhmä", "#N/A", "Lastenhoito"),
    ("Thi Mai Malli", "Iltaryhmä", "Perehdytys", "Vertaistuki"),
)
"""Names and answers of an example group, with a name that is missing and a formula that has failed."""


def start(page: Page) -> None:
    """Show the first screen, which is open already."""
    _wait_for_pictures(page)


def group(page: Page) -> None:
    """Show a list in which two places are to be mended."""
    page.locator("a[href='/group']").click()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "aamuryhma.csv"
        rows = [("Nimi", "Ryhmä", "Esimieheltä", "Läheisiltä"), *PEOPLE]
        path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
        page.set_input_files("input[type=file]", path)
        page.wait_for_selector("#grid")
    _wait_for_pictures(page)


def _wait_for_pictures(page: Page) -> None:
    """Wait until all pages that the screen shows have been drawn."""
    for _time in range(100):
        page.wait_for_timeout(200)
        if page.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)"):
            return


SCREENS: dict[str, Callable[[Page], None]] = {"screen-group.png": group, "screen-start.png": start}
"""The pictures: the name of each, and what leads to the screen that is on it."""


@contextmanager
def first_screen() -> Iterator[Page]:
    """Give a window with the first screen, in Finnish."""
    with served() as server, chromium() as browser, window(browser, link(server), language="fi") as page:
        page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # A dictionary of the kind that Playwright takes.
        for visit in server.service.visits:
            visit.language = "fi"
        page.reload()
        yield page


def draw_all(folder: Path = DOCS) -> None:
    """Draw every picture into a folder."""
    for name, lead_to in SCREENS.items():
        with first_screen() as page:
            lead_to(page)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(COLOURS, kmeans=1).save(folder / name, optimize=True)


if __name__ == "__main__":
    draw_all()
