"""医保共济 (医保个人账户家庭共济备案): the family may use what is on one's medical account.

Cases: somebody is added; somebody is taken off; who is on it already; no account to share, or nobody can be added any
more; the face does not match; a number that was only typed in, which proves nothing; they cannot sign.
"""

from dataclasses import dataclass, field
from enum import Enum

from kiosk.core.call import Call
from kiosk.core.item import Capability, Category, item
from kiosk.core.masking import mask_id, mask_name
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.core.step import (
    Choice,
    Choose,
    Consent,
    Done,
    EnterOtherId,
    EnterText,
    Identify,
    Line,
    Query,
    Review,
    Route,
    Sign,
    Submit,
    Tone,
)
from kiosk.core.words import said
from kiosk.flows.face import matching_face
from kiosk.flows.phrases import ask_by_phone, handed_over, in_person, who

ADD = "add"
PROOF = in_person("要本人刷身份证才能办")
STAFF = Done("没有办，什么也没交", ("带上身份证到医保窗口办", "窗口不用拍照"), tone=Tone.INFO)
UNSIGNED = Done("没签字，没有办", ("写不了字，到医保窗口办",), tone=Tone.INFO)
PICTURE = Consent(
    "sharing_picture",
    "要拍一张您的照片",
    ("只用来核对是不是您本人", "核对完，这台机器就删掉"),
    agree="同意拍照",
    decline="不拍照，到窗口办",
    icon="mdi6.camera-account",
)


class Relation(Enum):
    """What the other person is to the one who shares (国家医保局: 配偶、父母、子女)."""

    SPOUSE = "配偶"
    PARENT = "父母"
    CHILD = "子女"


@dataclass(frozen=True)
class Member:
    """Somebody who is on the account already. ``id`` is the agency's own."""

    id: str
    masked_name: str
    relation: str


@dataclass(frozen=True)
class Sharing:
    """``refused`` says in words why nothing can be shared, "" when it can. ``most`` members at once."""

    members: tuple[Member, ...]
    most: int
    refused: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class AskSharing(Call[Sharing]):
    path = "/medical/sharing/status"
    id_number: str = field(repr=False)


@dataclass(frozen=True)
class AddMember(Call[Receipt]):
    """``signature`` is SVG, ``picture`` JPEG: who shares has been seen and has signed."""

    path = "/medical/sharing/add"
    id_number: str = field(repr=False)
    name: str = field(repr=False)
    member_id_number: str = field(repr=False)
    relation: Relation
    picture: bytes = field(repr=False)
    signature: str = field(repr=False)


@dataclass(frozen=True)
class RemoveMember(Call[Receipt]):
    path = "/medical/sharing/remove"
    id_number: str = field(repr=False)
    member: str
    signature: str = field(repr=False)


@item(
    "medical.family_sharing",
    title="医保给家人用",
    official="医保个人账户家庭共济备案",
    icon="mdi6.account-group",
    category=Category.MEDICAL,
    words=("医保共济", "家庭共济", "给老伴用", "给孩子用", "共享医保"),
    needs=(Capability.ID_CARD | Capability.SCANNER, Capability.CAMERA),
    wants=(Capability.RECEIPT_PRINTER,),
)
async def family_sharing() -> Done:
    person = await Identify()
    if person.typed:
        return PROOF
    sharing = await Query(AskSharing(person.id_number), "正在查您的医保账户")
    if sharing.refused:
        ask = ask_by_phone(sharing.telephone)
        return Done("现在办不了", (sharing.refused, ask), tone=Tone.INFO)
    way = ADD
    if sharing.members:
        [way] = await Choose("要办什么，就点什么", ways(sharing), many=False, name="way")
    if way == ADD:
        return await add(person)
    return await remove(person, next(member for member in sharing.members if member.id == way))


def ways(sharing: Sharing) -> tuple[Choice, ...]:
    """Adding somebody, or taking off one who is on it."""
    full = said("最多{most}个人", most=sharing.most) if len(sharing.members) >= sharing.most else ""
    return (
        Choice(ADD, "再加一个家人", closed=full),
        *(
            Choice(member.id, said("不给{name}用了", name=member.masked_name), member.relation)
            for member in sharing.members
        ),
    )


async def add(person: Person) -> Done:
    if not await PICTURE:
        return STAFF
    face = await matching_face(person)
    if face is None:
        return STAFF
    [relation] = await Choose(
        "给谁用", tuple(Choice(one.name, one.value) for one in Relation), many=False, name="relation"
    )
    name = await EnterText("name", "家人叫什么名字", least=2, most=30)
    number = await EnterOtherId("number", "家人的身份证号", hint="看家人的身份证，一位一位按")
    kind = Relation[relation]
    signature = await Sign(said("同意{name}用我的医保账户", name=name))
    if isinstance(signature, Route):
        return UNSIGNED
    lines = (
        *who(person),
        Line("relation", "给谁用", kind.value, edits="relation"),
        Line("member_name", "家人姓名", mask_name(name), edits="name"),
        Line("member_number", "家人身份证号", mask_id(number), edits="number"),
    )
    await Review("医保给家人用", lines, "交上去")
    call = AddMember(person.id_number, name, number, kind, face.jpeg, signature.svg)
    return await hand_in(call, person, said("{name}能用您的医保了", name=mask_name(name)))


async def remove(person: Person, member: Member) -> Done:
    signature = await Sign(said("不再给{name}用我的医保账户", name=member.masked_name))
    if isinstance(signature, Route):
        return UNSIGNED
    line = Line(
        "member", "不给谁用了", said("{name}（{relation}）", name=member.masked_name, relation=member.relation), "way"
    )
    await Review("医保给家人用", (*who(person), line), "交上去")
    call = RemoveMember(person.id_number, member.id, signature.svg)
    return await hand_in(call, person, said("不给{name}用了", name=member.masked_name))


async def hand_in(call: Call[Receipt], person: Person, message: str) -> Done:
    return await handed_over(await Submit(call, person), message)
