"""Links that let a browser in, each of them once."""

import hmac
import secrets
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_BYTES = 32
"""Randomness of a link and of a cookie, in bytes."""


def new_key() -> str:
    """Return a text that nobody can guess, for a link or a cookie."""
    return secrets.token_urlsafe(_BYTES)


class OneTimeLink:
    """The link that the next browser may use."""

    def __init__(self) -> None:
        self.token = new_key()
        self.changed: Callable[[], object] = lambda: None
        """Called when it has been used and is another."""
        self._lock = Lock()

    def use(self, token: str) -> bool:
        """Return True if it is the link's, which is another from then on."""
        with self._lock:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                return False
            self.token = new_key()
        self.changed()
        return True
