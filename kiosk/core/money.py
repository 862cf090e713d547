"""Amounts as they are written: whole fen in, figures or capitals (大写) out.

Source of the capitals: 正确填写票据和结算凭证的基本规定 (中国人民银行, 支付结算办法 附一), clauses 2 and 4. Where a 零
may be written or left out (a zero before 万 or 元, with a digit behind it), it is left out.
"""

from kiosk.core.words import said

__all__ = ["MOST_FEN", "capitals", "figures"]

MOST_FEN = 999_999_999_999_99  # the capitals here go up to 仟亿

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def figures(fen: int) -> str:
    """``1,234.56元``. Raises ValueError below zero and above MOST_FEN."""
    _check(fen)
    return said("{yuan}元", yuan=f"{fen // 100:,}.{fen % 100:02d}")


def capitals(fen: int) -> str:
    """``壹仟贰佰叁拾肆元伍角陆分``; whole yuan end in 整. Raises ValueError below zero and above MOST_FEN."""
    _check(fen)
    yuan, (jiao, cents) = fen // 100, divmod(fen % 100, 10)
    text = f"{_integer(yuan)}元" if yuan or not fen else ""
    if not jiao and not cents:
        return text + "整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[cents]}分" if cents else "")


def _check(fen: int) -> None:
    if not 0 <= fen <= MOST_FEN:
        raise ValueError("an amount is between 0 and 999,999,999,999.99 yuan")


def _integer(number: int) -> str:
    """By groups of four digits: however many zeros stand between two digits, one 零 is written for them."""
    if not number:
        return _DIGITS[0]
    text, gap = "", False
    for place in reversed(range(len(_GROUPS))):
        group = number // 10_000**place % 10_000
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += _DIGITS[0]
        text += _group(group) + _GROUPS[place]
        gap = False
    return text


def _group(number: int) -> str:
    """Four digits without the zeros before them and behind them."""
    text, gap = "", False
    for place in reversed(range(len(_PLACES))):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text
