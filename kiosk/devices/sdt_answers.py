"""What SW3 of an SDT answer means: each code with its own words for the technician, and for the citizen what helps.

Source: softs.im/身份证阅读器通信协议 and the makers' resource strings.
"""

from typing import Final

from kiosk.core.errors import BadReply, CardError, Clearer, DeviceError

__all__ = ["FIND_FAILED", "FOUND", "GARBLED", "NOTHING_STORED", "OK", "ModuleError", "refusal"]

OK: Final = 0x90
FOUND: Final = 0x9F
NOTHING_STORED: Final = 0x91
FIND_FAILED: Final = 0x80
GARBLED: Final = frozenset({0x10, 0x11, 0x21, 0x24})  # what we sent did not arrive whole: worth sending again

_ONCE_MORE: Final = "拿起来，再放一次"
_HOLD_STILL: Final = "再放一次，放着别动"
_CARD: Final = {
    0x31: ("the card did not authenticate to the module", "没认出这张身份证", _ONCE_MORE),
    0x32: ("the module did not authenticate to the card", "没认出这张身份证", _ONCE_MORE),
    0x33: ("the card's information did not verify", "这张身份证没通过检验", "换一张身份证，或找人帮忙"),
    0x40: ("the module does not know this type of card", "这张卡不是身份证", "换身份证放上来"),
    0x41: ("reading the card failed", "没读完身份证", _HOLD_STILL),
    0x47: ("the card gave no random number", "没读完身份证", _ONCE_MORE),
    FIND_FAILED: ("no card was found", "没读到身份证", _ONCE_MORE),
    0x81: ("the card could not be selected", "没读到身份证", _HOLD_STILL),
    NOTHING_STORED: ("the card holds nothing here", "这张身份证是空的", "换一张身份证，或找人帮忙"),
}
_MODULE: Final = {
    0x60: "the security module failed its self-test",
    0x66: "the security module is not authorised",
}
_REQUEST: Final = {
    0x10: "the module got a wrong checksum from us",
    0x11: "the module got a wrong length from us",
    0x21: "the module does not know the command",
    0x23: "the module does not permit the command",
    0x24: "the module could not make out what we sent",
}


class ModuleError(DeviceError):
    """The reader's security module itself is at fault."""

    code = "id_card.module"
    sentence = "读卡器坏了"
    remedy = "点「找人帮忙」"
    clearer = Clearer.ENGINEER


def refusal(sw3: int) -> DeviceError:
    """The error that this code stands for; a success in the wrong place is a BadReply too."""
    if sw3 in _CARD:
        technician, sentence, remedy = _CARD[sw3]
        return CardError(f"SW3 {sw3:02X}: {technician}", sentence=sentence, remedy=remedy)
    if sw3 in _MODULE:
        return ModuleError(f"SW3 {sw3:02X}: {_MODULE[sw3]}")
    return BadReply(f"SW3 {sw3:02X}: {_REQUEST.get(sw3, 'not what this request is answered with')}")
