"""Style sheets, scripts and the font: files of ours, by their names."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fontpkg_source_sans_3 import ROOT as FONTS
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from worksheets.resources import STYLES, TEMPLATES


def _files() -> Mapping[str, Path]:
    """Return the files that may be asked for; no path is ever made of what a request says."""
    own = [*(STYLES / "web").glob("*.*"), *(TEMPLATES / "web" / "scripts").glob("*.js")]
    font = Path(FONTS) / "files" / "SourceSans3[wght].ttf"
    return {**{path.name: path for path in own}, "source-sans-3.ttf": font}


_FILES = _files()


def asset(request: Request) -> Response:
    """Return a file of ours."""
    path = _FILES.get(request.path_params["name"])
    if path is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return FileResponse(path, headers={"cache-control": "no-cache"})  # Asked for again, and sent when it has changed.


ROUTES = [Route("/assets/{name}", asset)]
