"""The terminal's side of acting for others: why not, what comes before the item, and that it is counted."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.assisted import REGISTRATION, AssistDesk
from kiosk.core.assist import Assistance
from kiosk.core.item import Capability, Offline
from kiosk.core.package import Helper
from kiosk.core.proxy import IN_PERSON, Authorised
from kiosk.core.staff import Role, Staff
from kiosk.core.step import Choose, LayCard
from kiosk.core.walk import Walk
from kiosk.flows.medical_payment import pay_medical
from kiosk.flows.pension_certification import certify
from kiosk.services.audit import Audit
from kiosk.services.proxies import Proxies
from kiosk.services.store import Store
from tests.people import WANG, ZHANG
from tests.services.world import KEY, SetClock

NOW = Assistance(Staff("1001", "朱思琪", Role.HELPER), 0.0, 900.0, 300.0, False)
TERMS = Helper(15, limits={"medical.payment": 1})


class Place:
    def __init__(self, directory: Path) -> None:
        self.clock = SetClock()
        self.store = Store(directory / "store", KEY)
        self.proxies = Proxies(self.store, Audit(self.store, self.clock), self.clock)
        self.proxies.load("1001")
        self.camera = True
        services = SimpleNamespace(staff=SimpleNamespace(proxies=self.proxies))
        terminal: Any = SimpleNamespace(services=services, has=lambda one: self.camera)
        self.desk = AssistDesk(terminal, TERMS, self.clock)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.store.close()


def test_a_face_without_another_route_is_the_principal_s(place: Place) -> None:
    no = place.desk.why_not(NOW, replace(certify, needs=(Capability.CAMERA,)))
    assert no is not None
    assert (no.sentence, no.remedy) == (IN_PERSON, "请本人来办")
    assert place.desk.why_not(NOW, certify) is None


def test_what_was_done_is_counted_at_once_and_for_good(place: Place) -> None:
    assert place.desk.why_not(NOW, pay_medical) is None
    place.desk.authorised(NOW, pay_medical, Authorised("登记好了", reference="DB20260730-000001", principal=ZHANG))
    no = place.desk.why_not(NOW, pay_medical)
    assert no is not None
    assert no.sentence == "今天替人办满了1次"
    for thread in threading.enumerate():
        if thread.name == "helper":
            thread.join()
    assert [row["helper"] for row in place.store.read("SELECT helper FROM proxies")] == ["1001"]


@pytest.mark.parametrize("camera", [True, False])
def test_what_comes_before_the_item_needs_link_and_reader(place: Place, camera: bool) -> None:
    place.camera = camera
    registration = place.desk.registration(NOW, certify)
    assert (registration.id, registration.offline) == (REGISTRATION, Offline.REFUSED)
    assert (registration.needs, registration.wants) == ((Capability.ID_CARD,), ())
    walk = Walk(registration.script, id="walk-1")
    for answer in (WANG, ZHANG):
        assert isinstance(walk.step, LayCard)
        walk.answer(answer)
    walk.answer(("CHILD",))
    assert isinstance(walk.step, Choose)
    assert bool(walk.step.choices[1].closed) is not camera
