"""How metadata and archives come here: over a poor network, or from a stick. What they are worth TUF decides.

TUF's client asks for a file from its beginning, and takes whatever iterator gives its bytes. So an archive that came in
part is given from the part that is kept, and only the rest is fetched, with ``Range``; metadata is small and fetched
whole. What TUF refuses afterwards takes the part away with it (``Kept.forget``).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from kiosk.core.cancel import Cancel

__all__ = ["FileFetcher", "HttpFetcher", "Kept"]

TARGETS: Final = "/targets/"
CHUNK: Final = 64 * 1024  # bytes
TIMES: Final = urllib3.Timeout(connect=10.0, read=20.0)  # seconds; the second between two pieces of a reply
PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 8.0)  # seconds before another try without a byte more than the one before
PARTIAL, PAST_THE_END = 206, 416


class Kept:
    """Archives that came in part, by the hash in their names. One at a time: another one's part is in nobody's way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def part(self, url: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder / f"{urlsplit(url).path.rpartition('/')[2]}.part"

    def forget(self) -> None:
        for part in self._folder.glob("*.part"):
            part.unlink()


class HttpFetcher(FetcherInterface):
    """``wait(seconds)`` waits between two tries and raises Cancelled when nobody wants the file any more."""

    def __init__(self, kept: Kept, cancel: Cancel, wait: Callable[[float], object] | None = None) -> None:
        self._kept, self._cancel = kept, cancel
        self._wait = wait or cancel.wait
        self._pool = urllib3.PoolManager(timeout=TIMES, retries=False)

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self._resumed(url) if TARGETS in urlsplit(url).path else self._whole(url)

    def _whole(self, url: str) -> Iterator[bytes]:
        pauses, whole = iter(PAUSES[:2]), b""
        while not whole:
            try:
                with self._answer(url, 0) as reply:
                    whole = b"".join(self._pieces(reply))
                    break
            except (urllib3.exceptions.HTTPError, OSError) as error:
                self._pause(pauses, error)
        yield whole

    def _resumed(self, url: str) -> Iterator[bytes]:
        """Every piece is in the part before it is given on, so that whatever ends this has cost nothing."""
        part = self._kept.part(url)
        with part.open("a+b") as file:
            file.seek(0)
            while piece := file.read(CHUNK):
                yield piece
            pauses = iter(PAUSES)
            while True:
                had = file.tell()
                try:
                    for piece in self._rest(url, had):
                        file.write(piece)
                        yield piece
                    return
                except (urllib3.exceptions.HTTPError, OSError) as error:
                    pauses = iter(PAUSES) if file.tell() > had else pauses
                    self._pause(pauses, error)

    def _pause(self, pauses: Iterator[float], error: Exception) -> None:
        """Before the next try; raises DownloadError when there is none."""
        pause = next(pauses, None)
        if pause is None:
            kind = SlowRetrievalError if isinstance(error, urllib3.exceptions.TimeoutError) else DownloadError
            raise kind(str(error)) from error
        self._wait(pause)

    def _rest(self, url: str, had: int) -> Iterator[bytes]:
        with self._answer(url, had) as reply:
            if reply.status == PAST_THE_END:
                return
            skip = had if had and reply.status != PARTIAL else 0  # a server that knows no ranges begins anew
            for piece in self._pieces(reply):
                yield piece[skip:]
                skip = max(0, skip - len(piece))

    def _answer(self, url: str, had: int) -> Any:
        self._cancel.check()
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={had}-"} if had else {})
        reply = self._pool.request("GET", url, preload_content=False, redirect=False, headers=headers)
        if reply.status not in (200, PARTIAL) and not (had and reply.status == PAST_THE_END):
            reply.close()
            if reply.status >= 500:
                raise urllib3.exceptions.HTTPError(f"status {reply.status}")
            raise DownloadHTTPError(f"status {reply.status}", reply.status)
        return reply

    def _pieces(self, reply: Any) -> Iterator[bytes]:
        for piece in reply.stream(CHUNK):
            self._cancel.check()
            yield piece


class FileFetcher(FetcherInterface):
    """From a directory; the addresses are file URLs under it."""

    def __init__(self, folder: Path, cancel: Cancel) -> None:
        self._folder, self._cancel = folder.resolve(), cancel

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(unquote(urlsplit(url).path)).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise DownloadHTTPError(f"{path.name} is not on the stick", 404)
        return self._pieces(path)

    def _pieces(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                self._cancel.check()
                yield piece
