"""A document is made when it is wanted, and written whole or not at all."""

from pathlib import Path

import pytest

from worksheets.api import Document
from worksheets.errors import OutputError


def unmade() -> bytes:
    pytest.fail("it is made")


def document(data: bytes = b"%PDF") -> Document:
    return Document(Path("output/moniste.pdf"), lambda: data)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_is_written_into_the_output_folder() -> None:
    assert document().write() == Path("output/moniste.pdf")
    assert Path("output/moniste.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("output", "path"),
    [
        ("toinen.pdf", "toinen.pdf"),
        (Path("a/toinen.pdf"), "a/toinen.pdf"),
        ("uusi/", "uusi/moniste.pdf"),
        ("uusi\\", "uusi\\/moniste.pdf"),
        ("vanha", "vanha/moniste.pdf"),
        (Path("vanha"), "vanha/moniste.pdf"),
        (None, "output/moniste.pdf"),
    ],
)
def test_the_output_is_a_file_or_a_folder(output: str | Path | None, path: str) -> None:
    Path("vanha").mkdir()
    assert document().target(output) == Path(path)


def test_a_file_that_exists_is_refused_before_anything_is_made() -> None:
    document().write()
    refusing = Document(Path("output/moniste.pdf"), unmade)
    with pytest.raises(OutputError, match=r"output/moniste.pdf: is there already; --overwrite replaces it"):
        refusing.write()
    with pytest.raises(OutputError, match="is there already"):
        refusing.check()
    refusing.check(overwrite=True)
    refusing.check("toinen.pdf")
    assert document(b"new").write(overwrite=True).read_bytes() == b"new"


def test_nothing_is_written_when_it_cannot_be_made() -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Document(Path("moniste.pdf"), fail).write()
    assert not list(Path().iterdir())


def test_there_may_be_nothing_to_prepare() -> None:
    document().prepare_next()
