"""The fingerprint differs whenever a handout could come out in another way, and only then."""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.helpers.course import HEAD, page_of
from tests.helpers.values import replace
from worksheets.compose import fingerprint as module
from worksheets.compose import folder_digests
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.compose.wording import Wording
from worksheets.course.brand import NO_BRAND, Brand, BrandFont, BrandFontFile, BrandPicture
from worksheets.course.layout import read_layout
from worksheets.errors import CourseError

FOLDERS = ("TEMPLATES", "STYLES", "PACKAGE")


def fingerprint(edition: Edition) -> str:
    return module.fingerprint(content_digest(edition))


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with small shipped folders in place of ours; no package is installed."""
    for name in FOLDERS:
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "file.css").write_text("p { }", "utf-8")
        monkeypatch.setattr(module, name, tmp_path / name)
    (tmp_path / "font").mkdir()
    monkeypatch.setattr(module, "text_font_folder", lambda: tmp_path / "font")
    monkeypatch.setattr(sys, "path", [])
    return tmp_path


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Return an edition of a course with one page."""
    course = page_of(tmp_path / "kurssi", HEAD)
    layout = read_layout("handout", course.folder)
    return Edition(course, course.pages, layout)


def test_the_same_gives_the_same_digest(edition: Edition) -> None:
    assert fingerprint(edition) == fingerprint(edition)
    assert len(fingerprint(edition)) == 64


def test_a_course_in_another_place_gives_the_same_digest(edition: Edition, tmp_path: Path) -> None:
    shutil.copytree(edition.course.folder, tmp_path / "muualla")
    moved = replace(edition, course=replace(edition.course, folder=tmp_path / "muualla"))
    assert fingerprint(moved) == fingerprint(edition)


@pytest.mark.parametrize(
    "changes",
    [
        {"pages": ()},
        {"pages": ("sivu", "kansi")},
        {"pages": ("kansi", "sivu")},
        {"wording": Wording(as_typed=True)},
        {"wording": Wording(missing_glyphs=True)},
        {"fillable": True},
    ],
)
def test_every_option_counts(edition: Edition, changes: dict[str, object]) -> None:
    assert fingerprint(replace(edition, **changes)) != fingerprint(edition)


def test_the_order_of_pages_counts(edition: Edition) -> None:
    orders = [("a", "b"), ("b", "a")]
    assert len({fingerprint(replace(edition, pages=pages)) for pages in orders}) == 2


def test_the_layout_counts(edition: Edition) -> None:
    slides = replace(edition, layout=read_layout("slides", edition.course.folder))
    assert fingerprint(slides) != fingerprint(edition)


def test_the_paper_of_slides_counts_and_that_of_a_handout_does_not(edition: Edition) -> None:
    def digests(name: str) -> set[str]:
        papers = [read_layout(name, edition.course.folder, paper) for paper in ("screen", "a4")]
        return {fingerprint(replace(edition, layout=layout)) for layout in papers}

    assert len(digests("slides")) == 2
    assert len(digests("handout")) == 1


@pytest.mark.parametrize("digest", [fingerprint, content_digest])
def test_the_theme_and_all_that_a_brand_says_count(
    edition: Edition, tmp_path: Path, digest: Callable[[Edition], str]
) -> None:
    logo, font = tmp_path / "oma" / "logo.svg", tmp_path / "oma" / "oma.ttf"
    logo.parent.mkdir()
    logo.write_text("a", "utf-8")
    font.write_text("a", "utf-8")
    pictures = [BrandPicture(logo, description, ratio) for description, ratio in (("A", 4), ("B", 4), ("A", 3))]
    sayings = [
        *({"logo": picture} for picture in pictures),
        *({"cover_picture": picture} for picture in pictures),
        *({"foot": "A"}, {"colours": (("ink", "#111111"),)}, {"cover": "none"}, {"theme": "mustavalko"}),
        *({"font": BrandFont(name, (BrandFontFile(font, 400),))} for name in ("A", "B")),
    ]

    def digests() -> list[str]:
        brands = [NO_BRAND, *(Brand(tmp_path / "brand.toml", **saying) for saying in sayings)]  # type: ignore[arg-type]
        layouts = [read_layout("handout", edition.course.folder, brand=brand) for brand in brands]
        return [digest(replace(edition, layout=layout)) for layout in layouts]

    before = digests()
    assert len(set(before)) == len(before)
    logo.write_text("b", "utf-8")
    font.write_text("b", "utf-8")
    changed = [first != second for first, second in zip(before, digests(), strict=True)]
    assert changed == [False, *[True] * 6, *[False] * 4, True, True]


def test_where_a_brand_lies_does_not_count_nor_the_usual_theme_by_its_name(edition: Edition, tmp_path: Path) -> None:
    brands = [NO_BRAND, Brand(theme="verkosto"), Brand(tmp_path / "a.toml"), Brand(tmp_path / "b.toml")]
    layouts = [read_layout("handout", edition.course.folder, brand=brand) for brand in brands]
    assert len({fingerprint(replace(edition, layout=layout)) for layout in layouts}) == 1


@pytest.mark.parametrize("folder", ["kurssi", *FOLDERS])
def test_a_files_name_and_its_data_count(edition: Edition, shipped: Path, folder: str) -> None:
    (shipped / folder / "more").mkdir()
    digests = [fingerprint(edition)]
    for name, data in (("a.css", b"ab"), ("a.css", b"ba"), ("b.css", b"ba")):
        path = shipped / folder / "more" / name
        path.write_bytes(data)
        digests.append(fingerprint(edition))
        path.unlink()
    assert len(set(digests)) == 4


@pytest.mark.parametrize(
    "suffix",
    [
        *(".py", ".toml", ".j2", ".css", ".dic", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"),
        *(".ttf", ".otf", ".ttc", ".woff", ".woff2"),
    ],
)
def test_every_file_that_pages_are_made_from_counts(edition: Edition, shipped: Path, suffix: str) -> None:
    before = fingerprint(edition)
    (shipped / "kurssi" / "pages" / f"file{suffix}").touch()
    assert fingerprint(edition) != before


@pytest.mark.parametrize("digest", [fingerprint, content_digest])
def test_what_only_the_page_in_the_browser_is_made_of_does_not_count(
    digest: Callable[[Edition], str], edition: Edition, shipped: Path
) -> None:
    before = digest(edition)
    for folder in FOLDERS:
        (shipped / folder / "web").mkdir()
        (shipped / folder / "web" / "a.css").write_text("a", "utf-8")
    assert digest(edition) == before
    (shipped / "kurssi" / "web").mkdir()
    (shipped / "kurssi" / "web" / "a.css").write_text("a", "utf-8")
    assert digest(edition) != before, "a course may call a folder so"


def test_the_order_in_which_a_disk_lists_files_does_not_count(
    edition: Edition, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shipped / "kurssi" / "a.css").write_text("a", "utf-8")
    before = fingerprint(edition)
    listed = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda folder, pattern: sorted(listed(folder, pattern)))
    forwards = fingerprint(edition)
    monkeypatch.setattr(Path, "rglob", lambda folder, pattern: sorted(listed(folder, pattern), reverse=True))
    assert fingerprint(edition) == forwards == before


def test_where_a_file_ends_counts(edition: Edition, shipped: Path) -> None:
    first, second = shipped / "kurssi" / "x.css", shipped / "kurssi" / "y.css"
    first.write_text("y.css\n", "utf-8")
    before = fingerprint(edition)
    first.write_text("", "utf-8")
    second.write_text("", "utf-8")
    assert fingerprint(edition) != before


def test_finished_packets_in_a_courses_folder_do_not_count(edition: Edition, shipped: Path) -> None:
    before = fingerprint(edition)
    for name in ("Aino-Esimerkki.pdf", "packet.json", "ryhma.xlsx", "css"):
        (shipped / "kurssi" / name).write_bytes(b"x")
    (shipped / "kurssi" / "folder.css").mkdir()
    assert fingerprint(edition) == before


def test_what_is_no_file_of_the_course_is_not_read(edition: Edition, shipped: Path) -> None:
    before = fingerprint(edition)
    os.mkfifo(shipped / "kurssi" / "putki.css")
    (shipped / "kurssi" / "nolla.png").symlink_to("/dev/zero")
    (shipped / "kurssi" / "kehä.css").symlink_to("kehä.css")
    (shipped / "kurssi" / "muualla").symlink_to("/")
    (shipped / "ulkona.css").write_text("x", "utf-8")
    (shipped / "kurssi" / "ulkona.css").symlink_to("../ulkona.css")
    assert fingerprint(edition) == before


@pytest.mark.parametrize("limit", ["_MOST_FILES", "_MOST_BYTES"])
def test_a_folder_with_far_too_much_is_refused(
    edition: Edition, shipped: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(folder_digests, limit, 1000)
    fingerprint(edition)
    for number in range(1000 if limit == "_MOST_FILES" else 1):
        (shipped / "kurssi" / f"{number}.css").write_bytes(b"x" * (1 if limit == "_MOST_FILES" else 1000))
    with pytest.raises(CourseError, match="keep only the course in this folder"):
        fingerprint(edition)


def installed(folder: Path, *names: str) -> str:
    """Make the folders by which packages are known to be installed."""
    for name in names:
        (folder / f"{name}.dist-info").mkdir(parents=True)
    return str(folder)


@pytest.mark.parametrize("name", ["weasyprint-70.1", "WeasyPrint-70.1", "fontpkg_source_sans_3-3.52", "Jinja2-4.0"])
def test_the_version_of_a_package_that_sets_pages_counts(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = fingerprint(edition)
    monkeypatch.setattr(sys, "path", [installed(tmp_path / "site", name)])
    with_package = fingerprint(edition)
    monkeypatch.setattr(sys, "path", [installed(tmp_path / "other", f"{name}.post1")])
    assert len({before, with_package, fingerprint(edition)}) == 3


def test_other_packages_do_not_count(edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(edition)
    folder = installed(tmp_path / "site", "pytest-9.0", "weasyprint_extra-1.0")
    monkeypatch.setattr(sys, "path", [folder, str(tmp_path / "nowhere"), __file__])
    assert fingerprint(edition) == before


def test_of_a_package_that_is_installed_twice_the_first_counts(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = installed(tmp_path / "first", "pydyf-1.0"), installed(tmp_path / "second", "pydyf-2.0")
    digests = []
    for folders in ([first], [first, second], [second]):
        monkeypatch.setattr(sys, "path", folders)
        digests.append(fingerprint(edition))
    assert digests[0] == digests[1] != digests[2]


class Function:
    """A function of a library that gives its version."""

    restype: object

    def __call__(self) -> str:
        return "8.0"


class Libraries:
    """The system's libraries, without those whose names begin with ``missing``."""

    def __init__(self, missing: str, load: Callable[[str], object]) -> None:
        self.missing = missing
        self.load = load

    def __call__(self, name: str) -> object:
        if self.missing and name.startswith(self.missing):
            raise OSError(name)
        return self.load(name)


def library(_name: str) -> SimpleNamespace:
    return SimpleNamespace(pango_version=Function(), hb_version_string=Function())


@pytest.mark.parametrize("load", [library, ctypes.CDLL], ids=["all that are known", "those of this system"])
def test_the_versions_of_the_systems_libraries_count(
    edition: Edition, load: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = []
    for missing in ("", "libpango", "libharfbuzz", "lib"):
        monkeypatch.setattr(ctypes, "CDLL", Libraries(missing, load))
        digests.append(fingerprint(edition))
    assert len(set(digests)) == 4


def test_a_courses_own_words_count(edition: Edition) -> None:
    before = fingerprint(edition)
    (edition.course.folder / "words").mkdir()
    (edition.course.folder / "words" / "fi.toml").write_text('notes = "Ajatuksia"', "utf-8")
    assert fingerprint(edition) != before


def test_the_digest_of_the_content_depends_on_no_version(
    edition: Edition, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content_digest(edition)
    (shipped / "PACKAGE" / "more.py").write_text("", "utf-8")
    monkeypatch.setattr(sys, "path", [installed(tmp_path / "site", "weasyprint-70.1")])
    monkeypatch.setattr(ctypes, "CDLL", Libraries("lib", ctypes.CDLL))
    assert content_digest(edition) == before


@pytest.mark.parametrize("folder", ["kurssi", "TEMPLATES", "STYLES"])
def test_the_digest_of_the_content_depends_on_every_file(edition: Edition, shipped: Path, folder: str) -> None:
    before = content_digest(edition)
    (shipped / folder / "file.css").write_text("", "utf-8")
    assert content_digest(edition) != before


def test_the_digest_of_the_content_depends_on_the_options_and_the_font(edition: Edition, shipped: Path) -> None:
    swedish = replace(edition, course=replace(edition.course, language="sv"))
    editions = [edition, swedish, replace(edition, pages=("kansi",)), replace(edition, fillable=True)]
    digests = [content_digest(other) for other in editions]
    (shipped / "font" / "font.ttf").write_bytes(b"other")
    digests.append(content_digest(edition))
    assert len(set(digests)) == 5
