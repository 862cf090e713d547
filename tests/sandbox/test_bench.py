"""The bench's calls, with a real driver at the other end of each wire."""

import io
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from PIL import Image

from kiosk.core.clock import SystemClock
from kiosk.core.errors import CardError, KioskError, PaperError
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.devices import escpos, sdt_serial
from kiosk.devices.simulators.scenes import LOOP, Scene, picture
from kiosk.devices.simulators.sdt_reader import ReaderFault
from kiosk.sandbox.books import BOOKS
from kiosk.sandbox.cards import card_text
from kiosk.sandbox.faults import DocumentFault, GatewayFault
from kiosk.sandbox.residents import BAD_CARDS, RESIDENTS
from tests.sandbox.town import Town, town

SLOTS = ("id_card", "scanner", "receipt", "camera", "a4", "document")
RECEIPT = Receipt(
    "NB20261122-000001",
    "养老金认证",
    ReceiptState.DONE,
    datetime(2026, 11, 22, tzinfo=UTC),
    rows=(("姓名", "张*兰"),),
    code="JB:NB20261122-000001",
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path / "state") as made:
        yield made


@pytest.fixture(scope="module")
def same_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "state") as made:
        yield made


@pytest.fixture
def same_place(same_town: Town) -> Town:
    """For what changes no more than card, reader and scene."""
    same_town.order("/idcard", fault=None)
    same_town.order("/idcard")
    same_town.order("/camera", scene="face")
    return same_town


def read_card(place: Town) -> Person | None:
    options = sdt_serial.Options(port=Path(place.ready["wires"]["id_card"]))
    with closing(sdt_serial.open_device(options, SystemClock())) as reader:
        return reader.read()


def print_receipt(place: Town) -> None:
    options = escpos.Options(port=place.ready["wires"]["receipt"])
    with closing(escpos.open_device(options, SystemClock())) as printer:
        printer.print_receipt(RECEIPT, copy=0, deadline=10)


def first_picture(place: Town, camera: str = "camera") -> bytes:
    """The first JPEG that the camera sends."""
    url = urlsplit(place.ready["wires"][camera])
    with socket.create_connection((url.hostname, url.port), timeout=10) as camera:
        camera.sendall(b"GET / HTTP/1.0\r\n\r\n")
        data = b""
        while b"\xff\xd9" not in data:
            piece = camera.recv(65536)
            assert piece, "the camera hung up"
            data += piece
    return data[data.index(b"\xff\xd8") : data.index(b"\xff\xd9") + 2]


def is_of(scene: Scene, jpeg: bytes) -> bool:
    """Most often it is one of the first of the loop: the rest is not drawn for nothing."""
    return any(picture(scene, number) == jpeg for number in range(LOOP))


# --- state ---


def test_state_as_it_starts(place: Town) -> None:
    state = place.get("/state")
    assert len(state["people"]) == 40
    assert {person["pension"] for person in state["people"]} == {
        "due",
        "certified",
        "none",
        "stopped",
        "mismatch",
        "checking",
    }
    assert all(person["id"] and person["name"] and person["id_number"] for person in state["people"])
    assert [bad["id"] for bad in state["bad_cards"]] == ["x01", "x02", "x03"]
    assert state["devices"] == {
        "idcard": {"state": "connected", "fault": None, "card": None},
        "scanner": {"state": "connected", "fault": None, "text": None},
        "lights": {"state": "connected", "fault": None, "slots": dict.fromkeys(SLOTS, "off")},
        "camera": {"state": "connected", "fault": None, "scene": "face", "text": None},
        "document_camera": {"state": "connected", "fault": None, "scene": "table", "text": None},
        "receipt": {"state": "connected", "fault": None, "papers": 0, "printing": False, "waiting": False},
        "a4": {"state": "connected", "fault": None, "papers": 0},
    }
    assert state["network"] == {"fault": None}
    assert state["gateway"] == {"fault": None, "closed": []}
    assert state["documents"] == {"fault": None}
    assert state["payable"] == []
    assert state["wires"] == place.ready["wires"]
    assert state["books"] == dict.fromkeys(BOOKS, 0)


def test_books_as_they_start(place: Town) -> None:
    assert place.get("/books") == {book: [] for book in BOOKS}


# --- ID card ---


def test_a_person_s_card(place: Town) -> None:
    assert place.order("/idcard", person="r07")["card"] == "r07"
    person = read_card(place)
    assert person is not None
    assert person.name == "麦麦提图尔荪·阿卜杜热合曼江"
    assert place.get("/state")["devices"]["idcard"]["card"] == "r07"
    assert place.order("/idcard")["card"] is None
    assert read_card(place) is None


def test_a_text_of_one_s_own(place: Town) -> None:
    place.order("/idcard", text_hex=card_text(RESIDENTS[3].card).hex().upper())
    person = read_card(place)
    assert person is not None
    assert person.name == "陈㐀"
    assert place.get("/state")["devices"]["idcard"]["card"] == "other"


@pytest.mark.parametrize("bad", [bad.id for bad in BAD_CARDS])
def test_a_card_that_must_not_be_accepted(same_place: Town, bad: str) -> None:
    same_place.order("/idcard", person=bad)
    with pytest.raises(CardError):
        read_card(same_place)


@pytest.mark.parametrize("fault", ["unplugged", "mute"])
def test_a_fault_of_the_reader_is_on_the_wire(same_place: Town, fault: str) -> None:
    same_place.order("/idcard", person="r01", fault=fault)
    with pytest.raises(KioskError):
        read_card(same_place)
    same_place.order("/idcard", fault=None)
    assert read_card(same_place) is not None


@pytest.mark.parametrize("fault", ReaderFault)
def test_a_fault_of_the_reader_leaves_the_card_where_it_is(same_place: Town, fault: ReaderFault) -> None:
    spoiled = same_place.order("/idcard", person="r01", fault=fault.value)
    assert spoiled == {"state": spoiled["state"], "fault": fault.value, "card": "r01"}
    assert spoiled["state"] == ("unplugged" if fault is ReaderFault.UNPLUGGED else "connected")
    assert same_place.order("/idcard", fault=None) == {"state": "connected", "fault": None, "card": "r01"}


# --- camera ---


@pytest.mark.parametrize("scene", Scene)
def test_scenes(same_place: Town, scene: Scene) -> None:
    same_place.order("/camera", scene=scene.value)
    assert is_of(scene, first_picture(same_place))
    shown = requests.get(same_place.ready["bench"] + f"/camera/{scene.value}.jpg", timeout=10)
    assert shown.content == picture(scene, 0)


def test_camera_unplugged_and_back(place: Town) -> None:
    assert place.order("/camera", fault="unplugged") == {
        "state": "unplugged",
        "fault": "unplugged",
        "scene": "face",
        "text": None,
    }
    with pytest.raises(ConnectionError):
        first_picture(place)
    place.order("/camera", fault=None, scene="paper")
    assert is_of(Scene.PAPER, first_picture(place))


def test_the_document_camera_is_one_of_its_own(place: Town) -> None:
    assert first_picture(place, "document_camera") == picture(Scene.TABLE, 0)
    place.order("/camera", camera="document", scene="paper_skewed")
    assert first_picture(place, "document_camera") == picture(Scene.PAPER_SKEWED, 0)
    assert place.get("/state")["devices"]["camera"]["scene"] == "face"
    assert place.order("/camera", camera="document", fault="unplugged")["state"] == "unplugged"
    assert first_picture(place)
    with pytest.raises(ConnectionError):
        first_picture(place, "document_camera")


# --- receipt printer ---


def test_papers(place: Town) -> None:
    assert place.get("/receipt/papers") == []
    print_receipt(place)
    print_receipt(place)
    first, second = place.get("/receipt/papers")
    assert (first["n"], second["n"]) == (1, 2)
    assert RECEIPT.number in first["text"]
    assert first["codes"] == [RECEIPT.code]
    data = requests.get(place.ready["bench"] + "/receipt/papers/1.bin", timeout=10).content
    assert len(data) == first["bytes"]
    assert "张*兰" in data.decode("gb18030", errors="replace")
    image = requests.get(place.ready["bench"] + "/receipt/papers/1.png", timeout=10)
    with Image.open(io.BytesIO(image.content), formats=["PNG"]) as paper:
        assert paper.width > 500
    assert place.get("/state")["devices"]["receipt"]["papers"] == 2
    assert place.get("/state")["devices"]["receipt"]["waiting"] is True
    place.order("/receipt", take=True)
    assert place.get("/state")["devices"]["receipt"]["waiting"] is False


@pytest.mark.parametrize("fault", ["paper_out", "cover_open"])
def test_a_fault_of_the_printer_and_back(place: Town, fault: str) -> None:
    place.order("/receipt", fault=fault)
    with pytest.raises(PaperError):
        print_receipt(place)
    assert place.get("/receipt/papers") == []
    place.order("/receipt", fault=None)
    print_receipt(place)
    assert len(place.get("/receipt/papers")) == 1


@pytest.mark.parametrize("name", ["0.png", "2.png", "-1.bin", "1.bin"])
def test_a_paper_that_is_not_there(same_place: Town, name: str) -> None:
    reply = requests.get(same_place.ready["bench"] + f"/receipt/papers/{name}", timeout=10)
    assert reply.status_code == 404
    assert reply.json()["error"].endswith("打出来了 0 张")


# --- what cannot be done ---

WRONG = [
    ("/idcard", {"person": "r99"}, "没有编号是 'r99' 的人；可以写 r01 到 r40、x01 到 x03"),
    ("/idcard", {"person": 1}, "person 要写文字"),
    ("/idcard", {"text_hex": "zz"}, "text_hex 里只能写十六进制数字：0 到 9、a 到 f"),
    ("/idcard", {"text_hex": "00"}, "text_hex 要写 256 个字节（512 个十六进制数字），现在是 1 个字节"),
    ("/idcard", {"person": "r01", "text_hex": "00"}, "person 和 text_hex 只能写一个"),
    (
        "/idcard",
        {"fault": "broken"},
        "fault 可以写：null、unplugged、mute、noise、wrong_xor、truncated、module",
    ),
    ("/idcard", {"name": "张三"}, "不认识 name，可以写：person、text_hex、fault"),
    ("/camera", {"scene": "dog"}, f"scene 可以写：{'、'.join(scene.value for scene in Scene)}"),
    ("/camera", {"fault": "fog"}, "fault 可以写：null、unplugged、stall"),
    ("/camera", {"camera": "front"}, "camera 可以写：camera、document"),
    ("/camera", {"scene": "face", "text": "x"}, "scene、text 和 person 只能写一个"),
    ("/camera", {"text": "x" * 1001}, "text 写 1 到 1000 个字"),
    ("/camera", {"text": ""}, "text 写 1 到 1000 个字"),
    ("/camera", {"person": "r99"}, "没有编号是 'r99' 的人；可以写 r01 到 r40"),
    ("/receipt", {}, "要写 fault 或者 take"),
    (
        "/receipt",
        {"fault": "fire"},
        "fault 可以写：null、near_end、paper_out、cover_open、cutter、mute、unplugged",
    ),
    ("/scanner", {}, "要写 text 或者 person，或者 fault"),
    ("/scanner", {"text": 5}, "text 要写文字"),
    ("/scanner", {"text": "7" * 8193}, "text 最多 8192 个字"),
    ("/scanner", {"text": "7", "person": "r01"}, "text 和 person 只能写一个"),
    ("/scanner", {"person": "x01"}, "没有编号是 'x01' 的人；可以写 r01 到 r40"),
    ("/scanner", {"person": "r01", "code": "bank"}, "code 可以写：social_security、medical_voucher、expired"),
    ("/scanner", {"fault": "fog"}, "fault 可以写：null、unplugged、mute、noise、truncated"),
    ("/lights", {}, "fault 没有写"),
    ("/lights", {"fault": "dark"}, "fault 可以写：null、unplugged、mute、noise、refuses"),
    ("/network", {"fault": 5}, "fault 可以写：null、down、slow、lose_request、lose_reply、error_500、duplicate"),
    (
        "/gateway",
        {"fault": "late"},
        f"fault 可以写：null、{'、'.join(fault.value for fault in GatewayFault)}",
    ),
    (
        "/documents",
        {"fault": "torn"},
        f"fault 可以写：null、{'、'.join(fault.value for fault in DocumentFault)}",
    ),
    ("/documents", {}, "fault 没有写"),
    ("/police", {}, "person 没有写"),
    ("/phone/pay", {}, "order 没有写"),
    ("/phone/pay", {"order": "x", "channel": "cash"}, "channel 可以写：wechat、alipay、unionpay"),
    ("/phone/pay", {"order": "x", "decline": "maybe"}, "decline 可以写：true、false"),
    ("/network", {"falt": None}, "不认识 falt，可以写：fault"),
    ("/network", [], "要发一个 JSON 对象，例如 {}"),
    ("/network", "down", "要发一个 JSON 对象，例如 {}"),
]


@pytest.mark.parametrize(("path", "body", "sentence"), WRONG)
def test_wrong_orders_are_told_what_is_allowed(same_place: Town, path: str, body: Any, sentence: str) -> None:
    before = same_place.get("/state")
    reply = same_place.post(path, body)
    assert (reply.status_code, reply.json()) == (422, {"error": sentence})
    assert same_place.get("/state") == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"fault": NaN'])
def test_what_is_no_json(same_place: Town, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = requests.post(same_place.ready["bench"] + "/network", data=body, headers=headers, timeout=10)
    assert reply.status_code in (400, 422)
    assert "JSON" in reply.json()["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("GET", "/idcard"), ("POST", "/state")])
def test_unknown_calls(same_place: Town, method: str, path: str) -> None:
    reply = requests.request(method, same_place.ready["bench"] + path, timeout=10)
    assert reply.status_code in (404, 405)
    assert "/bench" in reply.json()["error"]
