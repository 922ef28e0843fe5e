"""Asking a time stamp authority over HTTP (RFC 3161 section 3.4): bounded in time and in size."""

from __future__ import annotations

import threading
import urllib.request
from concurrent.futures import Future
from http.client import HTTPException
from urllib.parse import urlsplit

from archive.errors import StampError

#: Seconds that all of it may take.
TIMEOUT = 30.0
#: Bytes of the largest answer. One with a chain of certificates has some 6 KB.
LARGEST = 256 * 1024


def post(url: str, query: bytes, *, timeout: float = TIMEOUT) -> bytes:
    """The answer's body. Raises `StampError` where there is none in time."""
    check_url(url)
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(url, query, headers)  # noqa: S310 -- see `check_url`
    try:
        return _in_time(request, timeout)
    except TimeoutError as error:
        raise StampError(f"the time stamp authority {url} did not answer within {timeout:g} seconds") from error
    except (OSError, HTTPException, ValueError) as error:
        raise StampError(f"the time stamp authority {url} cannot be asked: {error}") from error


def check_url(url: str) -> None:
    """Raise `StampError` unless an authority could be asked there."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StampError(f"{url} is no http(s) URL of a time stamp authority")


def _in_time(request: urllib.request.Request, timeout: float) -> bytes:
    """In a thread that is left behind when time is up: a socket's timeout starts anew with each byte that comes."""
    answer: Future[bytes] = Future()

    def ask() -> None:
        try:
            answer.set_result(_answer(request, timeout))
        except Exception as error:  # noqa: BLE001 -- raised to whoever waits
            answer.set_exception(error)

    threading.Thread(target=ask, name="time-stamp", daemon=True).start()
    return answer.result(timeout)


def _answer(request: urllib.request.Request, timeout: float) -> bytes:
    with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310 -- see `check_url`
        body: bytes = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise ValueError(f"its answer has more than {LARGEST} bytes")
    return body
