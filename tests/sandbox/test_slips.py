"""A receipt of the stand-in gateway leads back to its item, whoever asks, and names nobody."""

from datetime import datetime
from pathlib import Path

import pytest

from kiosk import flows
from kiosk.core.item import find_items
from kiosk.core.slip import AskSlip, SlipOf, number_on
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.residents import Case
from kiosk.sandbox.slips import ITEMS
from tests.sandbox.town import PICTURE, someone, town


def test_the_code_on_a_receipt_leads_to_its_item(tmp_path: Path) -> None:
    with town(tmp_path / "state") as place:
        gateway = place.gateway()
        sent = CertifyPension(someone(Case.DUE).card.number, datetime.now().astimezone().year, PICTURE, ("face",))
        number = number_on(gateway.call(sent, key="a-new-receipt").code)
        assert number is not None
        assert gateway.call(AskSlip(number)) == SlipOf("social.pension_certification", "养老金认证")
        assert gateway.call(AskSlip("NB19990101-000001")) == SlipOf()


@pytest.mark.parametrize("item", [item for item, _ in ITEMS.values()])
def test_every_item_that_is_told_is_one(item: str) -> None:
    assert item in find_items(flows)
