"""The bench: plays the world outside the terminal, as a page at /bench and the same in JSON.

A call that cannot be done answers 4xx with ``{"error": sentence}``: what is wrong, and what may stand there.
"""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from kiosk.devices.simulators.sdt_reader import ReaderFault
from kiosk.sandbox import (
    bench_a4,
    bench_camera,
    bench_certificates,
    bench_helper,
    bench_lights,
    bench_orders,
    bench_queue,
    bench_receipt,
    bench_scanner,
)
from kiosk.sandbox.app import STATIC
from kiosk.sandbox.bench_errors import ERRORS, BenchError, install
from kiosk.sandbox.bench_parts import OnStage, Order, device, value
from kiosk.sandbox.bench_people import people
from kiosk.sandbox.books import BOOKS
from kiosk.sandbox.cards import card_text
from kiosk.sandbox.desk import AtDesk, Desk
from kiosk.sandbox.relay import NetworkFault
from kiosk.sandbox.residents import BAD_CARDS, RESIDENTS
from kiosk.sandbox.staff import INVENTED
from kiosk.sandbox.stage import Stage

__all__ = ["make_bench"]

_CARDS = {resident.id: resident.card for resident in RESIDENTS} | {bad.id: bad.card for bad in BAD_CARDS}

router = APIRouter(responses=ERRORS)
PARTS = (
    bench_receipt.router,
    bench_a4.router,
    bench_camera.router,
    bench_scanner.router,
    bench_lights.router,
    bench_orders.router,
    bench_queue.router,
    bench_helper.router,
    bench_certificates.router,
)


def make_bench(desk: Desk, stage: Stage) -> FastAPI:
    """To be mounted at /bench."""
    routes = [route for part in (router, *PARTS) for route in part.routes]
    bench = FastAPI(title="近办试验台", docs_url=None, redoc_url=None, routes=routes)
    bench.state.desk, bench.state.stage = desk, stage
    install(bench)
    bench.mount("/static", StaticFiles(directory=STATIC))
    return bench


class CardOrder(Order):
    """``person`` or ``text_hex`` (512 hexadecimal digits) lays a card, nothing at all takes it away."""

    person: str | None = None
    text_hex: str | None = None
    fault: ReaderFault | None = None


class ItemsOrder(Order):
    closed: tuple[str, ...]


class NetworkOrder(Order):
    fault: NetworkFault | None


@router.get("/", include_in_schema=False)
def page() -> FileResponse:
    return FileResponse(STATIC / "bench.html")


@router.get("/state")
def state(desk: AtDesk, stage: OnStage) -> dict[str, Any]:
    """Everything as it stands; of each book, how many entries it has."""
    return {
        "people": people(desk),
        "bad_cards": [{"id": bad.id, "name": bad.card.name, "flaw": bad.flaw} for bad in BAD_CARDS],
        "devices": {
            "idcard": device(stage.id_card.fault) | {"card": stage.card},
            "scanner": bench_scanner.scanner_state(stage),
            "lights": bench_lights.lights_state(stage),
            **bench_camera.camera_state(stage),
            "receipt": bench_receipt.receipt_state(stage),
            "a4": bench_a4.a4_state(stage),
        },
        "network": {"fault": value(stage.relay.fault)},
        "documents": {"fault": value(desk.faults.document)},
        "gateway": {"fault": value(desk.faults.fault), "closed": sorted(desk.closed)},
        "queue": bench_queue.queue_state(desk),
        "helper": bench_helper.helper_state(desk),
        "payable": bench_orders.payable(desk),
        "books": {book: desk.books.count(book) for book in BOOKS},
        "staff": [asdict(one) | {"role": one.role.words} for one in INVENTED],
        "wires": stage.wires,
    }


@router.post("/idcard")
def id_card(order: CardOrder, stage: OnStage) -> dict[str, Any]:
    """Lays a card on the reader or takes it away; sets or clears a fault of the reader."""
    if order.person is not None and order.text_hex is not None:
        raise BenchError("person 和 text_hex 只能写一个")
    if "fault" in order.model_fields_set:
        stage.id_card.set_fault(order.fault)
    if order.person is not None:
        stage.lay(order.person, _person_card(order.person))
    elif order.text_hex is not None:
        stage.lay("other", _card_from_hex(order.text_hex))
    elif "fault" not in order.model_fields_set:
        stage.take()
    return device(stage.id_card.fault) | {"card": stage.card}


@router.post("/items")
def items(order: ItemsOrder, desk: AtDesk) -> dict[str, Any]:
    """Which items the gateway has not opened for the terminal, all of them."""
    desk.closed.clear()
    desk.closed.update(order.closed)
    return {"closed": sorted(desk.closed)}


@router.post("/network")
def network(order: NetworkOrder, stage: OnStage) -> dict[str, Any]:
    """Spoils or mends the wire between terminal and gateway; whatever is under way on it is cut off."""
    stage.relay.set_fault(order.fault)
    return {"fault": value(stage.relay.fault)}


@router.get("/books")
def books(desk: AtDesk) -> dict[str, list[dict[str, Any]]]:
    """The gateway's own books."""
    return {book: desk.books.entries(book) for book in BOOKS}


@router.get("/news/{number}.jpg")
def news_photo(number: str, desk: AtDesk) -> Response:
    """The photo that came with one of the news."""
    if number not in desk.photos:
        raise BenchError("这条消息没有照片，或者平台重新开过")
    return Response(desk.photos[number], media_type="image/jpeg")


@router.post("/reset")
def reset(desk: AtDesk, stage: OnStage) -> dict[str, Any]:
    """Empties the books, so that everybody stands as at the start. Faults stay, and numbers go on.

    Orders that wait are closed first; a terminal that asks about an old one is still told how it ended.
    """
    with desk.books.transaction():
        desk.orders.close_all()
    desk.books.reset()
    desk.hall.empty()
    desk.photos.clear()
    desk.helpers.empty()
    return state(desk, stage)


def _person_card(person: str) -> bytes:
    card = _CARDS.get(person)
    if card is None:
        raise BenchError(
            f"没有编号是 {person[:20]!r} 的人；可以写 {RESIDENTS[0].id} 到 {RESIDENTS[-1].id}、"
            f"{BAD_CARDS[0].id} 到 {BAD_CARDS[-1].id}"
        )
    return card_text(card)


def _card_from_hex(text: str) -> bytes:
    try:
        card = bytes.fromhex(text)
    except ValueError:
        raise BenchError("text_hex 里只能写十六进制数字：0 到 9、a 到 f") from None
    if len(card) != 256:
        raise BenchError(f"text_hex 要写 256 个字节（512 个十六进制数字），现在是 {len(card)} 个字节")
    return card
