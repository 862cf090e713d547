"""The map of a site as a function package draws it: a grid of single characters, one row a line.

厕 . . 台
. . . .
门 . 机 窗
"""

from typing import Final

__all__ = ["DEEP", "HERE", "PLACES", "WIDE", "plan"]

HERE: Final = "机"
EMPTY: Final = "."
PLACES: Final = {
    HERE: "这台机器",
    "台": "帮办台",
    "窗": "人工窗口",
    "厕": "卫生间",
    "门": "大门",
    "梯": "电梯",
    "水": "饮水处",
    "座": "等候区",
    "取": "取号机",
}
WIDE: Final = 6  # cells: the names still stand in the largest text
DEEP: Final = 4


def plan(text: str) -> tuple[str, ...]:
    """The rows without their spaces, each as wide as the others; () for an empty text.

    Raises ValueError with one sentence for whoever drew it.
    """
    rows = tuple("".join(line.split()) for line in text.splitlines() if line.strip())
    if not rows:
        return ()
    for row in rows:
        for cell in row:
            if cell not in PLACES and cell != EMPTY:
                raise ValueError(f"有 {cell!r}，可以写：{'、'.join(PLACES)}，空地写 {EMPTY}")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("每行要一样长")
    if len(rows) > DEEP or len(rows[0]) > WIDE:
        raise ValueError(f"最多 {WIDE} 格宽、{DEEP} 行")
    if "".join(rows).count(HERE) != 1:
        raise ValueError(f"要有一个「{HERE}」，就是这台机器")
    return rows
