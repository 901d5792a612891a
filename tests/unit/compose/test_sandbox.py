"""A template is compiled once in a process, and again when its file has changed."""

from pathlib import Path

import pytest

from worksheets.compose import sandbox
from worksheets.compose.sandbox import Sandbox


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts of the templates that are compiled from now on."""
    compile_template, sources = Sandbox.compile, list[str]()

    def compile_and_note(self: Sandbox, source: str, name: str, filename: str) -> object:
        sources.append(source)
        return compile_template(self, source, name, filename)

    monkeypatch.setattr(sandbox.Sandbox, "compile", compile_and_note)
    return sources


def test_another_sandbox_takes_the_same_code(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "a.j2").write_text("{{ name }}!", "utf-8")
    rendered = [Sandbox(tmp_path).get_template("a.j2").render(name=name) for name in ("Aino", "<b>")]
    assert rendered == ["Aino!", "&lt;b&gt;!"]
    assert compiled == ["{{ name }}!"]


def test_a_changed_template_is_compiled_again(tmp_path: Path, compiled: list[str]) -> None:
    for text in ("yksi", "kaksi"):
        (tmp_path / "a.j2").write_text(text, "utf-8")
        assert Sandbox(tmp_path).get_template("a.j2").render() == text
    assert compiled == ["yksi", "kaksi"]


def test_of_two_courses_each_has_its_own_template(tmp_path: Path) -> None:
    """The same text includes another file in each."""
    for name in ("yksi", "kaksi"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.j2").write_text("{% include 'b.j2' %}", "utf-8")
        (tmp_path / name / "b.j2").write_text(name, "utf-8")
    assert [Sandbox(tmp_path / name).get_template("a.j2").render() for name in ("yksi", "kaksi")] == ["yksi", "kaksi"]


SHIPPED, NAME = "{{ 6 * 7 }} written", "written.html.j2"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the template be a shipped one, whose code Jinja has written beforehand."""
    monkeypatch.setattr(sandbox, "MASTERS", tmp_path)
    sandbox.write_code(tmp_path, SHIPPED, NAME)


@pytest.mark.usefixtures("written")
def test_the_code_of_a_shipped_template_is_not_written_again(compiled: list[str]) -> None:
    code = sandbox._compiled(SHIPPED, NAME, "/course/written.html.j2")  # noqa: SLF001
    assert compiled == []
    assert code.co_filename == "/course/written.html.j2", "errors say where the template is"
    assert Sandbox.template_class.from_code(Sandbox(Path()), code, {}).render() == "42 written"


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(("source", "name"), [(f"{SHIPPED}!", NAME), (SHIPPED, f"another-{NAME}")])
def test_that_of_another_text_or_name_is(compiled: list[str], source: str, name: str) -> None:
    sandbox._compiled(source, name, name)  # noqa: SLF001
    assert compiled == [source]


def test_the_code_of_another_version_of_jinja_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = sandbox.code_file(tmp_path, SHIPPED, NAME)
    monkeypatch.setattr("jinja2.__version__", "0")
    assert sandbox.code_file(tmp_path, SHIPPED, NAME) != ours
