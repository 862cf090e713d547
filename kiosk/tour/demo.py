"""The demo as a child process in the real window, and the bench behind it: the world outside the terminal."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from kiosk.tour.child import child, first_line
from kiosk.tour.desktop import Desktop

__all__ = ["Bench", "Demo", "DemoError", "demo"]

_READY = 30.0  # s: two seconds on a quiet machine
_ANSWER = 10.0  # s: the bench is on the same machine


class DemoError(Exception):
    """The demo did not come up; the text is what it said."""


class Bench:
    """The JSON calls of the bench. Each raises requests.HTTPError when the bench says no."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/").removesuffix("/bench") + "/bench"
        self._session = requests.Session()

    def state(self) -> dict[str, Any]:
        return dict(self._get("/state").json())

    def person(self, pension: str, number: int = 0) -> str:
        """The id of a resident whose pension stands so."""
        return str([person["id"] for person in self.state()["people"] if person["pension"] == pension][number])

    def lay_card(self, person: str) -> None:
        self._post("/idcard", {"person": person})

    def lay_text(self, text_hex: str) -> None:
        """Lays a card whose 256 bytes of text are given as hexadecimal digits."""
        self._post("/idcard", {"text_hex": text_hex})

    def take_card(self) -> None:
        self._post("/idcard", {})

    def scan(self, **what: str) -> None:
        """Holds up a ``text``, or the phone of a ``person``, which shows a ``code`` of the kind that is named."""
        self._post("/scanner", what)

    def scene(self, scene: str, camera: str = "camera") -> None:
        """What stands before the camera, or lies under the one named "document"."""
        self._post("/camera", {"camera": camera, "scene": scene})

    def hold_up(self, **what: str) -> None:
        """As ``scan``, before the camera."""
        self._post("/camera", what)

    def phone(self, order: str, *, decline: bool = False) -> dict[str, Any]:
        """The citizen's phone pays this order, or says no."""
        return dict(self._post("/phone/pay", {"order": order, "decline": decline}).json())

    def take_paper(self) -> None:
        """The citizen takes the sheet out of the receipt printer's mouth."""
        self._post("/receipt", {"take": True})

    def fault(self, device: str, fault: str | None) -> None:
        """``device`` is one that has faults: idcard, scanner, lights, camera, receipt, a4, network, gateway;
        or ``documents``, the PDFs of certificates."""
        self._post(f"/{device}", {"fault": fault})

    def reset(self) -> None:
        """No fault, no card, empty books: everybody stands as on the first day."""
        stands = self.state()
        devices = stands["devices"]
        document_camera = devices.pop("document_camera")
        for name, device in {**devices, **{name: stands[name] for name in ("network", "gateway", "documents")}}.items():
            if device["fault"] is not None:
                self.fault(name, None)
        if devices["camera"]["scene"] != "face":
            self.scene("face")
        if (document_camera["fault"], document_camera["scene"]) != (None, "table"):
            self._post("/camera", {"camera": "document", "fault": None, "scene": "table"})
        if devices["idcard"]["card"] is not None:
            self.take_card()
        if devices["receipt"]["waiting"] or devices["receipt"]["printing"]:
            self.take_paper()
        self.empty_books()

    def empty_books(self) -> None:
        """Everybody stands as on the first day; faults and devices stay as they are."""
        self._post("/reset", {})

    def books(self) -> dict[str, list[dict[str, Any]]]:
        return dict(self._get("/books").json())

    def papers(self) -> list[dict[str, Any]]:
        return list(self._get("/receipt/papers").json())

    def paper(self, number: int, form: str) -> bytes:
        """What came out of the receipt printer, as ``png`` or as the raw bytes (``bin``)."""
        return bytes(self._get(f"/receipt/papers/{number}.{form}").content)

    def helper(self, answer: str | None) -> None:
        """The helper answers whoever called last: "coming", "busy", "nobody" for all of them, None for not yet."""
        self._post("/helper", {"answer": answer})

    def police(self, person: str) -> None:
        """The police have looked at this person's application."""
        self._post("/police", {"person": person})

    def a4_papers(self) -> list[dict[str, Any]]:
        return list(self._get("/a4/papers").json())

    def a4_paper(self, number: int) -> bytes:
        """The PDF of what came out of the A4 printer."""
        return bytes(self._get(f"/a4/papers/{number}.pdf").content)

    def _get(self, path: str) -> requests.Response:
        return self._checked(self._session.get(self._url + path, timeout=_ANSWER))

    def _post(self, path: str, body: dict[str, Any]) -> requests.Response:
        return self._checked(self._session.post(self._url + path, json=body, timeout=_ANSWER))

    @staticmethod
    def _checked(response: requests.Response) -> requests.Response:
        if not response.ok:
            raise requests.HTTPError(f"{response.url}: {response.status_code} {response.text[:300]}")
        return response


class Demo:
    """``state`` is its state directory, ``said`` the file with everything that its processes wrote."""

    def __init__(self, process: subprocess.Popen[bytes], bench: Bench, state: Path, said: Path) -> None:
        self.process = process
        self.bench = bench
        self.state = state
        self.said = said

    def window_process_id(self) -> int:
        """Of the window that stands now."""
        return int((self.state / "window.pid").read_text())

    def stop(self) -> int:
        """Ends it as a person does with Ctrl-C, and returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_READY)


@contextmanager
def demo(desktop: Desktop, state: Path, *, landscape: bool = False, overrides: Sequence[str] = ()) -> Iterator[Demo]:
    """Runs ``kiosk demo`` for as long as the block lasts. Raises DemoError."""
    command = [sys.executable, "-m", "kiosk", "demo", "--port", "0", "--state", str(state)]
    command += ["--landscape"] if landscape else []
    command += [word for override in overrides for word in ("--set", override)]
    said = state.with_name(f"{state.name}.txt")
    with (
        said.open("ab") as everything,
        child(command, desktop.env, stdout=subprocess.PIPE, stderr=everything) as process,
    ):
        try:
            # After this line come two for each window, which the pipe holds.
            ready = first_line(process.stdout.fileno(), _READY) if process.stdout else ""
        except (TimeoutError, EOFError):
            words = said.read_text(errors="replace").strip()[-500:] or "它什么也没说"
            raise DemoError(f"kiosk demo 没有开起来：{words}") from None
        yield Demo(process, Bench(json.loads(ready)["bench"]), state, said)
