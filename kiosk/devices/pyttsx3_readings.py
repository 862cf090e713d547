"""Words that espeak-ng's Mandarin misreads: it knows one reading for each character, whatever word it stands in.

The voice takes pinyin with tone digits among Chinese characters, so that one character is written out in it: 重写
becomes chong2写. Only words in which it is wrong stand here, and words that mean the same wherever they stand.
"""

import re
from typing import Final

__all__ = ["READINGS", "with_readings"]

_WORDS: Final = (
    ("重", "chong2", "重庆 重写 重新 重试 重打 重拍 重复 重名 重启 重阳 重做 重填 重读 重发 重签"),
    ("行", "hang2", "银行 行长 行业 支行 央行 农行"),
    ("长", "zhang3", "行长 校长 家长 局长 镇长 村长 处长 院长 组长 科长 厅长 长辈 长大 增长 成长 生长"),
    ("地", "di4", "地址 地方 地点 地区 地铁 地下 地图 土地 当地 异地 本地 外地 内地 户籍地 所在地 居住地"),
    ("应", "ying4", "反应 适应 对应 供应 相应 应用"),
    ("了", "liao3", "不了"),
    ("处", "chu3", "处理 处罚"),
    ("还", "huan2", "还款 归还 还清"),
    ("给", "ji3", "给付 供给"),
    ("尽", "jin3", "尽量 尽快 尽早"),
    ("假", "jia4", "假期 请假 休假"),
    ("差", "cha1", "差额"),
    ("差", "chai1", "出差"),
    ("量", "liang2", "量体温 量血压"),
    ("中", "zhong4", "中奖 中毒"),
    ("好", "hao4", "好奇 爱好"),
    ("相", "xiang4", "相片"),
    ("切", "qie1", "切纸"),
    ("会", "kuai4", "会计"),
    ("便", "pian2", "便宜"),
    ("着", "zhao2", "着急"),
    ("干", "gan4", "干部"),
    ("舍", "she4", "宿舍"),
    ("少", "shao4", "少年"),
    ("厦", "xia4", "厦门"),
    ("六", "lu4", "六安"),
    ("蚌", "beng4", "蚌埠"),
    ("台", "tai1", "台州"),
    ("丽", "li2", "丽水"),
    ("番", "pan1", "番禺"),
    ("浚", "xun4", "浚县"),
    ("乐", "yue4", "乐清"),
    ("燕", "yan1", "燕山"),
)
_LONG: Final = "期久时度途短远"  # 小区长期, 增长度: there 长 is chang2, and read so


def _readings() -> dict[str, str]:
    readings: dict[str, str] = {}
    for character, pinyin, words in _WORDS:
        for word in words.split():
            readings[word] = readings.get(word, word).replace(character, pinyin)
    return readings


READINGS: Final = _readings()  # a word as it is written, and as it is given to the voice
_ANY: Final = re.compile(
    "|".join(
        word + (f"(?![{_LONG}])" if word.endswith("长") else "") for word in sorted(READINGS, key=len, reverse=True)
    )
)


def with_readings(text: str) -> str:
    """The text with pinyin where the voice would misread a character."""
    return _ANY.sub(lambda found: READINGS[found[0]], text)
