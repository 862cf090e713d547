"""News to the gateway on a real store: heard once, whatever happens on the way; then over the real wire."""

import dataclasses
import json
import tempfile
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.call import Call
from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BrokenReply, Refused, ServerFault, Unauthorized, Unreachable
from kiosk.core.news import KINDS, DeviceStands, DoorLocked, FaultEnded, FaultReported, Heard, TellNews
from kiosk.services import news as module
from kiosk.services.news import MOST_PHOTO, News
from kiosk.services.store import Store
from tests.sandbox.town import PICTURE, Town, town
from tests.services.world import KEY, Crash, SetClock, TimedEvent, decrypted_pages

Until = Callable[[Callable[[], bool]], None]
FAULTS = {
    "lost_request": Unreachable("no reply"),
    "error_500": ServerFault("HTTP 500"),
    "unauthorized": Unauthorized("HTTP 401"),
    "crash_before": Crash(),
}
AFTER = {"lost_reply": Unreachable("no reply"), "broken": BrokenReply("field"), "crash_after": Crash()}


class Platform:
    """The gateway's side: what it has heard, once for each key. ``faults`` are met one after the other."""

    def __init__(self, *faults: str, always: str = "ok") -> None:
        self.faults, self.always = list(faults), always
        self.heard: dict[str, TellNews] = {}
        self.asked = 0

    def call(self, call: Call[Any], *, key: str | None = None, cancel: Cancel | None = None) -> Any:
        assert isinstance(call, TellNews)
        assert key is not None
        self.asked += 1
        fault = self.faults.pop(0) if self.faults else self.always
        if fault in FAULTS:
            raise FAULTS[fault]
        if fault == "refused":
            raise Refused("unknown_kind")
        assert self.heard.setdefault(key, call) == call, "the same key came with something else"
        if fault in AFTER:
            raise AFTER[fault]
        return Heard(call.number)

    @property
    def kinds(self) -> list[str]:
        return [call.kind for call in self.heard.values()]

    @property
    def fields(self) -> list[dict[str, Any]]:
        return [dict(call.fields) for call in self.heard.values()]


class Quiet(News):
    """Its thread never starts: a test says when it sends."""

    send = News._catch_up


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store", KEY)
    yield store
    store.close()


def ended(number: str) -> FaultEnded:
    return FaultEnded(number, "a4_printer", "a4.jam", 60, "", "")


def stands(device: str, fault: str = "") -> DeviceStands:
    return DeviceStands(device, "online", "ok", fault, "")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_only_what_its_fields_declare(kind: str) -> None:
    hints = typing.get_type_hints(KINDS[kind])
    names = [one.name for one in dataclasses.fields(KINDS[kind])]
    assert names
    assert all(hints[name] in (str, int, bool, float) for name in names)
    assert set(KINDS[kind].state_of) <= set(names)


def test_it_is_sent_at_once_in_its_order_and_not_kept(store: Store, clock: SetClock, until: Until) -> None:
    platform = Platform()
    news = News(store, platform, clock, every=3600)
    news.start()
    news.tell(ended("1"))
    news.tell("fault.ended", number="2", device="camera", code="camera", seconds=1, staff="", how="")
    until(lambda: len(platform.heard) == 2 and news.waiting() == 0)
    news.close()
    assert [fields["number"] for fields in platform.fields] == ["1", "2"]
    assert [call.number for call in platform.heard.values()] == [1, 2]
    assert {call.at for call in platform.heard.values()} == {clock.now()}


def test_its_thread_rests_until_there_is_news_and_tries_again_what_did_not_get_through(
    store: Store, clock: SetClock, until: Until
) -> None:
    platform = Platform(always="lost_request")
    news = News(store, platform, clock, every=3600)
    news._woken = woken = TimedEvent()
    news.start()
    until(lambda: len(woken.waits) == 1)
    news.wake()
    until(lambda: len(woken.waits) == 2)
    news.tell(ended("1"))
    until(lambda: len(woken.waits) == 3)
    platform.always = "ok"
    news.wake()
    until(lambda: len(woken.waits) == 4)
    news.close()
    assert woken.waits[1:] == [None, 3600, None]
    assert platform.kinds == ["fault.ended"]


def test_what_is_not_declared_is_a_mistake_that_shows(store: Store, clock: SetClock) -> None:
    news = Quiet(store, Platform(), clock)
    with pytest.raises(KeyError):
        news.tell("weather.fine")
    with pytest.raises(TypeError):
        news.tell("fault.ended", name="张三")
    assert news.waiting() == 0


def test_a_newer_state_takes_the_place_of_one_that_was_not_sent(store: Store, clock: SetClock) -> None:
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    for piece in (stands("camera"), stands("a4_printer"), ended("1"), stands("camera", "camera"), ended("2")):
        news.tell(piece)
        news.send()
    platform.always = "ok"
    news.send()
    assert [(call.kind, call.fields["device"]) for call in platform.heard.values()] == [
        ("device.stands", "a4_printer"),
        ("fault.ended", "a4_printer"),
        ("device.stands", "camera"),
        ("fault.ended", "a4_printer"),
    ]
    assert platform.fields[2]["fault"] == "camera"


def test_what_the_store_takes_late_replaces_nothing_newer(
    store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    with monkeypatch.context() as broken:
        broken.setattr(store, "_commit", lambda: store._db.execute("SELECT * FROM nowhere"))
        news.tell(stands("camera", "old"))
        news.tell(ended("1"))
    clock.advance(seconds=1)
    news.tell(stands("camera"))
    platform.always = "ok"
    news.send()
    assert [fields.get("fault", "-") for fields in platform.fields] == ["", "-"]


def test_no_link_costs_one_question_and_trouble_of_the_platform_three(store: Store, clock: SetClock) -> None:
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    for number in range(6):
        news.tell(ended(str(number)))
    news.send()
    assert platform.asked == 1
    platform.always = "error_500"
    news.send()
    assert platform.asked == 4
    assert news.waiting() == 6


def test_one_that_cannot_be_taken_does_not_hold_up_the_next(store: Store, clock: SetClock) -> None:
    platform = Platform("broken")
    news = Quiet(store, platform, clock)
    news.tell(ended("1"))
    news.tell(ended("2"))
    news.send()
    news.send()
    assert sorted(fields["number"] for fields in platform.fields) == ["1", "2"]
    assert news.waiting() == 0


def test_what_is_refused_is_let_go_and_what_is_a_month_old_too(store: Store, clock: SetClock) -> None:
    platform = Platform("refused")
    news = Quiet(store, platform, clock)
    news.tell(ended("1"))
    news.send()
    assert news.waiting() == 0
    platform.always = "lost_request"
    news.tell(ended("2"))
    clock.advance(days=31)
    news.send()
    assert news.waiting() == 0
    assert platform.heard == {}


def test_no_more_is_kept_than_is_worth_keeping(store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 5)
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    for number in range(9):
        news.tell(ended(str(number)))
    platform.always = "ok"
    news.send()
    assert [fields["number"] for fields in platform.fields] == ["4", "5", "6", "7", "8"]


def test_what_staff_typed_holds_no_id_number_and_a_sent_photo_leaves_nothing(
    store: Store, clock: SetClock, tmp_path: Path
) -> None:
    photo = b"\xff\xd8" + bytes(range(256)) * 200
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    report = FaultReported("1", "a4_printer", "S01", f"{'卡' * 400}")
    with store.write() as db:
        news.enter(db, FaultReported("1", "a4_printer", "S01", "老人11010519491231002X的证明卡住了"), photo)
        news.enter(db, report)
    assert bytes(range(256)) in decrypted_pages(tmp_path / "store", KEY)
    assert b"\xff\xd8\x00\x01" not in b"".join(path.read_bytes() for path in (tmp_path / "store").iterdir())
    platform.always = "ok"
    news.send()
    assert platform.fields[0]["note"] == "老人#的证明卡住了"
    assert len(platform.fields[1]["note"]) == 300
    assert [call.photo for call in platform.heard.values()] == [photo, b""]
    assert bytes(range(256)) not in decrypted_pages(tmp_path / "store", KEY)
    with pytest.raises(ValueError, match="400001"), store.write() as db:
        news.enter(db, report, bytes(MOST_PHOTO + 1))


def test_photos_that_wait_are_few_and_their_news_stay(
    store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PHOTOS", 2)
    platform = Platform(always="lost_request")
    news = Quiet(store, platform, clock)
    for number in range(4):
        with store.write() as db:
            news.enter(db, FaultReported(str(number), "", "S01", "裂了"), bytes([number]) * 9)
    platform.always = "ok"
    news.send()
    assert [call.photo[:1] for call in platform.heard.values()] == [b"", b"", b"\x02", b"\x03"]


OUTCOMES = st.sampled_from(["ok", "ok", "refused", *FAULTS, *AFTER])
HAPPENS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.integers(0, 2)),
        st.tuples(st.just("state"), st.integers(0, 2)),
        st.tuples(st.just("send"), OUTCOMES),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=25,
)


@given(HAPPENS)
def test_in_any_order_each_is_heard_once_and_of_a_state_the_newest_last(happens: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, clock, platform = Store(Path(folder), KEY), SetClock(), Platform()
        news = Quiet(store, platform, clock)
        told: list[str] = []
        latest: dict[str, str] = {}
        refused = False
        for step, (what, value) in enumerate(happens):
            clock.advance(seconds=1)
            if what == "tell":
                told.append(f"{step}-{value}")
                news.tell(ended(told[-1]))
            elif what == "state":
                latest[f"d{value}"] = str(step)
                news.tell(stands(f"d{value}", str(step)))
            elif what == "send":
                platform.faults = [value]
                refused = refused or value == "refused"
                with suppress(Crash):
                    news.send()
            if what == "restart" or value in ("crash_before", "crash_after"):
                store.close()
                store = Store(Path(folder), KEY)
                news = Quiet(store, platform, clock)
        platform.faults = []
        news.send()
        assert news.waiting() == 0
        store.close()
    numbers = [fields["number"] for fields in platform.fields if "number" in fields]
    assert len(numbers) == len(set(numbers))
    last = {fields["device"]: fields["fault"] for fields in by_number(platform) if "fault" in fields}
    if not refused:
        assert sorted(numbers) == sorted(told)
        assert last == latest


def by_number(platform: Platform) -> list[dict[str, Any]]:
    return [dict(call.fields) for call in sorted(platform.heard.values(), key=lambda call: call.number)]


# --- over the wire ---


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def place(shared: Town) -> Town:
    shared.afresh()
    return shared


def books(place: Town) -> list[dict[str, Any]]:
    return list(place.get("/books")["news"])


@pytest.mark.parametrize("fault", ["down", "lose_request", "lose_reply", "error_500"])
def test_the_books_hold_it_once_when_the_fault_clears(place: Town, store: Store, until: Until, fault: str) -> None:
    news = News(store, place.gateway(reply_seconds=0.3), SystemClock(), every=0.05)
    news.start()
    place.order("/network", fault=fault)
    news.tell(ended("1"))
    news.tell(DoorLocked("maintenance", 5, 15))
    place.order("/network", fault=None)
    news.wake()
    until(lambda: news.waiting() == 0)
    news.close()
    first, second = sorted(books(place), key=lambda entry: entry["sequence"])
    assert (first["kind"], first["fields"]["number"], first["sequence"]) == ("fault.ended", "1", 1)
    assert (second["kind"], second["fields"]["tries"], second["sequence"]) == ("door.locked", 5, 2)


def test_a_photo_is_kept_by_the_platform_and_a_text_that_is_none_is_refused(
    place: Town, store: Store, until: Until
) -> None:
    news = News(store, place.gateway(), SystemClock(), every=3600)
    news.start()
    for photo in (PICTURE, b"no picture"):
        with store.write() as db:
            news.enter(db, FaultReported("1", "a4_printer", "S01", "纸卡在后盖"), photo)
    news.wake()
    until(lambda: news.waiting() == 0)
    news.close()
    (entry,) = books(place)
    assert json.dumps(entry, ensure_ascii=False).count("纸卡在后盖") == 1
    assert entry["photo"] == len(PICTURE)
    assert place.post(f"/news/{entry['number']}.jpg", {}).status_code == 405
    assert place.photo(entry["number"]) == PICTURE
