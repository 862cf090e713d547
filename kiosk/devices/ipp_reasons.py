"""What an IPP printer says of itself, in the words of the house. Pure functions.

``printer-state-reasons`` are keywords with an optional severity behind them (RFC 8011 5.4.12, PWG 5100.9 table 7): most
are the name of a part and a condition, so they are known by their ends. Without a severity a reason is an error; but
printers put "-report" behind an empty tray too, so what no sheet can pass counts whatever its severity.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kiosk.core.errors import Clearer, Fault
from kiosk.core.status import Health, Media, Status

__all__ = ["IDLE", "PROCESSING", "STOPPED", "is_known", "to_status"]

IDLE, PROCESSING, STOPPED = 3, 4, 5  # printer-state
_REMEDY: Final = "点「找人帮忙」，修好接着打"
_SEVERITY: Final = re.compile(r"(.+)-(report|warning|error)")


class _Words(NamedTuple):
    code: str
    sentence: str
    remedy: str
    clearer: Clearer
    health: Health
    always: bool = False  # counts as a fault at every severity
    notice: str = ""  # what it is called while the printer still prints


_USER, _HARD = Health.USER_ERROR, Health.HARDWARE_ERROR
_SITE, _ENGINEER = Clearer.SITE, Clearer.ENGINEER
_COVER: Final = _Words("cover", "打印机的盖子没盖好", "点「找人帮忙」，盖好接着打", _SITE, _USER, always=True)
_JAM: Final = _Words("jam", "打印机卡纸了", "点「找人帮忙」，取出接着打", _SITE, _USER, always=True)
_TRAY: Final = _Words("tray", "打印机的纸盒没放好", "点「找人帮忙」，放好接着打", _SITE, _USER, always=True)
_OUT: Final = _Words("out", "打印机没纸了", "点「找人帮忙」，加纸接着打", _SITE, _USER, always=True)
_SIZE: Final = _Words("size", "打印机里的纸不合适", "点「找人帮忙」，换纸接着打", _SITE, _USER, always=True)
_TONER: Final = _Words("toner", "打印机没墨了", "点「找人帮忙」，换墨接着打", _SITE, _USER, notice="打印机的墨快用完了")
_FULL: Final = _Words("full", "出纸口的纸满了", "点「找人帮忙」，取走接着打", _SITE, _USER, notice="出纸口的纸快满了")
_WASTE: Final = _Words("waste", "打印机的废墨满了", _REMEDY, _SITE, _USER, notice="打印机的废墨快满了")
_BROKEN: Final = _Words("broken", "打印机坏了", "点「找人帮忙」", _ENGINEER, _HARD, notice="打印机该保养了")
_WORN: Final = _Words("worn", "打印机该换零件了", "点「找人帮忙」", _ENGINEER, _HARD, notice="打印机该换零件了")
_PAUSED: Final = _Words("paused", "打印机被暂停了", "点「找人帮忙」", _SITE, Health.OFFLINE, always=True)
_OTHER: Final = _Words("stopped", "打印机停住了", _REMEDY, _SITE, _HARD, notice="打印机有话要说")
_WAIT: Final = _Words("wait", "打印机正在准备", "等一会儿", Clearer.ITSELF, Health.BUSY)
_LOW: Final = _Words(
    "low", "打印机的纸快用完了", "点「找人帮忙」，加纸接着打", _SITE, _USER, notice="打印机的纸快用完了"
)
_NOTHING: Final = _Words("nothing", "", "", Clearer.ITSELF, Health.ONLINE)

# In the order in which they hide each other: with its cover open a printer sees no paper either.
_ORDER: Final = (_COVER, _JAM, _TRAY, _OUT, _SIZE, _TONER, _FULL, _WASTE, _BROKEN, _WORN, _PAUSED, _OTHER, _WAIT, _LOW)

# What names the condition is read from the end of the keyword; the first line that fits counts.
_CONDITIONS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"none|(fax-modem|scan|scanner)-.*", _NOTHING),  # no part of printing
        (r"(media|material)-(empty|needed)|media-path-input-(empty|request)|input-manual-input-request", _OUT),
        (r"media-low|material-low", _LOW),
        (r"input-cannot-feed-size-selected|media-path-cannot-duplex-media-selected", _SIZE),
        (r"input-tray-missing|input-tray-(elevation|position)-failure", _TRAY),
        (r"(output|media-path-media)-(tray|mailbox)-missing", _FULL),
        (r"(.*-)?(cover-open|door-open|interlock-open|opened)", _COVER),
        (r"(.*-)?(jam|feed|feed-error)", _JAM),
        (r"marker-waste-.*", _WASTE),
        (r"marker-(cleaner|fuser|opc)-missing|.*-pick-roller-missing", _BROKEN),
        (r"(toner|developer|marker-.*)-(low|almost-empty|empty|missing)", _TONER),
        (r"(output-area|stacker|media-path-(output|media-tray))-(almost-full|full|near-limit|at-limit)", _FULL),
        (r"connecting-to-device|timed-out|stopping|media-drying|spool-area-full", _WAIT),
        (r"(.*-)?(almost-empty|almost-full|near-limit|empty|full|at-limit|missing)", _OTHER),  # staples and the like
        (r"(.*-)?(life-almost-over|life-over|life-warn|near-eol|at-eol|opc-life-over)", _WORN),
        (r"(.*-)?(failure|(un)?recoverable-storage(-error)?|timing-)|alert-removal-.*", _BROKEN),
        (r"(.*-)?(paused|deactivated|shutdown|offline|turned-off|power-down|hold-new-jobs)", _PAUSED),
        (r"(.*-)?(warming-up|cooling(-down)?|heating|(over|under)-temp(erature)?|temperature-(high|low))", _WAIT),
        (r"(.*-)?(memory-exhausted|resource-unavailable)|interpreter-complex-page-encountered", _WAIT),
        (r"stopped-partly|other|unknown", _OTHER),
        (r"(.*-)?(added|removed|deleted|closed|turned-on|power-up|power-saver|configuration-change|change)", _NOTHING),
        (r".*-(memory-(in|de)crease)|printer-(manual|nms)-reset|printer-ready-to-print", _NOTHING),
        (r"identify-printer-requested|marker-adjusting-print-quality", _NOTHING),
    )
)  # fmt: skip
_SOFT: Final = re.compile(r".*-(low|almost-empty|almost-full|near-limit|near-eol|life-almost-over|life-warn)")
_OPTIONAL: Final = re.compile(
    r"(bander|binder|die-cutter|folder|imprinter|inserter|make-envelope|perforater|puncher|separation-cutter|"
    r"sheet-rotator|slitter|stapler|stitcher|trimmer|wrapper)-.*"
)


@dataclass(frozen=True)
class _Reason:
    keyword: str  # as the printer said it
    words: _Words
    stops: bool  # no sheet comes before somebody has been there


def to_status(state: int, reasons: Iterable[str], trays: Sequence[str] = (), *, accepting: bool = True) -> Status:
    """``state`` is printer-state, ``trays`` printer-input-tray (PWG 5100.13): another full tray goes on printing."""
    found = [_read(reason, stopped=state == STOPPED) for reason in reasons]
    if not accepting:
        found.append(_Reason("printer-is-accepting-jobs=false", _PAUSED, stops=True))
    if any(_has_paper(tray) for tray in trays):
        found = [_Reason(one.keyword, _LOW, stops=False) if _is_empty(one) else one for one in found]
    if state == STOPPED and not any(reason.stops for reason in found):
        found.append(_stopped_for(found))
    found.sort(key=_rank)
    faults = [reason for reason in found if reason.stops]
    notices = {_notice(reason): None for reason in found if not reason.stops and reason.words.notice}
    fault = _fault(faults[0]) if faults else None
    health = faults[0].words.health if faults else Health.ONLINE
    return Status(health, _media(found), fault, tuple(notices))


def is_known(keyword: str) -> bool:
    """Whether a standard says what it means; of another one only the severity is understood."""
    return _words(_split(keyword)[0]) is not None


def _has_paper(tray: str) -> bool:
    """One of printer-input-tray: sheets are counted, or known to be there (-3, Printer MIB prtInputCurrentLevel)."""
    fields = dict(part.split("=", 1) for part in tray.split(";") if "=" in part)
    counted = re.fullmatch(r"-3|[1-9]\d*", fields.get("level", ""))
    return counted is not None and fields.get("type", "").startswith("sheetFeedAuto")


def _read(reason: str, *, stopped: bool) -> _Reason:
    keyword, severity = _split(reason)
    words = _words(keyword)
    serious = severity == "error" and not _SOFT.fullmatch(keyword)
    if words is None:
        return _Reason(reason, _OTHER, stops=stopped and severity == "error")
    if words in (_NOTHING, _LOW):
        return _Reason(reason, words, stops=False)
    if words in (_WAIT, _OTHER) or _OPTIONAL.fullmatch(keyword):  # believed only of a printer that stands still
        return _Reason(reason, words, stops=stopped and serious)
    return _Reason(reason, words, stops=words.always or serious)


def _split(reason: str) -> tuple[str, str]:
    """A reason without a severity is an error; some keywords end in the same word themselves."""
    if _words(reason) is not None:
        return reason, "error"
    match = _SEVERITY.fullmatch(reason)
    return (match[1], match[2]) if match else (reason, "error")


def _words(keyword: str) -> _Words | None:
    return next((words for pattern, words in _CONDITIONS if pattern.fullmatch(keyword)), None)


def _is_empty(reason: _Reason) -> bool:
    """One of its trays; "media-needed" is said of the job, which finds its paper in none of them."""
    return reason.words is _OUT and "-empty" in reason.keyword


def _stopped_for(found: Sequence[_Reason]) -> _Reason:
    """It stands still and names no reason that would do: the nearest is told, and no more than is known."""
    worst = min(found, key=_rank, default=_Reason("none", _OTHER, stops=False))
    vague = worst.words in (_NOTHING, _LOW) or _SOFT.fullmatch(_split(worst.keyword)[0])
    return _Reason(worst.keyword, _OTHER if vague else worst.words, stops=True)


def _rank(reason: _Reason) -> tuple[bool, int]:
    return not reason.stops, _ORDER.index(reason.words) if reason.words in _ORDER else len(_ORDER)


def _media(found: Iterable[_Reason]) -> Media:
    said = {reason.words for reason in found}
    for words, media in ((_JAM, Media.JAMMED), (_OUT, Media.OUT), (_COVER, Media.UNKNOWN), (_TRAY, Media.UNKNOWN)):
        if words in said:
            return media
    return Media.LOW if _LOW in said else Media.OK


def _fault(reason: _Reason) -> Fault:
    words = reason.words
    return Fault(f"a4.{words.code}", words.sentence, words.remedy, f"printer: {reason.keyword}", words.clearer)


def _notice(reason: _Reason) -> Fault:
    words = reason.words
    return Fault(f"a4.{words.code}", words.notice, "", f"printer: {reason.keyword}", words.clearer)
