"""Registering that somebody acts for somebody else (代办登记), before an item begins for its principal.

Cases: the principal signs here; they have signed a paper, which is laid under the document camera; neither, and then
nothing is done; no link to the gateway, which alone gives out the number.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from kiosk.core.errors import Unreachable
from kiosk.core.item import Item
from kiosk.core.masking import mask_name
from kiosk.core.person import Person
from kiosk.core.proxy import Authorised, AuthoriseProxy, Relation
from kiosk.core.signature import Signature
from kiosk.core.step import (
    Choice,
    Choose,
    Done,
    LayCard,
    Line,
    Review,
    Route,
    ScanDocument,
    Sheet,
    Sign,
    Step,
    Submit,
    Tone,
    Withdraw,
)
from kiosk.core.words import said

__all__ = ["AGENT", "PRINCIPAL", "authorise"]

AGENT, PRINCIPAL = "代办人", "本人"
SIGN, PAPER = "sign", "paper"
NO_CONSENT = Done("没有本人的同意，不能代办", ("本人来签名，或带签好的委托书",), tone=Tone.INFO)
NO_LINK = Done("网络没连上，没有登记", ("网络好了再来替人办",), tone=Tone.INFO)
RELATIONS = tuple(Choice(one.name, one.value) for one in Relation)


def authorise(item: Item, helper: str, *, by_paper: bool) -> Callable[[], Coroutine[Step[Any], Any, Done]]:
    """The script for this item and this helper. ``by_paper``: there is a camera for what was signed before."""

    async def script() -> Done:
        agent = await LayCard(AGENT, "agent")
        principal = await LayCard(PRINCIPAL, "principal", agent.id_number)
        [named] = await Choose("代办人是本人的什么人", RELATIONS, many=False, name="relation")
        consent = await consent_to(item, agent, by_paper=by_paper)
        if consent is None:
            return NO_CONSENT
        relation = Relation[named]
        await Review(said("代办：{title}", title=item.title), lines(item, agent, principal, relation, consent), "登记")
        signature = consent.svg if isinstance(consent, Signature) else ""
        sheet = consent.picture if isinstance(consent, Sheet) else b""
        call = AuthoriseProxy(
            principal.id_number, agent.id_number, item.id, relation, helper, signature=signature, sheet=sheet
        )
        return await register(call, principal)

    return script


async def consent_to(item: Item, agent: Person, *, by_paper: bool) -> Signature | Sheet | None:
    """What the principal has put their name to; None where there is nothing."""
    closed = "" if by_paper else "这台机器拍不了纸"
    ways = (
        Choice(SIGN, "本人在这里签名", "写在屏幕上"),
        Choice(PAPER, "有签好的委托书", "拍下来", closed=closed),
    )
    [way] = await Choose("本人怎么同意的", ways, many=False, name="consent")
    if way == SIGN:
        given: Signature | Sheet | Route = await Sign(
            said("同意{name}替我办：{title}", name=mask_name(agent.name), title=item.title)
        )
    else:
        given = await ScanDocument("委托书", name="sheet")
    return None if isinstance(given, Route) else given


def lines(
    item: Item, agent: Person, principal: Person, relation: Relation, consent: Signature | Sheet
) -> tuple[Line, ...]:
    signed = isinstance(consent, Signature)
    return (
        Line("agent", AGENT, mask_name(agent.name), edits="agent"),
        Line("principal", PRINCIPAL, mask_name(principal.name), edits="principal"),
        Line("relation", "什么关系", relation.value, edits="relation"),
        Line("consent", "本人同意", "签好了" if signed else "拍了委托书", edits="consent"),
    )


async def register(call: AuthoriseProxy, principal: Person) -> Done:
    try:
        receipt = await Submit(call, principal, "正在登记代办")
    except Unreachable:
        await Withdraw(call)
        return NO_LINK
    return Authorised("登记好了，开始办", reference=receipt.number, principal=principal, relation=call.relation)
