"""Errors are sentences: each has both, short and plain, and an error of a device names the part."""

import pytest

from kiosk.core import errors
from kiosk.core.errors import BadReply, Disconnected, KioskError, NoAnswer, PaperError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, KioskError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_happened_and_what_to_do(kind: type[KioskError]) -> None:
    for words in (kind.sentence, kind.remedy):
        assert words
        assert all(len(part) <= 20 for part in words.split("。"))
        assert not {"请", "错误", "异常", "失败"} & {words[i : i + n] for n in (1, 2) for i in range(len(words))}
    assert kind.code


def test_no_two_kinds_share_a_code() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Disconnected(device="camera"), "摄像头没连上"),
        (NoAnswer(device="receipt_printer"), "打印机没反应"),
        (BadReply(device="id_card"), "读卡器答得不对"),
        (NoAnswer(device="something new"), NoAnswer.sentence),
        (NoAnswer(device="camera", sentence="看不见"), "看不见"),
        (PaperError(device="receipt_printer"), PaperError.sentence),
    ],
)
def test_an_error_of_a_device_names_the_part(error: errors.DeviceError, sentence: str) -> None:
    assert (error.sentence, error.fault().sentence) == (sentence, sentence)


def test_the_part_is_named_as_soon_as_it_is_known() -> None:
    error = Disconnected("read failed")
    error.device = "id_card"
    assert error.sentence == "读卡器没连上"
