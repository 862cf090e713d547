"""One sentence is really made and played."""

from typing import Any, Final

from kiosk.check.finding import Choices, Finding
from kiosk.config import Config
from kiosk.devices.pyttsx3_speech import NO_SOUND

__all__ = ["finding"]

SENTENCE: Final = "这台机器的声音正常"
_MOST: Final = 20.0  # seconds to make and play it


def finding(settings: Config, voice: Any, choices: Choices) -> Finding:
    """``voice`` is the open driver."""
    if "speech" not in settings.devices:
        return Finding("语音", None, "配置里没有装")
    voice.say(SENTENCE, keep=False)
    if not voice.wait_until_silent(_MOST):
        return Finding("语音", False, f"{_MOST:.0f} 秒还没有念完一句话")
    fault = voice.status.fault
    if fault is None:
        return Finding("语音", True, f"念了一句「{SENTENCE}」")
    if fault.code != NO_SOUND:
        return Finding("语音", False, f"合成不了：{fault.technician}。检查 espeak-ng 和 voice")
    if choices.demo:
        return Finding("语音", None, f"合成好了，这里放不出来：{fault.technician}")
    return Finding("语音", False, f"合成好了，放不出来：{fault.technician}。检查声卡和喇叭")
