"""The whole check against devices that are in trouble, each over its real wire."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.check import devices
from kiosk.check.finding import Choices
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Refused
from kiosk.services.audit import Audit
from kiosk.services.effect_states import Kind
from kiosk.services.effect_table import EffectTable
from kiosk.services.store import Store
from kiosk.services.store_key import store_key
from tests.check.conftest import Check
from tests.sandbox.town import SkewedClock, Town
from tests.services.world import rot_a_free_page


def test_all_is_well(checked: Check) -> None:
    found = checked()
    assert {part for part, finding in found.items() if finding.ok is False} <= {"磁盘", "字体"}
    assert found["身份证阅读器"].words == "在线，安全模块 05.03-20180101-0001234567-0007654321"
    assert found["回执打印机"].words == "在线，纸够"
    assert found["签名"].words == "平台认得 NB-YZ-0001"


def test_what_is_wrong_is_said(checked: Check, place: Town) -> None:
    place.order("/receipt", fault="paper_out")
    place.order("/camera", scene="dark")
    found = checked()
    assert found["回执打印机"].ok is False
    assert found["回执打印机"].words.startswith("打印机没纸了：")
    assert "试打回执" not in found
    assert found["摄像头"].ok is False
    assert found["摄像头"].words.startswith("画面太暗")


def test_paper_that_ends_soon_and_an_empty_room_are_no_trouble(checked: Check, place: Town) -> None:
    place.order("/receipt", fault="near_end")
    place.order("/camera", scene="nobody")
    found = checked()
    assert (found["回执打印机"].ok, found["回执打印机"].words) == (True, "在线，打印机的纸快用完了")
    assert found["摄像头"].ok is None
    assert "看不出清不清楚" in found["摄像头"].words


@pytest.mark.parametrize(
    ("scene", "ok", "words"),
    [
        pytest.param("table", None, "镜头下没有纸", marks=pytest.mark.whole),
        ("paper_skewed", True, "拍下一张纸，拉正了"),
        ("paper_glare", False, "拍不好纸：纸上反光"),
        pytest.param("paper_cut", False, "拍不好纸：纸没放全", marks=pytest.mark.whole),
    ],
)
def test_the_document_camera_takes_the_sheet_that_lies_there(
    checked: Check, place: Town, scene: str, ok: bool | None, words: str
) -> None:
    place.order("/camera", camera="document", scene=scene)
    found = checked()["拍纸的镜头"]
    assert found.ok is ok
    assert words in found.words


@pytest.mark.parametrize(
    ("fault", "ok", "words"),
    [
        ("media_empty", False, "打印机没纸了"),
        pytest.param("media_jam", False, "打印机卡纸了", marks=pytest.mark.whole),
        pytest.param("cover_open", False, "盖子没", marks=pytest.mark.whole),
        ("gone", False, "没连上"),
        ("toner_low", True, "打印机的墨快用完了"),
    ],
)
def test_what_is_wrong_with_the_a4_printer_is_said(
    checked: Check, place: Town, fault: str, ok: bool, words: str
) -> None:
    place.order("/a4", fault=fault)
    found = checked()
    assert found["A4 打印机"].ok is ok
    assert words in found["A4 打印机"].words


def test_a_sheet_that_nobody_took_is_said(checked: Check, place: Town) -> None:
    assert checked(Choices(demo=True, prints=True))["回执打印机"].words == "在线，纸够"
    assert checked()["回执打印机"].words == "在线，纸够，出纸口还有一张没拿走"
    place.order("/receipt", take=True)
    assert checked()["回执打印机"].words == "在线，纸够"


def test_a_test_sheet_is_not_taken_for_the_one_that_a_crash_left_open(checked: Check, place: Town) -> None:
    checked()
    store = Store(place.state / "store", store_key(place.state / "store", {}))
    with store.write() as db:
        db.execute(
            "INSERT INTO effects"
            " (key, kind, walk, subject, state, cuts, attempts, next_try, created, updated, deadline)"
            " VALUES ('k', 'print', 'w', 'R1', 'printing', 0, 1, 0, 0, 0, 1e12)"
        )
    store.close()
    assert checked(Choices(demo=True, prints=True))["试打回执"].ok is True
    store = Store(place.state / "store", store_key(place.state / "store", {}))
    assert [row["state"] for row in store.read("SELECT state FROM effects WHERE key = 'k'")] == ["not_out"]
    store.close()


def test_a_sheet_is_printed_only_when_it_may_be(checked: Check, place: Town) -> None:
    assert checked()["试打回执"].ok is None
    assert place.get("/receipt/papers") == []
    assert checked(Choices(demo=True, prints=True))["试打回执"].ok is True
    [paper] = place.get("/receipt/papers")
    assert "打印试验" in paper["text"]


def test_a_knife_that_sticks_shows_at_the_test_sheet(checked: Check, place: Town) -> None:
    place.order("/receipt", fault="cutter")
    found = checked(Choices(demo=True, prints=True))
    assert found["回执打印机"].ok is False


def test_somebody_there_lays_a_card_and_shows_a_code(checked: Check, place: Town) -> None:
    asked: list[str] = []

    def do(sentence: str) -> None:
        asked.append(sentence)
        if "身份证" in sentence:
            place.order("/idcard", person=place.get("/state")["people"][0]["id"])
        elif "二维码" in sentence:
            place.order("/scanner", text="https://example.invalid/")

    found = checked(Choices(demo=True, ask=do))
    assert found["读身份证"].words == "读到了一张身份证"
    assert found["扫码"].words == "扫到了一个码"
    assert any("镜头" in sentence for sentence in asked)
    assert found["读身份证"].ok is found["扫码"].ok is True


def test_nobody_lays_a_card(checked: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "ASKED", 0.3)
    found = checked(Choices(demo=True, ask=lambda _sentence: None))
    assert (found["读身份证"].ok, found["扫码"].ok) == (False, False)


def test_a_clock_that_is_off_is_said_before_calls_are_turned_away(checked: Check) -> None:
    found = checked(clock=SkewedClock(timedelta(minutes=2)))
    assert found["签名"].ok is True
    assert found["时钟"].ok is False
    assert found["时钟"].words.startswith("比平台快 12"), "the gateway tells whole seconds"


@pytest.mark.parametrize(
    ("days", "ok", "words"),
    [(0, True, "根证书用到 20"), (7290, False, "还有 9 天"), (7400, False, "过期了")],
)
def test_a_root_of_seals_that_runs_out_is_said(checked: Check, days: int, ok: bool, words: str) -> None:
    found = checked(clock=SkewedClock(timedelta(days=days)))
    assert found["电子印章"].ok is ok
    assert words in found["电子印章"].words


def test_a_root_of_seals_that_is_none(checked: Check, place: Town) -> None:
    (place.state / "other.pem").write_text("-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n")
    found = checked(None, 'gateway.seal_root_file="other.pem"')
    assert found["电子印章"].ok is False
    assert found["电子印章"].words.startswith("根证书读不懂")


def test_a_root_of_seals_that_is_not_there(checked: Check) -> None:
    found = checked(None, 'gateway.seal_root_file="nothing.pem"')
    assert any("读不到电子印章的根证书" in finding.words for finding in found.values())


def test_a_secret_that_the_gateway_does_not_know(checked: Check, place: Town, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.touch(mode=0o600)
    other.write_text("11" * 32)
    found = checked(None, f'gateway.secret_file="{other}"')
    assert found["政务平台"].ok is True
    assert found["签名"].ok is False
    assert "签名密钥" in found["签名"].words


def test_another_program_has_the_store(checked: Check, place: Town) -> None:
    other = Store(place.state / "store", store_key(place.state / "store", {}))
    found = checked()
    other.close()
    assert found["加密库和密钥"].ok is False
    assert "先把它关掉" in found["加密库和密钥"].words
    assert "身份证阅读器" not in found


def test_a_page_that_rotted_on_the_disk_is_found(checked: Check, place: Town) -> None:
    store = Store(place.state / "store", store_key(place.state / "store", {}))
    rot_a_free_page(store)
    found = checked()
    assert found["加密库和密钥"].ok is False
    assert "从备份恢复" in found["加密库和密钥"].words


def test_a_store_that_was_replaced_is_said_until_the_old_one_is_taken_away(checked: Check, place: Town) -> None:
    checked()
    file = place.state / "store" / "store.db"
    file.write_bytes(bytes(file.stat().st_size))
    found = checked()
    assert found["加密库和密钥"].ok is True
    assert found["审计"].ok is True
    assert found["以前的加密库"].ok is False
    assert "数据库坏了，换了新的" in found["以前的加密库"].words
    [kept] = (place.state / "store").glob("damaged-*")
    assert str(kept) in found["以前的加密库"].words
    shutil.rmtree(kept)
    assert checked()["以前的加密库"].ok is True


def test_a_chain_that_was_tampered_with_is_found(checked: Check, place: Town) -> None:
    checked()
    store = Store(place.state / "store", store_key(place.state / "store", {}))
    with store.write() as db:
        db.execute("UPDATE audit SET at = 0 WHERE id = 1")
    store.close()
    found = checked()
    assert (found["审计"].ok, "第 1 条被改过" in found["审计"].words) == (False, True)


def test_a_conflict_needs_a_person(checked: Check, place: Town) -> None:
    assert checked()["等着交的办件"].words == "0 件等着交，没有要人处理的"
    store = Store(place.state / "store", store_key(place.state / "store", {}))
    table = EffectTable(store, SystemClock(), Audit(store, SystemClock()))
    table.insert(Kind.SUBMIT, "k" * 32, path="/social/pension/certify", body=b"{}", owner=bytes(32), walk="w")
    table.conflict("k" * 32, Refused("not_entitled"))
    store.close()
    found = checked()
    assert found["等着交的办件"].ok is False
    assert "1 件要人处理" in found["等着交的办件"].words


def test_nothing_is_left_open(checked: Check) -> None:
    checked()
    left = {thread.name for thread in threading.enumerate()}
    assert not {name for name in left if name.startswith(("owner-", "sweeper", "faults", "link", "speech"))}
