"""The A4 printer: a real cupsd and Debian's ippeveprinter, each a process of its own, started once for this module."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import cups
import pytest
from pydantic import ValidationError

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Cancelled, Clearer, Disconnected, NoAnswer, PaperError
from kiosk.core.status import Health, Media
from kiosk.devices.ipp import IppPrinter, Options, open_device
from kiosk.devices.owner import Owner, Pace
from kiosk.devices.simulators.ipp_cups import CupsSimulator
from kiosk.devices.simulators.ipp_printer import A4Fault, IppPrinterSimulator
from tests.busy import SLACK, quickest, raised
from tests.documents import blank_pages

CANCELED, ABORTED, COMPLETED = ENDED = 7, 8, 9


TWO_PAGES = blank_pages(2)


class House:
    """The print server and the printer; what is asked of them here is asked with pycups, not with the driver."""

    def __init__(self) -> None:
        self.printer = IppPrinterSimulator()
        self.cups = CupsSimulator()

    def start(self) -> None:
        self.printer.start()
        self.cups.start()
        self.cups.add_queue("A4", self.printer.uri)

    def close(self) -> None:
        self.cups.close()
        self.printer.close()

    def options(self, **changed: Any) -> Options:
        return Options(**{"queue": "A4", "printer": self.printer.uri, "server": self.cups.socket, **changed})

    def job(self, key: str) -> int | None:
        """The job-state of the newest job in CUPS with that name."""
        jobs = cups.Connection(host=str(self.cups.socket)).getJobs(
            which_jobs="all", my_jobs=True, requested_attributes=["job-id", "job-name", "job-state"]
        )
        named = (number for number in sorted(jobs, reverse=True) if jobs[number].get("job-name") == key)
        return next((jobs[number]["job-state"] for number in named), None)  # CUPS forgets an old one's name

    def printing(self) -> bool:
        connection = cups.Connection(host="localhost", port=urlsplit(self.printer.uri).port)
        said = connection.getPrinterAttributes(uri=self.printer.uri, requested_attributes=["printer-state"])
        return bool(said["printer-state"] == cups.IPP_PRINTER_PROCESSING)

    def papers(self, key: str) -> int:
        return sum(sheets.job_name == key for sheets in self.printer.papers)


@pytest.fixture(scope="module")
def whole_house() -> Iterator[House]:
    house = House()
    try:
        house.start()
        yield house
    finally:
        house.close()


@pytest.fixture
def house(whole_house: House) -> Iterator[House]:
    yield whole_house
    if whole_house.printer.fault is not None:
        whole_house.printer.set_fault(None)


@pytest.fixture
def driver(house: House) -> Iterator[IppPrinter]:
    driver = open_device(house.options(), SystemClock())
    yield driver
    driver.close()


@pytest.fixture
def key() -> str:
    return uuid4().hex


@pytest.fixture
def hand() -> Iterator[ThreadPoolExecutor]:
    """The one thread that uses the driver while the test does something to the printer."""
    with ThreadPoolExecutor(1) as hand:
        yield hand


def put(driver: IppPrinter, key: str, *, deadline: float = 15.0, cancel: Cancel | None = None, **asked: Any) -> None:
    with in_time(deadline):
        driver.print_pdf(TWO_PAGES, key=key, cancel=cancel or Cancel(), deadline=deadline, **asked)


def refused(driver: IppPrinter, key: str, **asked: Any) -> PaperError:
    with pytest.raises(PaperError) as said:
        put(driver, key, **asked)
    return said.value


@contextmanager
def in_time(deadline: float) -> Iterator[None]:
    clock = SystemClock()
    started = clock.monotonic()
    yield
    assert clock.monotonic() - started < deadline + SLACK


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """It is there, and does nothing."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def start_slowly(
    house: House, hand: ThreadPoolExecutor, until: Callable[..., None], work: Callable[[], Any]
) -> "Future[Any]":
    """The printer has the document and works on it when this returns."""
    house.printer.set_fault(A4Fault.SLOW)
    running = hand.submit(work)
    until(lambda: running.done() or house.printing())
    return running


# --- all is well ---


def test_it_prints_as_asked(house, driver, key):
    assert driver.poll().usable
    put(driver, key, copies=3, duplex=True)
    sheets = house.printer.papers[-1]
    assert (sheets.copies, sheets.sides, sheets.job_name) == (3, "two-sided-long-edge", key)
    assert b"/Count 2 " in sheets.pdf
    assert house.job(key) == COMPLETED


def test_one_side_and_one_copy_unless_asked(house, driver, key):
    put(driver, key)
    sheets = house.printer.papers[-1]
    assert (sheets.copies, sheets.sides) == (1, "one-sided")


def test_a_key_is_printed_once(house, driver, key):
    put(driver, key)
    put(driver, key)
    again = open_device(house.options(), SystemClock())  # the terminal was started anew
    put(again, key)
    again.close()
    assert house.papers(key) == 1
    assert driver.withdraw(key, deadline=3.0) is True


def test_nobody_knows_a_key_that_was_never_printed(driver, key):
    assert driver.withdraw(key, deadline=3.0) is None


# --- faults of the printer ---

STOPPING = {
    A4Fault.MEDIA_EMPTY: ("打印机没纸了", Media.OUT),
    A4Fault.MEDIA_JAM: ("打印机卡纸了", Media.JAMMED),
    A4Fault.COVER_OPEN: ("打印机的盖子没盖好", Media.UNKNOWN),
}


@pytest.mark.parametrize("fault", STOPPING)
def test_an_idle_printer_says_what_is_wrong_and_nothing_is_sent(house, driver, key, fault):
    house.printer.set_fault(fault)
    status = driver.poll()
    assert status.fault is not None
    assert (status.fault.sentence, status.media, status.fault.clearer) == (*STOPPING[fault], Clearer.SITE)
    error = refused(driver, key)
    assert (error.sentence, error.out) == (STOPPING[fault][0], False)
    assert house.job(key) is None
    house.printer.set_fault(None)
    assert driver.poll().usable
    put(driver, key)
    assert house.papers(key) == 1


def test_low_toner_is_told_and_stops_nothing(house, driver, key):
    house.printer.set_fault(A4Fault.TONER_LOW)
    status = driver.poll()
    assert status.usable
    assert [notice.sentence for notice in status.notices] == ["打印机的墨快用完了"]
    put(driver, key)
    assert house.papers(key) == 1


@pytest.mark.parametrize("fault", STOPPING)
def test_in_mid_job_it_waits_for_the_site_and_goes_on_without_a_second_copy(house, driver, hand, until, key, fault):
    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(fault)
    error = running.result()
    assert (error.sentence, error.out) == (STOPPING[fault][0], False)
    assert house.papers(key) == 0
    assert (refused(driver, key).sentence, house.papers(key)) == (STOPPING[fault][0], 0)
    house.printer.set_fault(None)
    put(driver, key)
    assert house.papers(key) == 1


def test_a_jam_is_over_when_the_printer_gives_the_document_up(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(A4Fault.MEDIA_JAM)
    running.result()
    house.printer.set_fault(A4Fault.REFUSES)
    until(lambda: driver.poll().usable)


def test_a_jam_behind_the_first_sheet_leaves_it_open_what_is_out(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(A4Fault.MEDIA_JAM, after=1)
    assert running.result().out is None
    house.printer.set_fault(None)
    put(driver, key)
    assert house.papers(key) == 1


DYING = """
import sys
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.devices.ipp import Options, open_device
from tests.documents import blank_pages
driver = open_device(Options(queue="A4", printer=sys.argv[1], server=sys.argv[2]), SystemClock())
driver.print_pdf(blank_pages(2), key=sys.argv[3], cancel=Cancel(), deadline=60.0)
"""


@pytest.mark.parametrize("late", [False, True], ids=["before the sheets are out", "after them"])
def test_after_sigkill_in_mid_job_the_key_tells_what_became_of_it(house, driver, until, key, late):
    """The terminal is killed, and its next life asks for the same document."""
    house.printer.set_fault(A4Fault.SLOW)
    command = [sys.executable, "-c", DYING, house.printer.uri, str(house.cups.socket), key]
    with subprocess.Popen(command) as terminal:
        until(house.printing)
        terminal.kill()
    assert house.papers(key) == 0
    house.printer.set_fault(None)
    if late:
        until(lambda: house.papers(key) == 1)
    put(driver, key)
    assert house.papers(key) == 1
    assert driver.withdraw(key, deadline=6.0) is True


def test_a_job_that_nobody_waits_for_is_taken_back(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(A4Fault.MEDIA_JAM)
    running.result()
    with in_time(6.0):
        assert driver.withdraw(key, deadline=6.0) is False
    assert house.job(key) == CANCELED
    house.printer.set_fault(None)
    until(lambda: not house.printing())
    assert house.papers(key) == 0


def test_a_job_left_behind_is_taken_back_by_itself(house, driver, hand, until, key):
    class Later(SystemClock):
        def now(self) -> datetime:
            return super().now() + timedelta(minutes=10)

    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(A4Fault.MEDIA_JAM)
    running.result()
    driver.poll()
    assert house.job(key) not in ENDED
    later = open_device(house.options(), Later())
    until(lambda: house.job(key) == CANCELED)
    until(lambda: not house.printing())
    later.close()
    house.printer.set_fault(None)
    assert house.papers(key) == 0


def test_a_printer_that_takes_too_long_is_stopped(house, driver, key, until):
    house.printer.set_fault(A4Fault.SLOW)
    error = refused(driver, key, deadline=6.0)
    assert (error.sentence, error.out) == ("打印机太久没有打出来", False)
    assert house.job(key) == CANCELED
    house.printer.set_fault(None)
    until(lambda: not house.printing())
    assert house.papers(key) == 0


def test_a_document_that_the_printer_gives_up_is_no_success(house, driver, key):
    house.printer.set_fault(A4Fault.REFUSES)
    error = refused(driver, key)
    assert (error.sentence, error.out) == ("打印机没有打这份", False)
    house.printer.set_fault(None)
    put(driver, key)
    assert house.papers(key) == 1


def test_who_gives_up_gets_no_paper(house, driver, hand, until, key):
    cancel = Cancel()
    running = start_slowly(house, hand, until, lambda: put(driver, key, cancel=cancel))
    cancel.set()
    with pytest.raises(Cancelled):
        running.result()
    assert driver.withdraw(key, deadline=3.0) is False
    house.printer.set_fault(None)
    until(lambda: not house.printing())
    assert house.papers(key) == 0
    with pytest.raises(Cancelled):
        put(driver, key, cancel=cancel)


# --- the printer is gone ---


def test_gone_in_mid_job_the_job_is_cancelled_and_nobody_knows(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key, deadline=4.0))
    house.printer.set_fault(A4Fault.GONE)
    error = running.result()
    assert (error.sentence, error.out) == ("打印机没连上", None)
    assert house.job(key) in ENDED  # cut off at an unlucky moment CUPS even calls it completed
    with pytest.raises(Disconnected):
        driver.poll()
    house.printer.set_fault(None)
    assert driver.poll().usable
    assert driver.withdraw(key, deadline=3.0) is None
    put(driver, f"{key}-2")
    assert (house.papers(key), house.papers(f"{key}-2")) == (0, 1)


def test_back_in_time_it_has_forgotten_the_job_and_cups_is_not_believed(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key))
    house.printer.set_fault(A4Fault.GONE)
    house.printer.set_fault(None)
    error = running.result()
    assert error.out is None
    assert house.papers(key) == 0
    assert house.job(key) in ENDED


def test_cut_off_and_back_it_must_not_print_what_was_given_up(house, driver, hand, until, key):
    running = start_slowly(house, hand, until, lambda: refused(driver, key, deadline=3.0))
    with frozen(house.printer.pid):
        assert running.result().out is None
        said = []
        assert quickest(lambda: said.append(raised(NoAnswer, driver.poll)), 2.0 + SLACK) < 2.0 + SLACK
        assert {one.sentence for one in said} == {"打印机没反应"}
    driver.poll()
    until(lambda: not house.printing())
    house.printer.set_fault(None)
    assert house.papers(key) == 0
    assert driver.withdraw(key, deadline=3.0) is False


def test_its_owner_sees_it_go_and_come_back(house, until):
    pace = Pace(poll=0.05, reconnect_first=0.05, reconnect_most=0.1)
    owner = Owner("a4_printer", lambda: open_device(house.options(), SystemClock()), clock=SystemClock(), pace=pace)
    try:
        until(lambda: owner.status.health is Health.ONLINE)
        house.printer.set_fault(A4Fault.GONE)
        until(lambda: owner.status.health is Health.OFFLINE)
        house.printer.set_fault(None)
        until(lambda: owner.status.usable and owner.status.health is Health.ONLINE)
    finally:
        owner.close()


# --- CUPS ---


def test_a_paused_queue_is_said_and_nothing_is_sent(house, driver, key):
    house.cups.pause_queue("A4")
    try:
        status = driver.poll()
        assert status.health is Health.OFFLINE
        assert status.fault is not None
        assert status.fault.sentence == "打印机被暂停了"
        assert refused(driver, key).out is False
    finally:
        house.cups.resume_queue("A4")
    assert house.job(key) is None
    assert driver.poll().usable


def test_a_queue_that_is_not_there_is_the_engineer_s(house):
    driver = open_device(house.options(queue="A3"), SystemClock())
    status = driver.poll()
    driver.close()
    assert status.fault is not None
    assert (status.fault.code, status.fault.clearer) == ("a4.queue", Clearer.ENGINEER)


def test_without_cups_nothing_opens(house, tmp_path):
    with pytest.raises(Disconnected) as said:
        open_device(house.options(server=tmp_path / "nobody"), SystemClock())
    assert said.value.sentence == "打印机没准备好"


def test_a_restart_of_cups_is_survived(house, driver, key):
    put(driver, key)
    house.cups.stop()
    with pytest.raises(Disconnected):
        driver.poll()
    assert refused(driver, f"{key}-2").out is None
    house.cups.start()
    assert driver.poll().usable
    put(driver, key)
    put(driver, f"{key}-2")
    assert (house.papers(key), house.papers(f"{key}-2")) == (1, 1)


def test_a_cups_that_does_not_answer_costs_the_deadline_and_no_more(house, driver, key):
    with frozen(house.cups.pid):
        assert quickest(lambda: raised(NoAnswer, driver.poll), 2.0 + SLACK) < 2.0 + SLACK
        assert refused(driver, key, deadline=0.5).out is None
        answers = []
        assert quickest(lambda: answers.append(driver.withdraw(key, deadline=0.5)), 0.5 + SLACK) < 0.5 + SLACK
        assert set(answers) == {None}
    assert driver.poll().usable
    put(driver, key)
    assert house.papers(key) == 1


def children() -> list[str]:
    """Processes that this thread has started and that stand."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()


def test_the_process_for_jobs_stands_no_longer_than_there_are_jobs(house, driver, key, until):
    def spoolers() -> int:
        return sum(b"ipp_spooler" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children())

    def none_after_a_look() -> bool:
        driver.poll()
        return spoolers() == 0

    until(none_after_a_look)  # a test before this one may have left a job in the queue
    put(driver, key)
    assert spoolers() == 1
    until(none_after_a_look)
    put(driver, f"{key}-2")
    assert (house.papers(key), house.papers(f"{key}-2")) == (1, 1)


@pytest.mark.parametrize("times", [20, pytest.param(1000, marks=pytest.mark.whole)])
def test_nothing_is_left_behind(house, key, times):
    def things() -> tuple[int, int, int]:
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir())), len(children())

    before = things()
    for turn in range(times):
        driver = open_device(house.options(), SystemClock())
        fault = (None, A4Fault.MEDIA_EMPTY, A4Fault.TONER_LOW)[turn % 3]
        house.printer.set_fault(fault)
        if fault is A4Fault.MEDIA_EMPTY:
            assert refused(driver, key).out is False
        driver.poll()
        driver.close()
    assert things() == before


def test_it_is_asked_over_tls_as_well(house):
    driver = open_device(house.options(printer=house.printer.uri.replace("ipp://", "ipps://")), SystemClock())
    assert driver.poll().usable
    driver.close()


# --- options ---


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1/", "ipp:///ipp/print", "ipp://printer.example/ipp/print", "usb://HP"]
)
def test_an_address_is_one(uri):
    with pytest.raises(ValidationError):
        Options(queue="A4", printer=uri)
    assert Options(queue="A4", printer="ipps://192.0.2.7:631/ipp/print").server == Path("/run/cups/cups.sock")
