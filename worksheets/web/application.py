"""The application: every screen's routes, behind the guards."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from .failures import Failures
from .guards import Guards
from .screens import ROUTES
from .service import Service


def application(service: Service, port: int) -> Starlette:
    """Return the application for a port, to which alone requests may be addressed."""
    middleware = [Middleware(Guards, service=service, port=port), Middleware(Failures, service=service)]
    app = Starlette(routes=ROUTES, middleware=middleware, exception_handlers={HTTPException: _left_to_failures})
    app.router.redirect_slashes = False
    app.state.service = service
    app.state.port = port
    return app


async def _left_to_failures(request: Request, error: Exception) -> Response:  # noqa: ARG001 - as Starlette calls it
    raise error
