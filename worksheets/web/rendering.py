"""The page's HTML, from the templates in ``templates/web``."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from worksheets import messages
from worksheets.caches import Lifetime, memoized
from worksheets.resources import TEMPLATES

from .life import notice

LANGUAGE_NAMES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def page(request: Request, template: str, /, status: int = 200, **values: object) -> HTMLResponse:
    """Return a screen as the answer to a request."""
    visit, path = request.state.visit, request.url.path
    shown = {"visit": visit, "language": visit.language, "languages": LANGUAGE_NAMES, "path": path}
    shown["notice"] = notice(visit, request.app.state.service.visits.clock())
    shown["problem"] = visit.problem if visit.problem and visit.problem.path == path else None
    return HTMLResponse(html(template, **shown, **values), status)


def html(template: str, /, **values: object) -> str:
    """Return a filled template; messages in it are in the current language."""
    return _environment().get_template(template).render(**values)


@memoized(Lifetime.SESSION, 1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _translated, "ngettext": _counted, "typed": messages.typed}
    return environment


def _translated(message: str, **values: Any) -> Markup:  # noqa: ANN401 - whatever a message has a place for
    """Return a message with its values, which are escaped unless they are markup."""
    return _filled(messages._(message), values)


def _counted(singular: str, plural: str, count: int, **values: Any) -> Markup:  # noqa: ANN401
    """Return the form of a message for a number, with its values and the ``count``."""
    return _filled(messages.ngettext(singular, plural, count), {"count": count, **values})


def _filled(message: str, values: Mapping[str, Any]) -> Markup:
    return Markup(escape(message)).format(**values)  # noqa: S704 - it has been escaped, and format escapes the values
