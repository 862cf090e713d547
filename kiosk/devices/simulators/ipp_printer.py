"""An A4 printer: Debian's ``ippeveprinter``, with its trays, its faults, and the sheets that came out.

It speaks IPP by its own code; what is ours is the paper path, the command that it runs for each document. Trays and
toner are set through its web page, a jam and an open cover by the paper path, which is the only one that may.
"""

import contextlib
import random
import shutil
import socket
import tempfile
import threading
import urllib.parse
import urllib.request
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from kiosk.devices.simulators.ipp_program import Program, run, wait_for

__all__ = ["A4Fault", "A4Sheets", "IppPrinterSimulator"]


class A4Fault(Enum):
    MEDIA_EMPTY = "media_empty"
    MEDIA_JAM = "media_jam"
    TONER_LOW = "toner_low"
    COVER_OPEN = "cover_open"
    GONE = "gone"
    SLOW = "slow"  # it works on a document, says nothing is wrong, and no sheet comes
    REFUSES = "refuses"  # it takes a document and gives it up: broken data, no memory


_REASONS: Final = {A4Fault.MEDIA_JAM: "media-jam", A4Fault.COVER_OPEN: "cover-open"}
_FULL: Final = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": "250", "size3": "", "level3": "-2"}
_BLACK_TONER: Final = {"supply0": "10", "supply1": "80", "supply2": "80", "supply3": "80", "supply4": "80"}
# Below those that the system gives to outgoing connections: one of them would take the place of a printer that is off.
_KEPT_FREE: Final = range(1, 32768)
_PORTS: Final = range(20000, 32000)
_TRIES: Final = 20

# Is the document to be stopped? Asked of the printer itself, before a sheet is put out.
_CANCELLED: Final = """{
  OPERATION Get-Job-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR integer job-id $job
  EXPECT job-state-reasons WITH-VALUE processing-to-stop-point
}
"""
_NOTICE: Final = """{
  OPERATION Print-Job
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name job-name notice
  ATTR mimeMediaType document-format application/pdf
  FILE $filename
  STATUS successful-ok
}
"""
_PAPER_PATH: Final = """#!/bin/sh
# $1 is the document. What happens to it stands in the file "fault"; sheets come out in "papers".
cd '{folder}' || exit 1
tell() {{
    [ "$said" = "$1" ] && return
    said=$1
    echo 'STATE: -media-jam,cover-open' >&2
    [ -z "$1" ] || echo "STATE: +$1" >&2
}}
said=anything
read -r fault impressions <fault
if [ "$IPP_JOB_NAME" = notice ]; then   # nobody prints: the door was opened, or closed
    case $fault in media-jam | cover-open) tell "$fault" ;; *) tell '' ;; esac
    exit 0
fi
while :; do
    read -r fault impressions <fault
    echo "ATTR: job-impressions-completed=${{impressions:-0}}" >&2
    case $fault in
        refuses) tell ''; exit 1 ;;
        media-jam | cover-open) tell "$fault" ;;
        slow | media_empty) tell '' ;;   # an empty tray in the middle of a document
        *) tell ''; ready=yes ;;
    esac
    ipptool -q -d job="$IPP_JOB_ID" '{uri}' cancelled.test && exit 0
    [ -n "$ready" ] && break
    sleep 0.05
done
number=$(printf %04d $(($(ls papers | grep -c 'pdf$') + 1)))
echo "${{IPP_COPIES:-1}} ${{IPP_SIDES:-one-sided}} $IPP_JOB_NAME" >"papers/$number.txt"
cp "$1" papers/coming && mv papers/coming "papers/$number.pdf"
echo 'ATTR: job-impressions-completed=1' >&2
"""


@dataclass(frozen=True)
class A4Sheets:
    """What came out for one document, and how it had been asked for."""

    pdf: bytes
    copies: int
    sides: str  # PWG keyword: one-sided, two-sided-long-edge, two-sided-short-edge
    job_name: str


class IppPrinterSimulator:
    """``uri`` is the printer's own address. Switched off (``GONE``) and on it keeps its port and forgets its jobs.

    It listens on the first of the wanted ``ports`` that is free and stays so while it is off, else on any.
    """

    def __init__(self, *ports: int) -> None:
        self._wanted = [port for port in ports if port in _KEPT_FREE]
        self._folder = Path(tempfile.mkdtemp(prefix="a4-printer-"))
        self._port = 0
        self._fault: A4Fault | None = None
        self._lock = threading.Lock()  # over faults: the bench may press two buttons at once
        self._bus_address = f"unix:path={self._folder}/bus"
        bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self._bus_address}"]
        self._bus = Program(bus, folder=self._folder)
        self._printer = Program([], folder=self._folder)

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self._port}/ipp/print"

    @property
    def port(self) -> int:
        return self._port

    @property
    def pid(self) -> int:
        return self._printer.pid

    @property
    def fault(self) -> A4Fault | None:
        return self._fault

    @property
    def papers(self) -> tuple[A4Sheets, ...]:
        """Oldest first."""
        return tuple(_sheets(path) for path in sorted((self._folder / "papers").glob("*.pdf")))

    def start(self) -> None:
        """Raises RuntimeError when a program is missing or does not start."""
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._printer.end()
        self._bus.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def set_fault(self, fault: A4Fault | None, *, after: int = 0) -> None:
        """From now on, the document under way included. ``after`` impressions of it are out already."""
        with self._lock:
            before, self._fault = self._fault, fault
            self._write_fault(fault, after)
            if fault is A4Fault.GONE:
                self._printer.kill()
            elif before is A4Fault.GONE:
                self._switch_on()
            if fault is not A4Fault.GONE:
                self._form("supplies", {**_BLACK_TONER, "supply1": "5" if fault is A4Fault.TONER_LOW else "80"})
                self._form("media", {**_FULL, "level1": "0" if fault is A4Fault.MEDIA_EMPTY else "250"})
                for known, reason in _REASONS.items():
                    if known in (before, fault):
                        self._notice(reason, said=known is fault)

    def _start(self) -> None:
        for name in ("papers", "spool"):
            (self._folder / name).mkdir(exist_ok=True)
        (self._folder / "cancelled.test").write_text(_CANCELLED, encoding="utf-8")
        (self._folder / "notice.test").write_text(_NOTICE, encoding="utf-8")
        (self._folder / "notice").write_bytes(b"%PDF-1.4\n%%EOF\n")
        self._write_fault(None, 0)
        # ippeveprinter wants the system bus for its announcements even where it is told to make none.
        self._bus.start((self._folder / "bus").is_socket)
        self._port = _free_port(self._wanted)
        paper_path = self._folder / "paper_path"
        paper_path.write_text(_PAPER_PATH.format(folder=self._folder, uri=self.uri), encoding="utf-8")
        paper_path.chmod(0o755)
        self._switch_on()

    def _switch_on(self) -> None:
        command = ["ippeveprinter", "-2", "-k", "-r", "off", "-n", "localhost", "-p", str(self._port)]
        command += ["-f", "application/pdf,image/pwg-raster", "-d", str(self._folder / "spool")]
        command += ["-c", str(self._folder / "paper_path"), "Kiosk A4"]
        environment = {"DBUS_SYSTEM_BUS_ADDRESS": self._bus_address}
        self._printer = Program(command, folder=self._folder, environment=environment)
        self._printer.start(self._listens)
        self._form("media", _FULL)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def _write_fault(self, fault: A4Fault | None, impressions: int) -> None:
        """In one piece: the paper path reads it at any moment."""
        word = _REASONS.get(fault, fault.value) if fault is not None else "-"
        new = self._folder / "fault.new"
        new.write_text(f"{word} {impressions}\n", encoding="utf-8")
        new.replace(self._folder / "fault")

    def _form(self, page: str, fields: dict[str, str]) -> None:
        url = f"http://localhost:{self._port}/{page}?{urllib.parse.urlencode(fields)}"
        with urllib.request.urlopen(url, timeout=5) as answer:
            answer.read()

    def _notice(self, reason: str, *, said: bool) -> None:
        """Has an idle printer look at its doors, which one at work does by itself, and waits until it has seen them."""
        notice = ["ipptool", "-q", "-f", str(self._folder / "notice"), self.uri, str(self._folder / "notice.test")]
        ask = ["ipptool", "-tv", self.uri, "get-printer-attributes.test"]

        def seen() -> bool:
            if (f"= {reason}-" in run(ask)) == said:
                return True
            with contextlib.suppress(RuntimeError):  # it is at work
                run(notice)
            return False

        wait_for(seen, 5.0)


def _sheets(path: Path) -> A4Sheets:
    copies, sides, name = path.with_suffix(".txt").read_text(encoding="utf-8").strip().split(" ", 2)
    return A4Sheets(path.read_bytes(), int(copies), sides, name)


def _free_port(wanted: list[int]) -> int:
    for port in (*wanted, *random.sample(_PORTS, _TRIES)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port for the printer")
