"""A brand is read with every fault at once, and shows no file outside its folder."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from worksheets.course.brand import NO_BRAND, Brand
from worksheets.course.brand_reader import LONGEST_FOOT, read_brand
from worksheets.course.contrast import LEAST_CONTRAST, contrast
from worksheets.course.reader import read_course
from worksheets.errors import CourseError
from worksheets.resources import COURSES
from worksheets.text.fonts import installed, text_font

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10z"/></svg>'
COURSE = 'title = "Kurssi"\npages = ["alku"]\nfields.nimi = { label = "Nimi" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the files of a brand, beside a file that is none of its own."""
    folder = tmp_path / "oma"
    (folder / "kuvat").mkdir(parents=True)
    (folder / "kuvat" / "logo.svg").write_text(DRAWING, "utf-8")
    Image.new("RGB", (1200, 800)).save(folder / "kuvat" / "kansi.png")
    Image.new("RGB", (200, 50)).save(folder / "pieni.png")
    Image.new("RGB", (640, 160)).save(folder / "logo.png")
    shutil.copy(text_font().regular, folder / "oma.ttf")
    (tmp_path / "salaisuus.svg").write_text(DRAWING, "utf-8")
    return folder


def brand_of(folder: Path, toml: str) -> Brand:
    (folder / "brand.toml").write_text(toml, "utf-8")
    return read_brand(folder / "brand.toml", COURSES)


def problems_of(folder: Path, toml: str) -> list[str]:
    with pytest.raises(CourseError) as caught:
        brand_of(folder, toml)
    return [problem.removeprefix(f"{folder}/brand.toml: ") for problem in caught.value.problems]


def test_a_whole_brand(folder: Path) -> None:
    brand = brand_of(
        folder,
        """
        logo = "kuvat/logo.svg"
        logo-description = "Esimerkki Oy"
        foot = "Esimerkki Oy"
        theme = "mustavalko"
        font = "oma.ttf"
        cover = { picture = "kuvat/kansi.png", description = "Kaksi ihmistä" }
        colours = { ink = "#102030", accent = "#A34A00", accent-shape = "#c06000" }
        """,
    )
    assert brand.logo
    assert (brand.logo.ratio, brand.logo.description) == (4, "Esimerkki Oy")
    assert (brand.foot, brand.theme, brand.cover) == ("Esimerkki Oy", "mustavalko", "")
    assert brand.font
    assert brand.font.family == "Brand oma"
    assert brand.cover_picture
    assert brand.cover_picture.ratio == 1.5
    assert dict(brand.colours) == {"ink": "#102030", "accent": "#a34a00", "accent-shape": "#c06000"}


def test_a_folder_stands_for_its_file_and_an_empty_brand_says_nothing(folder: Path) -> None:
    (folder / "brand.toml").write_text("", "utf-8")
    assert read_brand(folder, COURSES).over(NO_BRAND) == Brand(source=(folder / "brand.toml").resolve())


def test_shapes_have_the_accent_unless_they_have_a_colour_of_their_own(folder: Path) -> None:
    assert dict(brand_of(folder, '[colours]\naccent = "#005a9c"').colours) == {
        "accent": "#005a9c",
        "accent-shape": "#005a9c",
    }


@pytest.mark.parametrize("name", LEAST_CONTRAST)
def test_a_colour_that_is_too_light_is_refused_with_one_that_is_not(folder: Path, name: str) -> None:
    (problem,) = problems_of(folder, f'[colours]\n{name} = "#ffcc00"')
    assert problem.startswith(f"line 2: colours.{name}: #ffcc00 has a contrast of 1.5:1 on white")
    better = problem.rpartition(f'write {name} = "')[2].removesuffix('"')
    assert LEAST_CONTRAST[name] <= contrast(better) < LEAST_CONTRAST[name] + 0.1
    assert dict(brand_of(folder, f'[colours]\n{name} = "{better}"').colours)[name] == better


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('foott = "x"', "line 1: foott: unknown key “foott”. Did you mean “foot”?"),
        (
            'logo = "kuvat/logo.svg"',
            "line 1: logo: the logo has no description; add what it says: logo-description =",
        ),
        ('logo-description = "E"', 'line 1: logo-description: there is no logo; add logo = "logo.svg"'),
        (
            'logo = "logo.svg"\nlogo-description = "E"',
            "line 1: logo: there is no file “logo.svg”. Did you mean “l",
        ),
        ('logo = "oma.ttf"\nlogo-description = "E"', "“oma.ttf” cannot be used here; its name must end in .svg, .png"),
        (
            'logo = "pieni.png"\nlogo-description = "E"',
            "“pieni.png” has 200 × 50 pixels, too few for print at 80 mm; save it with at least 630 × 158 pixels",
        ),
        ('logo = "../salaisuus.svg"\nlogo-description = "E"', "“../salaisuus.svg” is outside the folder "),
        ('logo = "/etc/logo.svg"\nlogo-description = "E"', "“/etc/logo.svg” is outside the folder "),
        (r"logo = '\\kone\logo.svg'" + '\nlogo-description = "E"', "is outside the folder "),
        ('logo = "a\\u0000.svg"\nlogo-description = "E"', "logo has a character that cannot be printed (U+0000)"),
        ("logo = 3", "line 1: logo: logo must be a text in quotes"),
        ("foot = 'a\u2028b'", "foot has a character that cannot be printed (U+2028); delete it"),
        (f"foot = '{'a' * (LONGEST_FOOT + 1)}'", "line 1: foot: has 81 characters, and 80 fit on the line; shorten it"),
        ('theme = "mustvalko"', "theme “mustvalko”; choose from: mustavalko, verkosto. Did you mean “mustavalko”?"),
        ("colours = 3", "line 1: colours: colours must be a table"),
        ('[colours]\nlink = "#000000"', "line 2: colours.link: unknown colour “link”; choose from: ink, text, quiet, "),
        ('[colours]\nink = "#000"', "line 2: colours.ink: “#000” is not a colour; write #rrggbb, such as ink = "),
        ("[colours]\nink = 3", "line 2: colours.ink: “3” is not a colour"),
        ('font = "fontpkg-eiole"', "“fontpkg-eiole” is not installed; install it with: pip install fontpkg-eiole"),
        ('font = "fontpkg-../x"', "“fontpkg-../x” is not installed"),
        ('font = "pieni.png"', "“pieni.png” cannot be used here; its name must end in .ttf, .otf"),
        ("font = 3", "line 1: font: font must be a package or a file: font = "),
        ('font = { bold = "oma.ttf" }', "line 1: font: font must be a package or a file: font = "),
        ('font = { regular = "oma.ttf", blod = "oma.ttf" }', "unknown key “blod”. Did you mean “bold”?"),
        ('cover = "nothing"', 'line 1: cover: cover must be "none", or a picture with a description: cover = {'),
        ('cover = { picture = "kuvat/kansi.png" }', "the cover needs a picture and a description of it; write cover ="),
        ('cover = { picture = "pieni.png", description = "x" }', "“pieni.png” has 200 × 50 pixels, too few for print"),
    ],
)
def test_each_fault_has_its_line_and_its_cure(folder: Path, toml: str, problem: str) -> None:
    (told,) = problems_of(folder, toml)
    assert problem in told


def test_a_theme_of_the_course_that_is_printed(folder: Path) -> None:
    own = folder / "kurssi" / "styles" / "themes" / "oma.css"
    own.parent.mkdir(parents=True)
    own.touch()
    (folder / "brand.toml").write_text('theme = "oma"', "utf-8")
    assert read_brand(folder, folder / "kurssi").theme == "oma"
    with pytest.raises(CourseError, match="no theme “oma”"):
        read_brand(folder, COURSES)


def test_all_faults_at_once_in_the_order_of_the_lines(folder: Path) -> None:
    problems = problems_of(folder, 'fooot = "x"\ntheme = "x"\nlogo = "x.svg"\n[colours]\nrule = "#dddddd"\n')
    assert [problem.split(": ")[0] for problem in problems] == ["line 1", "line 2", "line 3", "line 3", "line 5"]


@pytest.mark.parametrize("data", [b"logo = ", b"\xff", b"a = 1\n" * 50_000])
def test_a_file_that_is_no_toml(folder: Path, data: bytes) -> None:
    (folder / "brand.toml").write_bytes(data)
    with pytest.raises(CourseError, match=r"brand\.toml: "):
        read_brand(folder / "brand.toml", COURSES)


def test_a_file_that_there_is_not(folder: Path) -> None:
    with pytest.raises(CourseError, match=r"eiole\.toml: cannot be read: no such file"):
        read_brand(folder / "eiole.toml", COURSES)


def test_damaged_pictures_and_fonts(folder: Path) -> None:
    (folder / "rikki.png").write_bytes(b"\x89PNG")
    (folder / "rikki.ttf").write_bytes(b"hei")
    problems = problems_of(folder, 'logo = "rikki.png"\nlogo-description = "E"\nfont = "rikki.ttf"')
    assert problems == [
        "line 1: logo: “rikki.png” is damaged, or says no size; save it again as .svg, .png",
        "line 3: font: “rikki.ttf” is damaged or not a font; use TTF, OTF, WOFF or WOFF2",
    ]


def test_a_font_without_a_bold(folder: Path) -> None:
    mukta = next(font for font in installed() if font.regular.name.startswith("Mukta"))
    for name, file in (("a.ttf", mukta.regular), ("b.ttf", mukta.bold)):
        shutil.copy(file, folder / name)
    (problem,) = problems_of(folder, 'font = "a.ttf"')
    assert problem.startswith("line 1: font: the font has no bold, which titles need; write font = { regular =")
    font = brand_of(folder, 'font = { regular = "a.ttf", bold = "b.ttf" }').font
    assert font
    assert [each.weight for each in font.files] == [400, 700]


def test_a_logo_with_text_in_it(folder: Path) -> None:
    (folder / "teksti.svg").write_text(DRAWING.replace("<path", "<text>Oy</text><path"), "utf-8")
    (problem,) = problems_of(folder, 'logo = "teksti.svg"\nlogo-description = "E"')
    assert "“teksti.svg” has text in it, whose font may be missing; save it with its text as curves" in problem


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "linkki.svg").symlink_to(folder.parent / "salaisuus.svg")
    (problem,) = problems_of(folder, 'logo = "linkki.svg"\nlogo-description = "E"')
    assert "is outside the folder" in problem


def test_a_picture_with_just_enough_pixels(folder: Path) -> None:
    assert brand_of(folder, 'logo = "logo.png"\nlogo-description = "E"').logo


@pytest.fixture
def course(folder: Path) -> Path:
    """Return the folder as that of a course, whose ``course.toml`` is yet to be written."""
    (folder / "pages").mkdir()
    (folder / "pages" / "alku.md").write_text('+++\nkind = "slide"\ntitle = "Alku"\n+++\nHei.\n', "utf-8")
    return folder


def test_the_brand_of_a_course_in_its_own_table_or_in_a_file(course: Path) -> None:
    table = 'logo = "kuvat/logo.svg"\nlogo-description = "Esimerkki Oy"\n'
    (course / "course.toml").write_text(f"{COURSE}[brand]\n{table}", "utf-8")
    in_table = read_course(str(course)).brand
    (course / "kuvat" / "brand.toml").write_text(table.replace("kuvat/", ""), "utf-8")
    (course / "course.toml").write_text(f'{COURSE}brand = "kuvat/brand.toml"', "utf-8")
    in_file = read_course(str(course)).brand
    assert in_table.logo == in_file.logo
    assert in_table.logo
    assert in_table.logo.description == "Esimerkki Oy"


@pytest.mark.parametrize(
    ("brand", "problem"),
    [
        ("brand = 3", "course.toml: line 4: brand: must be a table, or the name of a file such as brand.toml"),
        ('brand = "../brand.toml"', "copy that folder into it, or print with --brand ../brand.toml"),
        ('brand = "/etc/brand.toml"', "“/etc/brand.toml” is outside the course’s folder"),
        ('brand = "eiole.toml"', "eiole.toml: cannot be read: no such file"),
        ('[brand]\ntheme = "x"', "course.toml: line 5: brand.theme: There is no theme “x”"),
        ('brand.colours.ink = "#ffffff"', "course.toml: line 4: brand.colours.ink: #ffffff has a contrast of 1:1"),
    ],
)
def test_faults_of_a_courses_brand(course: Path, brand: str, problem: str) -> None:
    (course.parent / "brand.toml").write_text("", "utf-8")
    (course / "course.toml").write_text(COURSE + brand, "utf-8")
    with pytest.raises(CourseError) as caught:
        read_course(str(course))
    (told,) = caught.value.problems
    assert problem in told


def test_a_brand_in_a_courses_folder_shows_nothing_beside_itself(course: Path) -> None:
    (course / "kuvat" / "brand.toml").write_text('logo = "../logo.png"\nlogo-description = "E"', "utf-8")
    (course / "course.toml").write_text(f'{COURSE}brand = "kuvat/brand.toml"', "utf-8")
    with pytest.raises(CourseError, match="is outside the folder"):
        read_course(str(course))
