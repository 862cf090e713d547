"""What a printer says of itself. The keywords are those that CUPS has words for, which are all that are registered."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import Clearer
from kiosk.core.status import Health, Media, Status
from kiosk.devices.ipp_reasons import IDLE, PROCESSING, STOPPED, is_known, to_status

KEYWORDS = (Path(__file__).parent / "data/printer_state_reasons.txt").read_text(encoding="utf-8").split()
STATES = (IDLE, PROCESSING, STOPPED)
SUFFIXES = ("", "-report", "-warning", "-error")
FULL_TRAY = "type=sheetFeedAutoRemovableTray;mediafeed=29700;maxcapacity=250;level=120;status=0;name=tray-2"
EMPTY_TRAY = FULL_TRAY.replace("level=120", "level=0")


def check(status: Status) -> None:
    """What must be true whatever is said."""
    assert (status.fault is None) == (status.health is Health.ONLINE)
    for said in (*status.notices, *filter(None, [status.fault])):
        assert said.sentence
        assert not re.search("请|对不起|抱歉|[A-Za-z]", said.sentence)
        assert all(len(part) <= 20 for part in re.split("[，。]", f"{said.sentence}，{said.remedy}"))
        assert said.technician.startswith("printer: ")


def test_the_list_is_whole():
    assert len(KEYWORDS) == 795
    assert {"media-empty", "toner-low", "subunit-recoverable-failure", "stapler-cover-open"} <= set(KEYWORDS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_standard_keyword_is_known_at_every_severity(suffix, state):
    for keyword in KEYWORDS:
        assert is_known(f"{keyword}{suffix}"), keyword
        status = to_status(state, [f"{keyword}{suffix}"])
        check(status)
        assert state != STOPPED or status.fault is not None, keyword


def test_all_is_well():
    assert to_status(IDLE, ["none"]) == Status(Health.ONLINE, Media.OK)
    assert to_status(PROCESSING, []) == Status(Health.ONLINE, Media.OK)


@pytest.mark.parametrize(
    ("keyword", "sentence", "media", "clearer"),
    [
        ("media-empty", "打印机没纸了", Media.OUT, Clearer.SITE),
        ("media-needed", "打印机没纸了", Media.OUT, Clearer.SITE),
        ("media-jam", "打印机卡纸了", Media.JAMMED, Clearer.SITE),
        ("media-path-output-feed-error", "打印机卡纸了", Media.JAMMED, Clearer.SITE),
        ("cover-open", "打印机的盖子没盖好", Media.UNKNOWN, Clearer.SITE),
        ("door-open", "打印机的盖子没盖好", Media.UNKNOWN, Clearer.SITE),
        ("interlock-open", "打印机的盖子没盖好", Media.UNKNOWN, Clearer.SITE),
        ("input-tray-missing", "打印机的纸盒没放好", Media.UNKNOWN, Clearer.SITE),
        ("toner-empty", "打印机没墨了", Media.OK, Clearer.SITE),
        ("marker-ink-empty", "打印机没墨了", Media.OK, Clearer.SITE),
        ("output-area-full", "出纸口的纸满了", Media.OK, Clearer.SITE),
        ("output-tray-missing", "出纸口的纸满了", Media.OK, Clearer.SITE),
        ("marker-waste-full", "打印机的废墨满了", Media.OK, Clearer.SITE),
        ("subunit-motor-failure", "打印机坏了", Media.OK, Clearer.ENGINEER),
        ("marker-fuser-missing", "打印机坏了", Media.OK, Clearer.ENGINEER),
        ("opc-life-over", "打印机该换零件了", Media.OK, Clearer.ENGINEER),
        ("paused", "打印机被暂停了", Media.OK, Clearer.SITE),
        ("shutdown", "打印机被暂停了", Media.OK, Clearer.SITE),
    ],
)
def test_an_error_is_said_as_what_it_is(keyword, sentence, media, clearer):
    for reason in (keyword, f"{keyword}-error"):
        status = to_status(STOPPED, [reason])
        assert status.fault is not None
        assert (status.fault.sentence, status.media, status.fault.clearer) == (sentence, media, clearer)


@pytest.mark.parametrize("keyword", ["media-empty", "media-jam", "cover-open", "paused", "input-tray-missing"])
def test_what_no_sheet_can_pass_counts_at_every_severity(keyword):
    faults = {to_status(IDLE, [f"{keyword}{suffix}"]).fault.code for suffix in SUFFIXES}
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("reason", "notice"),
    [
        ("toner-low", "打印机的墨快用完了"),
        ("toner-low-report", "打印机的墨快用完了"),
        ("toner-empty-warning", "打印机的墨快用完了"),  # of one colour, say
        ("marker-waste-almost-full", "打印机的废墨快满了"),
        ("output-area-almost-full-warning", "出纸口的纸快满了"),
        ("opc-near-eol", "打印机该换零件了"),
        ("media-low-report", "打印机的纸快用完了"),
        ("stapler-empty", "打印机有话要说"),  # nothing here is stapled
    ],
)
def test_what_stops_nothing_yet_is_a_notice(reason, notice):
    status = to_status(IDLE, [reason])
    assert status.usable
    assert [said.sentence for said in status.notices] == [notice]


@pytest.mark.parametrize(
    "reason", ["fuser-under-temp-report", "subunit-power-saver", "configuration-change", "power-up"]
)
def test_what_concerns_nobody_is_not_said(reason):
    assert to_status(IDLE, [reason]) == Status(Health.ONLINE, Media.OK)


def test_warming_up_is_waited_for():
    status = to_status(STOPPED, ["subunit-warming-up"])
    assert status.fault is not None
    assert status.fault.clearer is Clearer.ITSELF


def test_an_empty_tray_beside_a_full_one_is_low_paper():
    status = to_status(IDLE, ["media-empty-warning"], [EMPTY_TRAY, FULL_TRAY])
    assert status.usable
    assert status.media is Media.LOW
    assert to_status(IDLE, ["media-empty-warning"], [EMPTY_TRAY]).media is Media.OUT
    assert to_status(PROCESSING, ["media-needed-warning"], [EMPTY_TRAY, FULL_TRAY]).media is Media.OUT


def test_the_cover_hides_the_paper_and_low_toner_stays_a_notice():
    status = to_status(STOPPED, ["toner-low-warning", "media-empty-error", "cover-open-error"])
    assert status.fault is not None
    assert status.fault.code == "a4.cover"
    assert status.media is Media.OUT
    assert [said.code for said in status.notices] == ["a4.toner"]


def test_a_printer_that_takes_no_jobs_is_paused():
    status = to_status(IDLE, ["none"], accepting=False)
    assert status.fault is not None
    assert status.fault.sentence == "打印机被暂停了"


def test_unknown_words_are_told_and_believed_only_of_a_printer_that_stands_still():
    status = to_status(IDLE, ["com.example-blinking-warning"])
    assert status.usable
    assert status.notices[0].technician == "printer: com.example-blinking-warning"
    stopped = to_status(STOPPED, ["com.example-blinking"])
    assert stopped.fault is not None
    assert stopped.fault.sentence == "打印机停住了"
    assert stopped.fault.technician == "printer: com.example-blinking"
    assert to_status(STOPPED, ["toner-low"]).fault.sentence == "打印机停住了"


@given(
    st.sampled_from(STATES),
    st.lists(
        st.one_of(st.text(), st.sampled_from(KEYWORDS), st.builds("{}-{}".format, st.sampled_from(KEYWORDS), st.text()))
    ),
    st.lists(st.text()),
    st.booleans(),
)
def test_whatever_is_said_makes_a_status(state, reasons, trays, accepting):
    check(to_status(state, reasons, trays, accepting=accepting))
