"""What holds a page template in: the files that it may read, what it may do with objects, and how its errors read.

A course may come from a stranger, and its templates are programs. They get texts and numbers (``views``), read other
templates in the course's own folder and the shipped ones, change nothing, and keep nothing for the next participant.
Their time and their memory are limited by the process that they run in.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from types import CodeType
from typing import Any

import jinja2
from jinja2.environment import TemplateModule
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from worksheets.caches import Lifetime, memoized
from worksheets.errors import CourseError, PageError, StyleError, WorksheetsError, system_reason
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import MASTERS, TEMPLATES, lies_in

from .template_messages import rewritten
from .views import BrandView, CourseView, LayoutView, PageDataView, ParticipantView, WordsView

_SUFFIX = ".j2"
"""The ending of every template, and so of every file that a template can show."""
_MOST_BYTES = 1_000_000
"""The largest template: the longest of the shipped ones has 8,000 bytes."""
_MOST_LETTERS = 10_000_000
"""The most text that a template may make: the ten shipped pages have 30,000 letters."""
_MOST_COMPILED = 256
"""Templates whose code is kept: a course has some twenty, and the shipped ones are eighty."""
_SETTINGS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""What the code of a template depends on besides its text."""
_LONGEST_REASON = 300
"""The most letters of an error that a template has raised, which can hold any text that it has made."""
_CALLED = (CourseView, PageDataView, LayoutView, ParticipantView, WordsView, BrandView)
_VIEWS = {view.__name__: view.called for view in _CALLED}
"""What templates call our objects, by the names of their classes, which messages of Python and Jinja have."""
_VIEWS["TemplateModule"] = "widget"
_CLASS = re.compile(rf"(?:[\w.]*\.)?({'|'.join(_VIEWS)})(?: object)?(?: at 0x[0-9a-f]+)?")
_DRAWN = re.compile(r"[\w.]*\.compose\.products\.[\w.]*(?: object)?(?: at 0x[0-9a-f]+)?")
"""What templates of products call ``product``, and what stands in that, by their classes."""


class Sandbox(ImmutableSandboxedEnvironment):
    """The templates of a course, its own before the shipped ones, that can do nothing but make text."""

    template_class: type["_Template"]

    def __init__(self, folder: Path) -> None:
        """``folder`` is the course's."""
        super().__init__(
            loader=_Loader(folder),
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            **_SETTINGS,
        )

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return False also for what belongs to a class.

        Jinja does not let ``colours.update(…)`` change a dictionary, but ``dict.update(colours, …)`` would.
        """
        return not isinstance(obj, type) and super().is_safe_attribute(obj, attr, value)


class _Template(jinja2.Template):
    """A template that is filled anew each time it is imported.

    Jinja keeps what it has imported, and a template could leave one participant's text there for the next.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        keys = ctx.globals_keys - self.globals.keys() if ctx else ()
        return self.make_module({key: ctx.parent[key] for key in keys} if ctx else None)


Sandbox.template_class = _Template


class _Loader(jinja2.BaseLoader):
    """Reads templates of ordinary size in the course's folder and in that of the shipped ones, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folders = (folder, TEMPLATES)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        steps = split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*steps)
            if not lies_in(path, folder):  # Before it is looked for: a template must not learn what there is elsewhere.
                message = _("{path}: is a link out of the course’s folder; copy the template itself there")
                raise PageError(message.format(path=path))
            if (source := _source(path)) is not None:
                return source, str(path), lambda: True
        raise jinja2.TemplateNotFound(template)

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> jinja2.Template:
        """Return a template; its code is compiled once in a process, and not for each sandbox anew."""
        source, filename, is_current = self.get_source(environment, name)
        code = _compiled(source, name, filename)
        return environment.template_class.from_code(environment, code, globals or {}, is_current)


@memoized(Lifetime.SESSION, maxsize=_MOST_COMPILED)
def _compiled(source: str, name: str, filename: str) -> CodeType:
    """Return a template's code, which takes all that differs between sandboxes from the one that it is run in.

    Of a shipped template, Jinja has written it in Python beforehand: it takes four times as long to write it as to
    compile it, a tenth of a first handout.
    """
    try:
        written = code_file(MASTERS, source, name).read_bytes()
    except OSError:  # A course's own template, or a checkout.
        return Sandbox(Path()).compile(source, name, filename)
    return compile(written, filename, "exec")


def code_file(folder: Path, source: str, name: str) -> Path:
    """Return the file in a folder where a template's code in Python is kept; any other text or Jinja has another."""
    digest = hashlib.sha256(repr((jinja2.__version__, _SETTINGS, name, source)).encode())
    return folder / f"{digest.hexdigest()[:32]}.template"


def write_code(folder: Path, source: str, name: str) -> None:
    """Write a template's code in Python to its file in a folder."""
    code_file(folder, source, name).write_text(Sandbox(Path()).compile(source, name, raw=True), "utf-8")


def _source(path: Path) -> str | None:
    """Return the text of a template; None if there is no such file."""
    try:
        if not path.exists():
            return None
        if path.suffix != _SUFFIX:
            raise PageError(_("{path}: a template’s name must end in {suffix}").format(path=path, suffix=_SUFFIX))
        return read_regular(path, _MOST_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        raise PageError(_("{path}: is not UTF-8 text; save it as UTF-8").format(path=path)) from error
    except OSError as error:
        raise PageError(_("{path}: cannot be read: {reason}").format(path=path, reason=system_reason(error))) from error


def joined(pieces: Iterator[str], name: str) -> str:
    """Return the text that a template makes, whose file is ``name``. Raises PageError when it makes far too much."""
    letters, kept = 0, []
    for piece in pieces:
        letters += len(piece)
        if letters > _MOST_LETTERS:
            message = _("{name}: produces more than {most} million characters; check its loops")
            raise PageError(message.format(name=name, most=_MOST_LETTERS // 1_000_000))
        kept.append(piece)
    return "".join(kept)


@contextmanager
def located(name: str, folder: Path) -> Iterator[None]:
    """Turn whatever a template raises into a PageError that names the file and the line.

    ``name`` is the template's, and ``folder`` the course's.
    """
    try:
        yield
    except (StyleError, CourseError, MemoryError):
        raise
    except jinja2.TemplateSyntaxError as error:
        raise PageError(
            f"{error.filename or name}:{error.lineno}: {rewritten(_one_line(str(error.message)))}"
        ) from error
    except Exception as error:  # A template may raise anything.
        place = _place(error, folder)
        if place is None and isinstance(error, WorksheetsError):
            raise
        raise PageError(f"{place or name}: {_reason(error)}") from error


def _place(error: Exception, folder: Path) -> str | None:
    """Return the file and the line of the course's template that has raised an error, or of a shipped one."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIX)]
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    last = (own or frames)[-1:]
    return f"{last[0].filename}:{last[0].lineno}" if last else None


def _reason(error: Exception) -> str:
    """Return what a user can read of an error that a template has raised."""
    if isinstance(error, jinja2.TemplateNotFound):
        message = _("there is no template “{name}”, neither in the course’s folder nor built in")
        return message.format(name=_one_line(str(error.name)))
    if isinstance(error, RecursionError):
        return _("a macro, block or template uses itself without end, or is nested too deeply")
    if isinstance(error, KeyError):
        return _("there is no “{name}” here").format(name=_one_line(str(error.args[0] if error.args else "")))
    return rewritten(_one_line(str(error))) or _("the template cannot be filled")


def _one_line(text: str) -> str:
    """Return a reason on one line, not too long, with the names that templates use for our objects."""
    line = " ".join(text[: 4 * _LONGEST_REASON].split())
    line = _DRAWN.sub("product", _CLASS.sub(lambda match: _VIEWS[match[1]], line))
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
