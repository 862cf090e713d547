"""Characters with several readings are read as they are meant in what items are called."""

from pathlib import Path

import pytest

from kiosk.services import item_index

READINGS = {
    "转到重庆": "ZhuanDaoChongQing",
    "重新办理": "ChongXinBanLi",
    "重大疾病": "ZhongDaJiBing",
    "银行卡": "YinHangKa",
    "行驶证": "XingShiZheng",
    "行业": "HangYe",
    "缴存证明": "JiaoCunZhengMing",
    "缴费": "JiaoFei",
    "长者食堂": "ZhangZheShiTang",
    "长期护理": "ChangQiHuLi",
    "长护险": "ChangHuXian",
    "家长": "JiaZhang",
    "还款": "HuanKuan",
    "提前还房贷": "TiQianHuanFangDai",
    "参保登记": "CanBaoDengJi",
    "人民调解": "RenMinTiaoJie",
    "失业调查": "ShiYeDiaoCha",
    "会计": "KuaiJi",
    "曾用名": "CengYongMing",
    "厦门": "XiaMen",
    "鄞州区": "YinZhouQu",
    "下载": "XiaZai",
    "待遇给付": "DaiYuGeiFu",
    "税率": "ShuiLv",
    "办ETC": "BanETC",
    "12345热线": "12345ReXian",
    "（居民）医保·2026": "JuMinYiBao2026",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    state, entries = tmp_path_factory.mktemp("state"), [("x", tuple(READINGS))]
    item_index.make(state, entries)
    found = item_index.load(state, entries)
    assert found is not None
    return dict(zip(READINGS, found["x"], strict=True))


@pytest.mark.parametrize("phrase", READINGS)
def test_it_is_read_as_it_is_meant(said: dict[str, str], phrase: str) -> None:
    assert said[phrase] == READINGS[phrase]


def test_a_process_that_fails_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="was not made"):
        item_index.make(tmp_path / "gone", [("x", ("养老",))])
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_loaded_where_nothing_was_made(tmp_path: Path) -> None:
    assert item_index.load(tmp_path, []) is None
