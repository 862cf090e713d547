"""Which certificates the stand-in gateway makes out, for whom, and what stands on each.

A kind is a function of the resident: its ``Sheet``, or ``No`` with the reason. Who has what stands in ``holdings.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.sandbox import holdings
from kiosk.sandbox.applications import NO_RECORD, is_checked
from kiosk.sandbox.desk import Desk
from kiosk.sandbox.holdings import Account, Holding
from kiosk.sandbox.residents import Case, Medical, Resident
from kiosk.sandbox.social import pension_of
from kiosk.sandbox.submissions import last_of

__all__ = ["KINDS", "Kind", "No", "Sheet"]

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """``lines`` are shown on the terminal before, masked where needed; ``rows`` stand on paper under name and number.

    ``table`` has a row of headings first, () for none. ``text`` ends the sheet.
    """

    lines: Rows
    rows: Rows
    text: str
    table: tuple[tuple[str, ...], ...] = ()
    pages: int = 1


@dataclass(frozen=True)
class No:
    """``reason`` is the word for machines."""

    reason: str
    why: str
    advice: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """``holdings`` are what it can be of; None: it is of the person."""

    title: str
    agency: str
    telephone: str
    prefix: str
    days: int
    sheet: Callable[[Desk, Resident, Holding | None], Sheet | No]
    holdings: Callable[[Resident], tuple[Holding, ...]] | None = None


def _insured(_desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    """Nobody without medical insurance has any; who does not draw a pension pays in still."""
    if resident.medical is Medical.NONE:
        return No("not_insured", "没查到您参保", ("没参保，开不了证明", "有疑问打电话：12333"))
    employed = resident.case is Case.NONE or resident.medical is Medical.FLEXIBLE
    pension = ("企业职工基本养老保险", "正常参保") if employed else ("城乡居民基本养老保险", "待遇领取")
    if resident.case is Case.STOPPED:
        pension = (pension[0], "暂停发放")
    table = (pension, ("基本医疗保险", "正常参保"))
    birth = resident.card.birth
    since = date(max(1998, birth.year + 24), birth.month, 1)
    return Sheet(
        (("参保情况", "\n".join(f"{name[-4:]}：{how}" for name, how in table)),),
        (("参保时间", f"{since:%Y年%m月}"),),
        "以上是在本中心登记的参保情况。",
        (("险种", "参保状态"), *table),
    )


def _pension(desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    if resident.case is Case.NONE:
        return No("no_pension", "没查到您领养老金", ("还没领，开不了证明", "有疑问打电话：12333"))
    if resident.case is Case.STOPPED and pension_of(desk, resident) is not Case.CERTIFIED:
        return No("stopped", "养老金停发了，开不了", ("办好认证，恢复了再来",), ("social.pension_certification",))
    birth = resident.card.birth
    since = f"{birth.year + 60}年{birth.month}月"
    amount = f"{1500 + birth.day * 37}.{birth.month:02}元"
    return Sheet(
        (("从什么时候领", since), ("证明上写什么", "每个月领多少钱")),
        (("待遇类别", "基本养老金"), ("开始领取时间", since), ("现在每月待遇", amount), ("待遇状态", "正常发放")),
        "以上是在本中心登记的养老保险待遇情况。",
    )


def _deposit(_desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    account = holdings.account(resident)
    if account is None:
        return No("no_account", "没查到公积金账户", ("单位没给您交过", "有疑问打电话：12329"))
    standing = "正常缴存" if account is not Account.SEALED else "封存"
    return Sheet(
        (("账户状态", standing), ("证明上写什么", "单位、时间和余额")),
        (
            ("缴存单位", "宁波市某某机械有限公司"),
            ("账户状态", standing),
            ("开户时间", "2012年3月"),
            ("缴至年月", "2026年10月" if account is not Account.SEALED else "2024年5月"),
            ("账户余额", f"{48210 + 317 * int(resident.id[1:])}.55元"),
        ),
        "以上是在本中心登记的住房公积金缴存情况。",
        (
            ("年度", "缴存基数", "单位缴存", "个人缴存"),
            *((str(year), "6800.00", "816.00", "816.00") for year in range(2012, 2027)),
        )
        if account is Account.LONG
        else (),
        pages=2 if account is Account.LONG else 1,
    )


def _registration(_desk: Desk, _resident: Resident, of: Holding | None) -> Sheet | No:
    if of is None:
        return No("no_such_house", "没查到这套房子", ("有疑问打电话：0574-12345",))
    return Sheet(
        (("坐落", of.label), ("登记状态", of.note or "没有抵押和查封")),
        (
            ("坐落", of.label),
            ("不动产权证号", of.number),
            ("面积", of.detail),
            ("登记状态", of.note or "无抵押、无查封"),
        ),
        "以上是不动产登记簿上记载的情况。",
    )


def _no_house(_desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    if resident.id in holdings.BEING_REGISTERED:
        return No("being_registered", "有一套房子正在登记", ("登记完了再来", "有疑问打电话：0574-12345"))
    if holdings.houses(resident):
        return No("has_house", "您名下查到有房子", ("可以打房产证明",), ("estate.registration_certificate",))
    return Sheet(
        (("查的地方", "宁波市"),),
        (("查询范围", "宁波市不动产登记簿"), ("查询结果", "没有房屋登记信息")),
        "以上是查询时登记簿上记载的情况。",
    )


def _household(_desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    card = resident.card
    if not card.address or card.nation == "" or not card.number[:6].isdigit() or card.number.startswith("8"):
        return No("no_household", "您这种证件没有户籍", ("可以问出入境大厅",))
    if resident.id in holdings.MOVING:
        return No("moving", "户口正在迁，现在开不了", ("迁好了再来，一般要三天",))
    if not card.number.startswith("33"):
        return No("elsewhere", "您的户口不在浙江", ("到户口所在地派出所开", "也可以打电话问：12345"))
    return Sheet(
        (("户口在", card.address[:6] + "…"), ("登记情况", "户口在册")),
        (("户籍地址", card.address), ("登记机关", card.issuer), ("登记情况", "户口在册，没有注销")),
        "以上是常住人口登记的情况。",
    )


def _no_record(desk: Desk, resident: Resident, _of: Holding | None) -> Sheet | No:
    if resident.id in holdings.RECORD:
        return No("not_here", "这张证明这里开不了", ("带身份证，到派出所办",))
    if resident.id in holdings.SLOW_CHECK:
        application = last_of(desk.books, resident, NO_RECORD)
        if application is None or not is_checked(desk, application):
            return No("not_checked", "还没查完，开不了", ("先申请，查完了再来",))
    return Sheet((("查的结果", "没有犯罪记录"),), (("查询结果", "未发现有犯罪记录"),), "以上是查询时的情况。")


def _company(_desk: Desk, _resident: Resident, of: Holding | None) -> Sheet | No:
    if of is None or of.closed:
        return No("no_company", "没查到这家企业", ("有疑问打电话：12315",))
    return Sheet(
        (("企业", of.label), ("代码", of.number)),
        (("名称", of.label), ("统一社会信用代码", of.number), ("类型", of.detail), ("登记状态", "存续")),
        "本页是营业执照副本的复印件，和登记的一样。",
    )


def _licence(_desk: Desk, _resident: Resident, of: Holding | None) -> Sheet | No:
    if of is None or of.closed:
        return No("no_licence", "没查到这张证照", ("有疑问打电话：12345",))
    return Sheet(
        (("证照", of.label), ("有效期", of.detail)),
        (("证照名称", of.label), ("证照号码", of.number), ("有效期", of.detail), ("发证机关", of.note)),
        "本页是电子证照库里证照的打印件。",
    )


_POLICE: Final = "宁波市公安局鄞州分局"
_SOCIAL: Final = "宁波市鄞州区社会保险中心"
_ESTATE: Final = "宁波市自然资源和规划局"
KINDS: Final = {
    "insured": Kind("社会保险参保证明", _SOCIAL, "12333", "CB", 90, _insured),
    "pension": Kind("养老保险待遇证明", _SOCIAL, "12333", "YL", 90, _pension),
    "deposit": Kind("住房公积金缴存证明", "宁波市住房公积金管理中心", "12329", "GJ", 60, _deposit),
    "registration": Kind("不动产登记证明", _ESTATE, "0574-12345", "BD", 30, _registration, holdings.houses),
    "no_house": Kind("无房证明", _ESTATE, "0574-12345", "WF", 30, _no_house),
    "household": Kind("户籍证明", _POLICE, "0574-110", "HJ", 30, _household),
    "no_record": Kind("无犯罪记录证明", _POLICE, "0574-110", "WJ", 60, _no_record),
    "licence_copy": Kind(
        "营业执照副本复印件", "宁波市鄞州区市场监督管理局", "12315", "YZ", 30, _company, holdings.companies
    ),
    "library": Kind("电子证照打印件", "宁波市大数据发展管理局", "12345", "ZZ", 30, _licence, holdings.licences),
}
