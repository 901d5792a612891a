"""The shipped folders are found in a checkout and in an installed package; a link does not lead out of a folder."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from worksheets import resources
from worksheets.resources import COURSES, DEFAULT_COURSE, DEFAULT_THEME, PACKAGE, STYLES, TEMPLATES, leads_away, lies_in


def test_the_shipped_folders_have_what_is_used_by_default() -> None:
    assert (TEMPLATES / "widgets.html.j2").is_file()
    assert (COURSES / DEFAULT_COURSE / "course.toml").is_file()
    assert (STYLES / "themes" / f"{DEFAULT_THEME}.css").is_file()
    assert (PACKAGE / "__main__.py").is_file()


def module_in(package: Path) -> ModuleType:
    """Return the module as it is when the package is another folder."""
    path = package / "resources.py"
    path.write_bytes(Path(resources.__file__).read_bytes())
    spec = spec_from_file_location("resources_elsewhere", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("home", ["checkout", "checkout/package"], ids=["beside the package", "inside it"])
def test_shipped_folders_are_beside_the_package_or_inside_it(tmp_path: Path, home: str) -> None:
    package = tmp_path / "checkout" / "package"
    for name in ("templates", "styles"):
        (tmp_path / "checkout" / name).mkdir(parents=True)
        (tmp_path / home / name).mkdir(parents=True, exist_ok=True)
    package.mkdir(exist_ok=True)
    module = module_in(package)
    assert package == module.PACKAGE
    assert tmp_path / home / "templates" == module.TEMPLATES
    assert tmp_path / home / "templates" / "courses" == module.COURSES
    assert tmp_path / home / "styles" == module.STYLES


def test_a_file_lies_in_its_folder_and_in_those_above(tmp_path: Path) -> None:
    path = tmp_path / "kurssi" / "kuvat" / "kuva.png"
    assert lies_in(path, path.parent)
    assert lies_in(path, tmp_path)
    assert not lies_in(tmp_path / "kurssi2" / "kuva.png", tmp_path / "kurssi")
    assert not lies_in(path.parent / ".." / ".." / "kuva.png", tmp_path / "kurssi")


def test_a_file_lies_where_its_link_leads(tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    (tmp_path / "muualla").mkdir()
    (tmp_path / "kurssi" / "kuva.png").symlink_to(tmp_path / "muualla" / "kuva.png")
    assert not lies_in(tmp_path / "kurssi" / "kuva.png", tmp_path / "kurssi")
    assert lies_in(tmp_path / "kurssi" / "kuva.png", tmp_path / "muualla")


def test_a_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    (tmp_path / "linkki").symlink_to(tmp_path / "kurssi")
    assert lies_in(tmp_path / "kurssi" / "kuva.png", tmp_path / "linkki")


def test_a_path_that_cannot_be_followed_lies_nowhere(tmp_path: Path) -> None:
    (tmp_path / "kehä").symlink_to("kehä")
    assert not lies_in(tmp_path / "kehä", tmp_path)
    assert not lies_in(tmp_path / "nolla\0", tmp_path)


def test_whether_there_is_a_file_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    (tmp_path / "kurssi" / "linkki").symlink_to(tmp_path / "muualla")
    assert lies_in(tmp_path / "kurssi" / "ei-ole", tmp_path / "kurssi")
    assert not lies_in(tmp_path / "kurssi" / "linkki", tmp_path / "kurssi")


@pytest.mark.parametrize(
    "name", ["/etc/kuva.png", "//kone/jako.png", r"\\kone\jako.png", "C:/kuva.png", "~/kuva.png", "a\0b"]
)
def test_a_name_that_leads_away_is_told_without_following_it(name: str) -> None:
    assert leads_away(name)


def test_a_path_from_a_folder_of_the_course_does_not_lead_away() -> None:
    assert not leads_away("kuvat/järven ranta.png")
