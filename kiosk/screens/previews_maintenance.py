"""Pages for staff in their states, with what they hold at most."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.core.board import (
    Action,
    Ask,
    AskChoice,
    AskNumber,
    AskText,
    Bar,
    Board,
    Chart,
    Confirm,
    Facts,
    Guide,
    Lines,
    Mood,
    Photo,
    Row,
    Rows,
    Steps,
    Table,
)
from kiosk.core.staff import Role, Staff
from kiosk.screens.content import Page
from kiosk.screens.maintenance.office import BoardPage, Entry, Question
from kiosk.screens.preview_pictures import face
from kiosk.screens.preview_sample import Sample
from kiosk.widgets.board.band import OUT_OF_SERVICE

__all__ = ["samples"]

ENGINEER = Staff("G0001", "周建国", Role.ENGINEER)
SITE = Staff("W0007", "欧阳春花", Role.SITE)
MENU = tuple(
    Entry(name, title, f"mdi6.{icon}")
    for name, title, icon in (
        ("overview", "总览", "view-dashboard"), ("devices", "设备", "devices"), ("paper", "纸和碳粉", "paper-roll"),
        ("faults", "故障", "alert-octagon"), ("upkeep", "巡检", "clipboard-check"), ("ledger", "账务", "book-open"),
        ("package", "功能包", "package-variant"), ("touch", "触摸", "gesture-tap"), ("display", "屏幕", "monitor"),
        ("sound", "声音", "volume-high"), ("logs", "日志", "text-box-search"), ("settings", "设置", "cog"),
        ("statistics", "统计", "chart-bar"), ("people", "人员", "account-group"), ("version", "版本", "update"),
        ("power", "开关机", "power"),
    )
)  # fmt: skip
FEW = MENU[:6]
DEVICES = (
    Row("身份证阅读器", "", "正常", Mood.GOOD, "mdi6.card-account-details", "id_card", "devices:id_card"),
    Row("回执打印机", "纸快用完了，打完就没有了", "约 12 张", Mood.WARN, "mdi6.receipt", "receipt", "devices:receipt"),
    Row("A4 打印机", "卡纸了，打开后盖把纸抽出来", "要处理", Mood.BAD, "mdi6.printer", "a4", "devices:a4"),
    Row("摄像头", "", "正常", Mood.GOOD, "mdi6.webcam", "camera", "devices:camera"),
    Row("高拍仪", "", "正常", Mood.GOOD, "mdi6.scanner", "document", "devices:document"),
    Row("扫码器", "三次没回话，正在重新连接", "没连上", Mood.BAD, "mdi6.barcode-scan", "scanner", "devices:scanner"),
    Row("语音", "", "正常", Mood.GOOD, "mdi6.volume-high", "speech", "devices:speech"),
    Row("引导灯", "", "没装", Mood.PLAIN, "mdi6.lightbulb-on", "lights", "devices:lights"),
)  # fmt: skip
MACHINE = Facts(
    (
        ("网点", "东湖镇便民服务中心"),
        ("机器编号", "DH-ZZ-0001"),
        ("磁盘剩余", "17.3 GB，共 59 GB"),
        ("时钟", "和平台差 0.4 秒"),
        ("处理器温度", "51 ℃"),
        ("开机", "11月20日 08:12，2 天 6 小时"),
        ("软件版本", "1.0.0（2026-11-18 装的）"),
        ("设备端口", "/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0"),
    ),
    "机器",
)
ACTIONS = (
    Action("test", "打一张测试页", "mdi6.printer-check"),
    Action("restart", "重启这个设备", "mdi6.restart"),
    Action("trace", "看串口收发", "mdi6.swap-horizontal"),
    Action("change", "换端口或型号", "mdi6.pencil"),
    Action("refilled", "装好纸了", "mdi6.check", primary=True),
)


def _page(
    board: Board,
    place: str,
    *,
    staff: Staff = ENGINEER,
    back: bool = True,
    said: str = "",
    mood: Mood = Mood.GOOD,
    working: bool = False,
) -> Page:
    menu = MENU if staff is ENGINEER else FEW
    return Page(BoardPage(place.partition(":")[0], place, board, menu, staff, back, said, mood, working), "", back)


def samples() -> Iterator[Sample]:
    overview = Board("总览", (Rows(DEVICES, "设备"), MACHINE), every=2.0, note="两个设备要处理", mood=Mood.BAD)
    yield Sample("staff-overview", "maintenance", _page(overview, "overview", back=False))
    yield Sample("staff-overview-site", "maintenance", _page(overview, "overview", staff=SITE, back=False))
    device = Board(
        "A4 打印机",
        (
            Facts((("型号", "ipp"), ("地址", "ipp://127.0.0.1:8631/ipp/print"), ("纸盒", "有纸"), ("碳粉", "35%"))),
            Rows((Row("自检", "今天 08:12", "通过", Mood.GOOD), Row("测试页", "昨天", "没打出来", Mood.BAD)), "检查"),
        ),
        ACTIONS,
        note="每两秒看一次",
    )  # fmt: skip
    yield Sample("staff-device", "maintenance", _page(device, "devices:a4", said="测试页打好了，看看清不清楚"))
    failed = "打印机没有回话，测试页没打出来。检查电源和数据线，再点「重启这个设备」"
    yield Sample("staff-device-failed", "maintenance", _page(device, "devices:a4", said=failed, mood=Mood.BAD))
    yield Sample("staff-device-working", "maintenance", _page(device, "devices:a4", working=True))
    frame = "AA AA AA 96 69 00 08 "
    trace = tuple(f"08:12:{second:02d}.{second * 7:03d} → {frame * (1 + second % 3)}" for second in range(60))
    yield Sample(
        "staff-trace", "maintenance", _page(Board("串口收发", (Lines(trace),), every=1.0), "devices:id_card:trace")
    )
    steps = Steps(
        (
            Guide("a4.open", "打开大打印机的前盖"),
            Guide("a4.jam", "两只手捏住纸，慢慢往外抽，不要撕破"),
            Guide("a4.close", "合上前盖，按到底，听到「咔」的一声"),
            Guide("a4.load", "把纸码齐，放进纸盒，推到底"),
        ),
        "卡纸了怎么办",
    )
    yield Sample(
        "staff-guide",
        "maintenance",
        _page(Board("清卡纸", (steps,), (Action("done", "清好了，试一张", "mdi6.check", primary=True),)), "faults:jam"),
    )
    yield from _statistics()
    yield from _questions()
    for place, sample in (("touch:wipe", "wipe"), ("touch:still", "still")):
        yield Sample(f"staff-touch-{sample}", "maintenance_touch", _page(Board("触摸", screen="touch"), place))
    colours = _page(Board("屏幕", screen="colours"), "display:colours")
    yield Sample("staff-colours", "maintenance_colours", colours)
    yield Sample("staff-colours-black", "maintenance_colours", colours, pressed="maintenance.display.next")
    yield Sample(
        "staff-photo",
        "maintenance",
        _page(Board("故障照片", (Photo(face().jpeg, "11月22日 08:12 欧阳春花拍的"),)), "faults:photo"),
    )


def _statistics() -> Iterator[Sample]:
    table = Table(
        ("事项", "办成", "没办完", "平均用时", "用纸"),
        (
            ("办养老金认证", "1,204", "37", "1 分 12 秒", "1,204 张"),
            ("城乡居民基本医疗保险缴费", "860", "122", "2 分 40 秒", "860 张"),
            ("打社保证明", "412", "9", "58 秒", "824 张"),
            ("老年卡年审", "98", "3", "1 分 5 秒", "98 张"),
        ),
        "各事项",
    )
    bars = Chart(
        (
            Bar("身份证阅读器", 99.9, "99.9%", Mood.GOOD),
            Bar("A4 打印机", 91.2, "91.2%", Mood.WARN),
            Bar("扫码器", 62.0, "62.0%", Mood.BAD),
        ),
        "设备可用率",
    )
    months = Chart(
        tuple(Bar(f"{month}月", month * 97 % 400 + 20, str(month * 97 % 400 + 20)) for month in range(1, 13)),
        "每月办成",
        upright=True,
    )
    yield Sample("staff-statistics", "maintenance", _page(Board("统计", (months, bars, table)), "statistics"))
    days = Chart(
        tuple(Bar(str(day), day * 37 % 60, str(day * 37 % 60)) for day in range(1, 32)), "每天办成", upright=True
    )
    yield Sample("staff-statistics-month", "maintenance", _page(Board("统计", (days,)), "statistics"))
    wide = Table(
        ("时间", "谁", "做了什么", "哪一页", "对什么", "结果", "审批人"),
        tuple(
            ("2026-11-22 08:12", "周建国", "重启设备", "设备", "身份证阅读器", "办好了", "欧阳春花") for _ in range(9)
        ),
        "操作记录",
    )
    yield Sample("staff-table-wide", "maintenance", _page(Board("记录", (wide,)), "logs"))


def _questions() -> Iterator[Sample]:
    def asked(ask: Ask, label: str) -> Page:
        return Page(Question("devices", "do", ask, ENGINEER, label), "", can_go_back=True)

    detail = "机器会停大约一分钟。没交上去的都存着，开机以后接着交；今天的账也在"
    yield Sample("staff-ask-yes", "maintenance_ask", asked(Confirm("现在重启这台机器吗", "重启机器", detail), ""))
    number = AskNumber("这一次装了多少张 A4 纸", "张", 1, 500)
    yield Sample("staff-ask-number", "maintenance_ask", asked(number, "记下张数"))
    yield Sample(
        "staff-ask-number-wrong",
        "maintenance_ask",
        asked(number, "记下张数"),
        keys="999",
        pressed="maintenance.devices.do",
    )
    address = AskText("打印机在网络上的地址", 120, "ipp://192.168.10.25:631/ipp/print", plain=True)
    yield Sample("staff-ask-address", "maintenance_ask", asked(address, "换成这个地址"))
    yield Sample("staff-ask-signs", "maintenance_ask", asked(address, "换成这个地址"), pressed="key.signs")
    secret = AskText("平台给这台机器的密钥", 64, "s3cret-Key_2026/11", secret=True, plain=True)
    yield Sample("staff-ask-secret", "maintenance_ask", asked(secret, "换密钥"))
    few = AskChoice("用哪一个型号", (("escpos", "小票打印机 escpos"), ("none", "没装")), "escpos")
    yield Sample("staff-ask-choice", "maintenance_ask", asked(few, "换型号"))
    many = tuple((f"port-{at}", f"/dev/serial/by-path/pci-0000:00:14.0-usb-0:{at}:1.0-port0") for at in range(1, 25))
    yield Sample(
        "staff-ask-choice-many", "maintenance_ask", asked(AskChoice("接在哪一个端口", many, "port-3"), "换端口")
    )
    reason = AskText("为什么这样处理这一单", 60, "居民已在窗口缴费")
    words = replace(asked(reason, "记下原因"), title=OUT_OF_SERVICE)
    yield Sample("staff-ask-words", "maintenance_write", words)
