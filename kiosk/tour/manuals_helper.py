"""The pictures of ``docs/帮办手册.md``: a helper beside citizens, and what citizens see of helpers."""

from kiosk.tour.citizen import PENSION
from kiosk.tour.illustrator import CARDS, HELPER, Illustrator

__all__ = ["HelperPictures"]


class HelperPictures(Illustrator):
    def call(self) -> None:
        self.goes("nav.help")
        self.terminal.wait_for("help.call")
        self.shoot("help")
        self.goes("help.call")
        self.says("您是")  # the number that the platform has given
        self.bench.helper("coming")
        self.says("正在过来")
        self.shoot("help-coming")
        self.goes("help.cancel", "nav.home")

    def begin_assisting(self, picture: str = "") -> None:
        self.goes("nav.help", "assist.sign_in")
        self.terminal.wait_for("screen.staff")
        if picture:
            self.shoot(picture)
        self.bench.lay_card(CARDS[HELPER])
        self.terminal.wait_for("screen.assist")
        self.bench.take_card()

    def assist(self) -> None:
        self.begin_assisting("assist-sign-in")
        self.shoot("assist-list")
        self.types("ylj")
        self.terminal.wait_gone("tile.medical.payment")
        self.shoot("assist-found")
        self.bench.scene("nobody")
        self.goes(PENSION)
        self.citizen.arrive("identify")
        self.shoot("assist-identify")
        person = self.bench.person("due")
        self.bench.lay_card(person)
        self.citizen.arrive("consent")
        self.bench.take_card()
        self.says("请本人来按")
        self.shoot("assist-own-act")
        self.bench.lay_card(person)
        self._unlocked()
        self.goes("nav.next")
        self.citizen.arrive("face")
        self.bench.scene("face")
        self.citizen.arrive("review")
        self.shoot("assist-seen")
        self.bench.take_card()
        self.says("请本人来按")
        self.shoot("assist-masked")
        self.bench.lay_card(person)
        self._unlocked()
        self.goes("assist.end")
        self.terminal.wait_gone("assist.end")
        self.shoot("assist-ended")
        self.citizen.leave()

    def _unlocked(self) -> None:
        self.terminal.wait_until(lambda: not any("请本人来按" in text for text in self.terminal.texts()), "卡放上了")

    def act_for_another(self) -> None:
        self.begin_assisting()
        self.goes("assist.proxy")
        self.says("点要代办的事")
        self.shoot("proxy-list")
        self.types("ylj")
        self.goes(PENSION)
        self.says("代办人的身份证")
        self.shoot("proxy-card")
        self.bench.lay_card(self.bench.person("certified"))
        self.says("本人的身份证")
        self.bench.take_card()
        self.bench.lay_card(self.bench.person("due"))
        self.terminal.wait_for("choice.CHILD")
        self.shoot("proxy-relation")
        self.goes("choice.CHILD")
        self.terminal.wait_for("choice.sign")
        self.shoot("proxy-consent")
        self.goes("choice.sign")
        self.citizen.arrive("sign")
        self._sign()
        self.shoot("proxy-sign")
        self.goes("nav.next")
        self.citizen.arrive("review")
        self.shoot("proxy-review")
        self.bench.take_card()
        self.goes("assist.end")
        self.terminal.wait_for("screen.home")

    def _sign(self) -> None:
        x, y, width, height = self.terminal.extents("sign.pad")
        places = [(0.3, 0.3), (0.4, 0.7), (0.5, 0.3), (0.6, 0.6), (0.7, 0.4)]
        first, *rest = [(str(x + round(width * across)), str(y + round(height * down))) for across, down in places]
        moves = [word for point in rest for word in ("sleep", "0.05", "mousemove", *point)]
        self.desktop.pointer("mousemove", *first, "mousedown", "1", *moves, "sleep", "0.05", "mouseup", "1")
