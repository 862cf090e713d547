"""The pictures of ``docs/运维手册.md``: the way in, each page of the menu, and what is done on some of them."""

from kiosk.tour.citizen import PENSION
from kiosk.tour.illustrator import ENGINEER, LONG, SITE, Illustrator

__all__ = ["StaffPictures"]

PAGES = (
    "devices", "upkeep", "package", "statistics", "touch", "display", "sound", "people", "logs", "settings", "version",
)  # fmt: skip


class StaffPictures(Illustrator):
    def way_in(self) -> None:
        self.technician.knock()
        self.shoot("sign-in")
        self.technician.type_in(ENGINEER)
        self.goes("nav.next")
        self.terminal.wait_for("field.pin")
        self.shoot("sign-in-pin")
        self.goes("sign_in.challenge")
        self.says("应答码")
        self.shoot("challenge")
        self.goes("sign_in.cancel")

    def refused_later(self) -> None:
        """Kept while there is no network, and turned down when there is: that waits for a person."""
        self.bench.fault("network", "down")
        self.says("可以先存着")
        self.bench.scene("nobody")
        self.goes(PENSION)
        self.citizen.arrive("identify")
        self.bench.lay_card(self.bench.person("stopped"))
        pages = ("screen.trouble", "screen.consent", "screen.face", "screen.review", "screen.done")
        while (page := self.terminal.wait_for(*pages, timeout=LONG)) != "screen.done":
            match page:
                case "screen.trouble":
                    self.goes("alternative.later")
                case "screen.face":
                    self.bench.scene("face")
                case _:
                    self.goes("nav.next")
            self.terminal.wait_gone(page, timeout=LONG)
        self.citizen.leave()
        self.bench.take_paper()
        self.bench.fault("network", None)

    def menu(self) -> None:
        self.technician.come_in(ENGINEER)
        self.shoot("overview")
        for page in PAGES:
            self.technician.open(page)
            self.shoot(page)
        self._device()
        self._paper()
        self._ledger()
        self._settings()
        self.technician.open("people")
        self.goes("maintenance.people.add")
        self.says("四样都写好再添上")
        self.shoot("people-add")
        self.technician.leave()

    def _device(self) -> None:
        self.technician.open("devices")
        self.goes("maintenance.devices.receipt_printer")
        self.terminal.wait_for("maintenance.device.test")
        self.goes("maintenance.device.test")
        self.says("打出来了")
        self.shoot("device")
        self.bench.take_paper()
        self.goes("maintenance.device.trace")
        self.goes("maintenance.device_wire.on", "maintenance.device_wire.restart")
        self.says("全部状态")
        self.shoot("device-wire")
        self.goes("maintenance.device_wire.off", "nav.back")
        self.goes("maintenance.device.change")
        self.says("改了先试")
        self.shoot("device-change")

    def _paper(self) -> None:
        self.technician.open("paper")
        self.goes("maintenance.paper.paper_receipt_printer")
        self.goes("maintenance.paper.refilled")
        self.says("换上的是一卷新的吗")
        self.shoot("paper-question")
        self.goes("maintenance.paper.refilled")
        self.says("记下了：换好了一卷新的")
        self.shoot("paper-refilled")

    def _ledger(self) -> None:
        self.technician.open("ledger")
        self.says("件等人处理")
        self.shoot("ledger")
        self.terminal.tap(self._first_of("maintenance.ledger.", besides="day"))
        self.goes("maintenance.ledger.settle")
        self.terminal.wait_for("choice.window")
        self.shoot("ledger-how")
        self.goes("choice.window")
        self.says("还要另外一个人签字")
        self.goes("maintenance.ledger.second", f"choice.{SITE}")
        self.says("请这位同事输自己的密码")
        self.shoot("ledger-sign")
        self.goes("maintenance.ledger.discard")

    def _settings(self) -> None:
        self.technician.open("settings")
        self.goes("maintenance.settings.terminal")
        self.goes("maintenance.settings.package")
        self.terminal.wait_for("choice.community")
        self.shoot("settings-key")
        self.goes("choice.community")
        self.says("记下了，还没换上")
        self.goes("maintenance.settings.draft")
        self.says("先另外启动一次")
        self.shoot("settings-difference")
        self.goes("maintenance.settings.discard", "maintenance.settings.discard")
        self.says("都没有改")

    def checklist(self) -> None:
        self.technician.come_in(SITE)
        self.technician.open("upkeep")
        self.goes("maintenance.upkeep.clean")
        self.goes("maintenance.upkeep.go_on")
        self.terminal.wait_for("maintenance.upkeep.well")
        self.shoot("upkeep-item")
        while not self.terminal.find("maintenance.upkeep.sign"):
            self.terminal.tap("maintenance.upkeep.well")
            self.terminal.wait_for("maintenance.upkeep.well", "maintenance.upkeep.sign")
        self.shoot("upkeep-sign")
        self.technician.open("upkeep")
        self.goes("maintenance.upkeep.opening")
        self.goes("maintenance.readiness.begin", "choice.none")
        self.says("正在试")
        self.says("可以使用", "还不能使用")
        self.shoot("readiness")
        self.technician.leave()

    def fault(self) -> None:
        """Out of paper: what the site's staff see, and what they do."""
        self.bench.fault("receipt", "paper_out")
        self.technician.come_in(SITE)
        self.says("打印机没纸了")
        self.shoot("overview-fault")
        self.technician.open("faults")
        self.says("打印机没纸了")
        self.shoot("faults-open")
        self.terminal.tap(self._first_of("maintenance.faults.", besides="history"))
        self.says("放新纸卷")
        self.shoot("fault")
        self.goes("maintenance.fault.mine")
        self.says("记下了：您来处理")
        while not self.terminal.find("maintenance.fault.photo"):
            self.terminal.tap("nav.page_after")
        self.bench.scene("table", camera="document")
        self.goes("maintenance.fault.photo", "choice.document_camera")
        self.says("带照片报修")
        while self._enabled("nav.page_before"):
            self.terminal.tap("nav.page_before")
        self.shoot("fault-photo")
        self.technician.leave()
        self.bench.fault("receipt", None)

    def _enabled(self, name: str) -> bool:
        control = self.terminal.find(name)
        return control is not None and control.enabled

    def _first_of(self, prefix: str, besides: str) -> str:
        names = (one.name for one in self.terminal.showing() if one.name.startswith(prefix))
        return next(name for name in names if not name.removeprefix(prefix).startswith(besides))

    def jam(self) -> None:
        """In the middle of a certificate: the citizen's page, and the steps for whoever works here."""
        insured = [one["id"] for one in self.bench.state()["people"] if one["insured"] == "insured"]
        self.citizen.arrive("home")
        self.goes("tile.social.insured_certificate")
        self.citizen.arrive("identify")
        self.bench.lay_card(str(insured[0]))
        self.citizen.arrive("review")
        self.goes("nav.next")
        self.terminal.wait_for("screen.preview", timeout=LONG)
        self.bench.fault("a4", "media_jam")
        self.goes("nav.next")
        self.terminal.wait_for("screen.trouble", timeout=LONG)
        self.shoot("trouble")
        self.goes("trouble.steps")
        self.terminal.wait_for("screen.steps")
        self.shoot("trouble-steps")
        self.bench.fault("a4", None)
        self.terminal.wait_for("screen.done", timeout=LONG)
        self.citizen.leave()
