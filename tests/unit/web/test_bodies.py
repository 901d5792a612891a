"""Bodies of requests: what is counted, and what is thrown away."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import Message, Receive

from worksheets.web.bodies import Body, TooLargeError


def _pieces(*sizes: int) -> Receive:
    waiting: list[Message] = [
        {"type": "http.request", "body": bytes(size), "more_body": number < len(sizes)}
        for number, size in enumerate(sizes, 1)
    ]

    async def receive() -> Message:
        return waiting.pop(0)  # An IndexError says that more was asked for than there is.

    return receive


def _read(body: Body, pieces: Sequence[int]) -> None:
    async def reading() -> None:
        for _piece in pieces:
            await body()

    asyncio.run(reading())


@pytest.mark.parametrize("length", ["11", "1" * 5000, "-1", "1 0", "", "٣", "0x1"])
def test_what_says_that_it_is_too_large_is_not_read(length: str) -> None:
    with pytest.raises(TooLargeError):
        Body(_pieces(), length).limit(10)


def test_what_may_be_is_read() -> None:
    body = Body(_pieces(4, 6), "0010")
    body.limit(10)
    _read(body, [4, 6])


def test_bytes_are_counted_whatever_is_said_of_them() -> None:
    body = Body(_pieces(4, 7), "4")
    body.limit(10)
    with pytest.raises(TooLargeError):
        _read(body, [4, 7])


def test_the_rest_is_thrown_away_and_no_more_is_waited_for() -> None:
    body = Body(_pieces(4, 7, 9), "0")
    _read(body, [4])
    asyncio.run(body.drop())
    asyncio.run(body.drop())
