"""What a request brings: counted while it comes in, and thrown away if it is too much."""

import asyncio

from starlette.types import Message, Receive

LARGEST = 64_000_000
"""Limit of what a request brings, in bytes: 200 forms of 300 kB."""
MOST_FILES = 200
"""The most files that a request brings, and that a zip may have."""
LARGEST_TEXT = 4_000_000
"""Limit of a request that brings no files: names that have been pasted, as a form writes them."""
_MOST_DROPPED = 2_000_000_000
"""Bytes that are thrown away at most; whoever sends more is cut off."""
_PATIENCE = 20.0
"""Seconds for which bytes are thrown away."""


class TooLargeError(Exception):
    """A request brings more bytes than it may."""


class Body:
    """A request's body: gives what ``receive`` gives, and no more than it may have."""

    def __init__(self, receive: Receive, length: str) -> None:
        """``length`` is what the request says of its size; it may say nothing, or lie."""
        self._receive = receive
        self._length = length
        self._most = LARGEST
        self._total = 0
        self._is_over = False

    def limit(self, most: int) -> None:
        """Set how many bytes it may have. Raises TooLargeError if it says that it has more."""
        self._most = most
        if not (self._length.isascii() and self._length.isdigit()):
            raise TooLargeError
        digits = self._length.lstrip("0")
        if len(digits) > len(str(most)) or int(digits or "0") > most:
            raise TooLargeError

    async def __call__(self) -> Message:
        """Give the next piece. Raises TooLargeError if there is too much."""
        message = await self._receive()
        self._total += len(message.get("body", b""))
        self._is_over = not message.get("more_body", False)
        if self._total > self._most:
            raise TooLargeError
        return message

    async def drop(self) -> None:
        """Throw away what still comes: a browser shows an answer only when it has sent everything."""
        dropped = 0
        try:
            async with asyncio.timeout(_PATIENCE):
                while not self._is_over and dropped < _MOST_DROPPED:
                    message = await self._receive()
                    dropped += len(message.get("body", b""))
                    self._is_over = not message.get("more_body", False)
        except TimeoutError:
            return
