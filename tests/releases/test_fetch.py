"""Over a poor network: what has come is kept, only the rest is asked for, and it ends after so many tries."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from kiosk.core.cancel import Cancel
from kiosk.core.errors import Cancelled
from kiosk.releases.fetch import PAUSES, FileFetcher, HttpFetcher, Kept
from kiosk.releases.trusted import UpdateRefused
from tests.releases.world import Makers, Terminal, packed

DATA = bytes(range(256)) * 4000


class Server:
    """Serves a folder, and DATA at every other name. ``cut`` is after how many bytes of a body it hangs up."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cut, self.ranges, self.broken = folder, 0, True, 0
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: Any) -> None: ...

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        wanted = request.headers.get("Range", "")
        self.asked.append((request.path, wanted))
        if self.broken:
            self.broken -= 1
            request.send_error(503)
            return
        path = self.folder / request.path.lstrip("/")
        data = path.read_bytes() if path.is_file() else DATA if "/targets/" in request.path else None
        if data is None:
            request.send_error(404)
            return
        begin = int(wanted[6:-1]) if wanted and self.ranges else 0
        if begin >= len(data):
            request.send_error(416)
            return
        request.send_response(206 if begin else 200)
        request.send_header("Content-Length", str(len(data) - begin))
        request.end_headers()
        request.wfile.write(data[begin:][: self.cut or None] if "/targets/" in request.path else data[begin:])


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    thread = threading.Thread(target=server.http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with served(tmp_path) as server:
        yield server


def fetcher(folder: Path, waited: list[float], cancel: Cancel | None = None) -> HttpFetcher:
    return HttpFetcher(Kept(folder / "parts"), cancel or Cancel(), waited.append)


@pytest.mark.parametrize("ranges", [True, False])
def test_a_line_that_is_cut_again_and_again_brings_it_in_pieces(server: Server, tmp_path: Path, ranges: bool) -> None:
    waited: list[float] = []
    server.cut, server.ranges = (300_000 if ranges else 0), ranges
    part = Kept(tmp_path / "parts").part("/targets/a")
    part.write_bytes(DATA[:200_000])
    got = b"".join(fetcher(tmp_path, waited).fetch(f"{server.url}/targets/a"))
    assert got == DATA
    assert server.asked[0][1] == "bytes=200000-"
    assert len(server.asked) == (3 if ranges else 1)
    assert waited == ([PAUSES[0]] * 2 if ranges else [])


def test_what_is_whole_already_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    Kept(tmp_path / "parts").part("/targets/a").write_bytes(DATA)
    assert b"".join(fetcher(tmp_path, []).fetch(f"{server.url}/targets/a")) == DATA


def test_it_ends_after_so_many_tries_without_a_byte(server: Server, tmp_path: Path) -> None:
    waited: list[float] = []
    server.broken = 99
    with pytest.raises(DownloadError):
        list(fetcher(tmp_path, waited).fetch(f"{server.url}/targets/a"))
    assert tuple(waited) == PAUSES
    server.broken = 1
    assert b"".join(fetcher(tmp_path, waited).fetch(f"{server.url}/targets/a")) == DATA


def test_metadata_is_asked_for_again_too_and_what_is_not_there_is_not(server: Server, tmp_path: Path) -> None:
    (tmp_path / "timestamp.json").write_text("{}")
    server.broken = 2
    assert b"".join(fetcher(tmp_path, []).fetch(f"{server.url}/timestamp.json")) == b"{}"
    server.asked.clear()
    with pytest.raises(DownloadHTTPError):
        list(fetcher(tmp_path, []).fetch(f"{server.url}/none.json"))
    assert len(server.asked) == 1


def test_who_gives_up_is_not_waited_for(server: Server, tmp_path: Path) -> None:
    cancel = Cancel()
    pieces = fetcher(tmp_path, [], cancel).fetch(f"{server.url}/targets/a")
    next(pieces)
    cancel.set()
    with pytest.raises(Cancelled):
        list(pieces)


def test_nothing_outside_of_the_stick_is_read(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "secret").write_text("x")
    (tmp_path / "stick" / "link").symlink_to(tmp_path / "secret")
    stick = FileFetcher(tmp_path / "stick", Cancel())
    for name in ("../secret", "%2e%2e/secret", "link"):
        with pytest.raises(DownloadHTTPError):
            list(stick.fetch(f"{(tmp_path / 'stick').as_uri()}/{name}"))


def test_a_release_over_the_network(server: Server, makers: Makers, terminal: Terminal) -> None:
    server.folder = makers.repository
    assert terminal.take(server.url) == "1.0.0"
    assert not list((terminal.state / "releases" / "parts").iterdir())


def test_a_network_that_is_not_there_is_one_sentence(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.releases.fetch.PAUSES", ())
    with pytest.raises(UpdateRefused) as refusal:
        terminal.look("http://127.0.0.1:9")
    assert refusal.value.sentence == "更新源没有连上"


def test_a_part_that_is_wrong_is_not_kept_for_the_next_try(server: Server, makers: Makers, terminal: Terminal) -> None:
    server.folder = makers.repository
    repository, release = terminal.look(server.url)
    assert release is not None
    name = f"{release.target.hashes['sha256']}.{release.target.path}"
    Kept(terminal.state / "releases" / "parts").part(f"/{name}").write_bytes(b"wrong")
    with pytest.raises(UpdateRefused) as refusal:
        repository.fetched(release)
    assert refusal.value.sentence in ("下来的文件和签过名的不一样", "下来的文件比签过名的大")
    assert repository.fetched(release).read_bytes() == packed("1.0.0")
