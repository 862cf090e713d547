"""The map of a site as a function package draws it: a grid of single characters, one row a line.

厕 . . 台
. . . .
门 . 机 窗
"""

from typing import Final

__all__ = ["DEEP", "HERE", "PLACES", "WIDE", "plan"]

HERE: Final = "机"
EMPTY: Final = "."
PLACES: Final = {  # name and icon
    HERE: ("本机", "mdi6.monitor"),
    "台": ("帮办台", "mdi6.face-agent"),
    "窗": ("窗口", "mdi6.account-tie"),
    "厕": ("卫生间", "mdi6.human-male-female"),
    "门": ("大门", "mdi6.door-open"),
    "梯": ("电梯", "mdi6.elevator-passenger"),
    "水": ("饮水处", "mdi6.cup-water"),
    "座": ("座位", "mdi6.seat"),
    "取": ("取号机", "mdi6.ticket-confirmation"),
}
WIDE: Final = 5  # cells: the names still stand in the largest text on half of a wide panel
DEEP: Final = 3  # with the telephone, the desk and the hours below them


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
