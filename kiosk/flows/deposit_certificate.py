"""打公积金证明 (住房公积金缴存证明): who pays in for a person, since when, and what has been saved.

Cases: paying in; an account that rests, which the certificate says; no account; and those of every certificate.
"""

from kiosk.core.item import Capability, Category, item
from kiosk.core.step import Done
from kiosk.flows.certificates import Wanted, certificate

WANTED = Wanted("deposit", "住房公积金缴存证明")


@item(
    "fund.deposit_certificate",
    title="打公积金证明",
    official=WANTED.title,
    icon="mdi6.piggy-bank",
    category=Category.FUND,
    words=("公积金缴存证明", "买房贷款", "住房公积金", "异地贷款"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.A4_PRINTER),
)
async def deposit_certificate() -> Done:
    return await certificate(WANTED)
