"""What went wrong, in each of its states."""

from collections.abc import Iterator

from kiosk.core.board import Steps
from kiosk.core.guides import steps_for
from kiosk.core.step import Alternative
from kiosk.screens.content import Page, Trouble
from kiosk.screens.preview_sample import Sample

__all__ = ["samples"]


def samples(title: str, telephone: str) -> Iterator[Sample]:
    def _page(content: Trouble, *, back: bool = True) -> Page:
        return Page(content, title, can_go_back=back)

    later = Alternative("later", "先存着，网络好了自动交", "mdi6.lock-clock")
    without = Alternative("without", "不打了，我记下号码", "mdi6.pencil-outline")
    yield Sample(
        "trouble-network",
        "trouble",
        _page(
            Trouble(
                "网络没连上", "等一会儿，连上了会接着办", "gateway.unreachable", telephone, "再试一次", True, (later,)
            )
        ),
    )
    yield Sample(
        "trouble-paper",
        "trouble",
        _page(
            Trouble(
                "打印机没纸了",
                "点「找人帮忙」，装好纸会接着打",
                "receipt_printer.paper_out",
                telephone,
                "再试一次",
                True,
                (without,),
            ),
            back=False,
        ),
    )
    yield Sample(
        "trouble-steps",
        "trouble",
        _page(
            Trouble(
                "打印机卡纸了",
                "点「找人帮忙」，取出接着打",
                "paper",
                telephone,
                "再试一次",
                True,
                (without,),
                "别的还能办：办养老金认证、查社保、交医疗费",
                True,
            ),
            back=False,
        ),
    )
    for device, code in (
        ("a4_printer", "a4.jam"),
        ("receipt_printer", "paper.cover"),
        ("receipt_printer", "paper.stopped"),
    ):
        steps = Steps(steps_for(device, code), {"a4.jam": "打印机卡纸了"}.get(code, "打印机的盖子没盖好"))
        yield Sample(f"steps-{code.partition('.')[2]}", "steps", Page(steps, title, can_go_back=True))
    yield Sample(
        "trouble-end",
        "trouble",
        _page(
            Trouble(
                "机器现在存不下东西，什么也办不了",
                "点「找人帮忙」，今天先去窗口办",
                "store.read_only",
                telephone,
            ),
            back=False,
        ),
    )
    yield Sample(
        "trouble-most",
        "trouble",
        _page(
            Trouble(
                "摄像头没有画面，拍不了照片",
                "等一会儿，好了会接着办，或换一种办法",
                "camera.no_frame",
                telephone,
                "再试一次",
                True,
                (later, Alternative("staff", "不拍了，请工作人员核对", "mdi6.account-tie"), without),
                "别的还能办：办养老金认证、查社保、交医疗费",
                True,
            )
        ),
    )
