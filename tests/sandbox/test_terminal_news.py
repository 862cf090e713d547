"""What the platform does with news of a terminal: each once by its key, in its books and on its bench."""

from datetime import UTC, datetime

import pytest
import requests

from kiosk.core.errors import BrokenReply, Refused
from kiosk.core.news import Heard, TellNews
from tests.sandbox.town import PICTURE, TERMINAL, Town

AT = datetime(2026, 7, 30, 9, 0, tzinfo=UTC)
KEY = "n" * 32
TOLD = TellNews(7, "check.done", AT, {"checklist": "open", "staff": "S01", "open": 2, "late": True, "share": 0.5})


def test_it_stands_in_the_books_with_its_fields_as_they_were_told(place: Town) -> None:
    assert place.gateway().call(TOLD, key=KEY) == Heard(7)
    (entry,) = place.get("/books")["news"]
    assert (entry["terminal"], entry["sequence"], entry["kind"]) == (TERMINAL, 7, "check.done")
    assert datetime.fromisoformat(entry["told"]) == AT
    assert entry["fields"] == TOLD.fields
    assert type(entry["fields"]["late"]) is bool
    assert place.get("/state")["books"]["news"] == 1


def test_the_same_key_is_heard_once_and_never_with_something_else(place: Town) -> None:
    gateway = place.gateway()
    assert [gateway.call(TOLD, key=KEY) for _ in range(2)] == [Heard(7), Heard(7)]
    with pytest.raises(Refused, match="key_reused"):
        gateway.call(TellNews(8, "check.done", AT, {}), key=KEY)
    assert len(place.get("/books")["news"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        TellNews(0, "check.done", AT, {}),
        TellNews(1, "no kind at all", AT, {}),
        TellNews(1, "check.done", AT, {"note": "长" * 301}),
        TellNews(1, "check.done", AT, {str(number): number for number in range(21)}),
        TellNews(1, "fault.reported", AT, {}, b"no picture"),
    ],
)
def test_what_is_no_news_is_not_taken(place: Town, wrong: TellNews) -> None:
    with pytest.raises((Refused, BrokenReply)):
        place.gateway().call(wrong, key=KEY)
    assert place.get("/books")["news"] == []


def test_a_photo_can_be_seen_on_the_bench_and_is_gone_with_the_books(place: Town) -> None:
    place.gateway().call(TellNews(1, "fault.reported", AT, {"note": "裂了"}, PICTURE), key=KEY)
    assert place.photo(KEY) == PICTURE
    place.order("/reset")
    assert place.get("/books")["news"] == []
    assert requests.get(f"{place.ready['bench']}/news/{KEY}.jpg", timeout=10).status_code == 422


def test_whoever_does_not_sign_is_not_heard(place: Town) -> None:
    url = f"{place.ready['wires']['gateway']}/terminal/news"
    reply = requests.post(url, json={"number": 1, "kind": "a.b", "at": AT.isoformat(), "fields": {}}, timeout=10)
    assert reply.status_code == 401
