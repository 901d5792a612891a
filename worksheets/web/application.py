"""The application: every screen's routes, behind the guards."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from .guards import Guards
from .screens import ROUTES
from .service import Service


def application(service: Service, port: int) -> Starlette:
    """Return the application for a port, to which alone requests may be addressed."""
    app = Starlette(routes=ROUTES, middleware=[Middleware(Guards, service=service, port=port)])
    app.state.service = service
    app.state.port = port
    return app
