"""How everybody stands with every office, for whoever has to choose a person at the bench or in a test."""

from typing import Any

from kiosk.sandbox.bench_certificates import certificates_of
from kiosk.sandbox.declared_items import may_do_all
from kiosk.sandbox.desk import Desk
from kiosk.sandbox.enquiries import enquiries_of
from kiosk.sandbox.id_card import id_cards_of
from kiosk.sandbox.medical import medical_of
from kiosk.sandbox.residents import RESIDENTS, household
from kiosk.sandbox.senior import cards_of
from kiosk.sandbox.sharing import sharing_of
from kiosk.sandbox.social import pensions

__all__ = ["people"]


def people(desk: Desk) -> list[dict[str, Any]]:
    pension, medical, certificates = pensions(desk), medical_of(desk), certificates_of(desk)
    senior, sharing, id_cards = cards_of(desk), sharing_of(desk), id_cards_of(desk)
    return [
        {
            "id": one.id,
            "name": one.name,
            "id_number": one.card.number,
            "kind": one.card.kind.name.lower(),
            "pension": pension[one.id].value,
            "medical": medical[one.id],
            "insured": certificates[one.id]["insured"],
            "certificates": certificates[one.id],
            "family": len(household(one)),
            "senior_card": senior[one.id],
            "sharing": sharing[one.id],
            "id_card": id_cards[one.id],
            "declared": may_do_all(one),
            **enquiries_of(one),
        }
        for one in RESIDENTS
    ]
