"""Draws every picture of README.md and docs/ from the real pages: ``python tools/draw_pictures.py``, when pages change.

``tests/system/test_documentation.py`` holds ``PICTURES`` against the Markdown files, and the files against ``LARGEST``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

import worksheets

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PERSON, GROUP = ROOT / "examples" / "osallistuja.yaml", ROOT / "examples" / "ryhma.yaml"
COURSE_DAY = ROOT / "examples" / "iltaryhma.csv"
EXAMPLE_COURSE = ROOT / "examples" / "tavoitteet"
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><circle cx="10" cy="10" r="8" fill="#1d3a5f"/>'
    '<circle cx="26" cy="10" r="8" fill="#8a3b12"/><path fill="#1d3a5f" d="M40 4h18v4H40zM40 12h12v4H40z"/></svg>'
)
"""The logo of an example that nobody has."""
LARGEST = 150_000
"""Bytes that a picture may have, so that a page of the documentation opens at once."""
WIDTH = 1320
"""Pixels: half as many again as a README is shown wide, since many screens have more pixels than that."""
GAP, DESK = 18, "#dfe4e6"
"""Pixels between pages, and the colour there: light and grey, so that white paper stands out, and calmly."""
COLOURS = 255
"""With 48, or without k-means, the accent turns brown."""

Rows = Sequence[Sequence["Page"]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF that is to be drawn, or its upper part."""

    pdf: bytes
    index: int
    share: float = 1
    """How much of its height is shown, from the top."""

    @property
    def width(self) -> float:
        """The width in points."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return float(document[self.index].get_width())

    def picture(self, scale: float) -> Image.Image:
        """Return the page as a screen shows it, with ``scale`` pixels a point.

        It is drawn twice as large and halved: lines of half a point stay even.
        """
        with pypdfium2.PdfDocument(self.pdf) as document:
            if document.get_formtype():
                document.init_forms()
            drawn: Image.Image = document[self.index].render(scale=2 * scale).to_pil().convert("RGB").reduce(2)
        return drawn.crop((0, 0, drawn.width, round(drawn.height * self.share)))


def blank_pages() -> Rows:
    """Return the ten pages to write on, five a row."""
    pages = all_pages(worksheets.blank(printing()))
    return [pages[:5], pages[5:]]


def filled_pages() -> Rows:
    """Return the four pages that one participant has filled."""
    return [all_pages(worksheets.fill(PERSON, printing("1,7-9")))]


def slides() -> Rows:
    """Return the cover, text, principles and two exercises, and the map as one participant has filled it."""
    blank = all_pages(worksheets.blank(printing("1,2,4,7,8", layout="slides")))
    filled = all_pages(worksheets.fill(PERSON, printing("9", layout="slides")))
    return [blank[:3], [*blank[3:], *filled]]


def form() -> Rows:
    """Return the upper part of a page of a form, some of whose fields have been filled."""
    pdf = worksheets.fill(PERSON, printing("7", fillable=True)).make()
    return [[Page(pdf, 0, share=0.5)]]


def overview() -> Rows:
    """Return the overview of the example group."""
    course = worksheets.read_course()
    return [all_pages(worksheets.summary(GROUP, course, title="Esimerkkiryhmä, kevät 2026"))]


def new_course() -> Rows:
    """Return the pages of a course that has just begun."""
    with own_course() as folder:
        pages = all_pages(worksheets.blank(worksheets.Printing(worksheets.read_course(str(folder)))))
    return [pages[:3], pages[3:]]


def own_page() -> Rows:
    """Return the page that the guide to a course of one's own writes, and its neighbours."""
    with own_course() as folder:
        text = (DOCS / "oma-kurssi.md").read_text("utf-8").split("```markdown\n")[1].split("```")[0]
        (folder / "pages" / "vahvuudet.md").write_text(text, "utf-8")
        _with_page(folder, "vahvuudet")
        return [all_pages(worksheets.blank(worksheets.Printing(worksheets.read_course(str(folder)), "1-3")))]


def own_brand() -> Rows:
    """Return the cover and a page with the logo and the colours that the guide gives."""
    with own_course() as folder:
        toml = (DOCS / "oma-kurssi.md").read_text("utf-8").split("```toml\n")[2].split("```")[0]
        (folder / "logo.svg").write_text(_LOGO, "utf-8")
        with (folder / "course.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{toml}")
        return [all_pages(worksheets.blank(worksheets.Printing(worksheets.read_course(str(folder)), "1-3")))]


def own_group() -> Rows:
    """Return pages of the new course with the answers of the first of its example people."""
    with own_course() as folder:
        chosen = worksheets.Printing(worksheets.read_course(str(folder)), "1-4")
        options = worksheets.PacketOptions(output=folder / "paketti", name="{n}", print_file=False)
        for _event in worksheets.make_packet(folder / "ryhma.csv", chosen, options):
            pass
        return [pages_of((folder / "paketti" / "1.pdf").read_bytes())]


def example_course() -> Rows:
    """Return the pages of the second example course."""
    pages = all_pages(worksheets.blank(worksheets.Printing(worksheets.read_course(str(EXAMPLE_COURSE)))))
    return [pages[:4], pages[4:]]


def papers() -> Rows:
    """Return what a course day needs: the first page of a sign-in sheet, badges, a tent card, labels, a certificate."""
    given = {"kouluttaja": "Kalle Kouluttaja", "paikka": "Tampere"}
    chosen = worksheets.Printing(worksheets.read_course(), given=given)
    group = worksheets.choose_group(COURSE_DAY, chosen.course)
    days = "12.1.2026 9.00–15.00, 19.1.2026 9.00–12.00"
    products = (
        worksheets.Attendance(days),
        worksheets.Cards("badge"),
        worksheets.Cards("tent"),
        worksheets.Cards("label:L7160", start=5),
    )
    sheets = [all_pages(worksheets.product(product, chosen, group))[0] for product in products]
    with TemporaryDirectory() as folder:
        certificate = worksheets.Certificate(dates="12.1.2026, 19.1.2026", hours="9")
        options = worksheets.PacketOptions(output=Path(folder), selection=worksheets.Selection(rows="1"))
        for _event in worksheets.make_certificates(COURSE_DAY, chosen, certificate, options):
            pass
        return [[*sheets, *pages_of((Path(folder) / "tulosta-kaikki.pdf").read_bytes())]]


@contextmanager
def own_course() -> Iterator[Path]:
    """Give a new course in a folder that is there for a while."""
    with TemporaryDirectory() as folder:
        course = worksheets.new_course(Path(folder) / "kurssini")
        course.write()
        yield course.folder


def _with_page(folder: Path, name: str) -> None:
    """Add a page to the list in ``course.toml``."""
    toml = folder / "course.toml"
    toml.write_text(toml.read_text("utf-8").replace('"kansi",', f'"kansi",\n  "{name}",', 1), "utf-8")


PICTURES: dict[str, Callable[[], Rows]] = {
    "blank.png": blank_pages,
    "course-brand.png": own_brand,
    "course-filled.png": own_group,
    "course-new.png": new_course,
    "course-page.png": own_page,
    "course-types.png": example_course,
    "filled.png": filled_pages,
    "form.png": form,
    "overview.png": overview,
    "papers.png": papers,
    "slides.png": slides,
}
"""The pictures in the folder ``docs``: the name of each, and what gives the pages on it."""


def printing(pages: str = "", layout: str = "handout", *, fillable: bool = False) -> worksheets.Printing:
    """Return what is printed of the built-in course."""
    return worksheets.Printing(worksheets.read_course(), pages, layout, fillable=fillable)


def all_pages(document: worksheets.Document) -> list[Page]:
    """Return a document's pages."""
    return pages_of(document.make())


def pages_of(pdf: bytes) -> list[Page]:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as pages:
        return [Page(pdf, index) for index in range(len(pages))]


def sheet(rows: Rows) -> Image.Image:
    """Return rows of pages side by side on one ground, all to one scale, the widest row as wide as the picture."""
    scale = min((WIDTH - GAP * (len(row) + 1)) / sum(page.width for page in row) for row in rows)
    pictures = [[page.picture(scale) for page in row] for row in rows]
    height = sum(max(picture.height for picture in row) + GAP for row in pictures) + GAP
    ground = Image.new("RGB", (WIDTH, height), DESK)
    top = GAP
    for row in pictures:
        left = (WIDTH - sum(picture.width + GAP for picture in row) + GAP) // 2
        for picture in row:
            ground.paste(picture, (left, top))
            left += picture.width + GAP
        top += max(picture.height for picture in row) + GAP
    return ground


def draw_all(folder: Path = DOCS) -> None:
    """Draw every picture into a folder, in place of the pictures that are there."""
    drawn = {name: sheet(rows()) for name, rows in PICTURES.items()}
    for old in folder.glob("*.png"):
        if not old.name.startswith("screen-"):  # Those are of tools/draw_screens.py.
            old.unlink()
    for name, picture in drawn.items():
        picture.quantize(COLOURS, kmeans=1).save(folder / name, optimize=True)


if __name__ == "__main__":
    draw_all()
