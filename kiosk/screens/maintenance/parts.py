"""The parts of a board as runs of units, for the width that there is."""

from dataclasses import replace

from kiosk.core.board import Bar, Board, Chart, Facts, Lines, Mood, Part, Photo, Row, Rows, Steps, Table
from kiosk.screens.maintenance.paging import Run, Unit
from kiosk.widgets.board.chart import BarLine, Columns, in_lines, label_width
from kiosk.widgets.board.guide import GuideStep, Snapshot
from kiosk.widgets.board.row import Line
from kiosk.widgets.board.table import columns_of
from kiosk.widgets.theme import Role, Theme

__all__ = ["CHOICE", "runs_of"]

WIDE = 1200  # design pixels from which two stand side by side, and three steps
MOODS = {Mood.GOOD: "正常", Mood.WARN: "留意", Mood.BAD: "要处理", Mood.PLAIN: ""}
GAP = 16
CONTINUED = "（续）"

CHOICE = "choice"  # stands in the place of a page's name where one of several is to be chosen


def runs_of(board: Board, page: str, theme: Theme, width: int, height: int, *, aside: bool = True) -> list[Run]:
    """``aside``: two lines may stand beside each other where it is wide enough."""
    parts = _Parts(page, theme, width, height, aside=aside)
    return [parts.of(part) for part in board.parts]


class _Parts:
    def __init__(self, page: str, theme: Theme, width: int, height: int, *, aside: bool) -> None:
        self._page, self._theme, self._width, self._height = page, theme, width, height
        self._wide = width >= theme.px(WIDE)
        self._two = self._wide and aside

    def of(self, part: Part) -> Run:
        if isinstance(part, Rows):
            return self._rows(part)
        if isinstance(part, Facts):
            units = tuple(Unit("row", Line(label, value=value or "—", fact=True)) for label, value in part.pairs)
            return self._run(units, part.heading, across=2 if self._two and len(units) > 1 else 1)
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, Chart):
            return self._columns(part) if part.upright else self._bars(part)
        if isinstance(part, Lines):
            return self._run(tuple(Unit("line", line) for line in part.lines), part.heading)
        if isinstance(part, Steps):
            return self._steps(part)
        return self._photo(part)

    def _run(
        self, units: tuple[Unit, ...], heading: str, *, across: int = 1, gap: int = 0, head: Unit | None = None
    ) -> Run:
        table = (head,) if head is not None else ()
        lead = (Unit("title", heading),) if heading else ()
        again = (Unit("title", f"{heading}{CONTINUED}"),) if heading else ()
        return Run(
            units, (*lead, *table), (*again, *table), across, self._theme.px(gap), self._theme.px(GAP), bool(head)
        )

    # --- one of each ---

    def _rows(self, part: Rows) -> Run:
        apart = any(row.opens or row.action for row in part.rows)
        units = tuple(self._row(row) for row in part.rows)
        across = 2 if self._two and len(units) > 1 else 1
        return self._run(units, part.heading, across=across, gap=GAP if apart else 0)

    def _row(self, row: Row) -> Unit:
        line = Line(row.title, row.detail, row.value or MOODS[row.mood], row.mood.value, row.icon)
        if not (row.opens or row.action):
            return Unit("row", line)
        press = f"staff:go:{row.opens}" if row.opens or row.action is None else f"staff:do:{row.action.name}"
        name = row.name or (row.action.name if row.action is not None else row.opens.replace(":", "."))
        if self._page == CHOICE:
            return Unit("button", (line, f"{CHOICE}.{name}", "", press))
        onward = "mdi6.chevron-right" if row.opens else "mdi6.gesture-tap"
        return Unit("button", (line, f"maintenance.{self._page}.{name}", onward, press))

    def _table(self, part: Table) -> Run:
        head = columns_of(self._theme, part.columns, part.rows, self._width)
        if head is None:  # too wide: a row is a line and what is to be said about it
            return self._run(tuple(Unit("row", _written_out(part.columns, row)) for row in part.rows), part.heading)
        units = tuple(Unit("cells", replace(head, words=row, head=False)) for row in part.rows)
        return self._run(units, part.heading, head=Unit("cells", head))

    def _bars(self, part: Chart) -> Run:
        longest = _longest(part)
        labels = label_width(self._theme, tuple(bar.label for bar in part.bars), self._width // 3)
        words = label_width(self._theme, tuple(bar.words for bar in part.bars), self._width // 3)
        return self._run(
            tuple(
                Unit("bar", BarLine(bar.label, bar.value / longest, bar.words, bar.mood.value, (labels, words)))
                for bar in part.bars
            ),
            part.heading,
        )

    def _columns(self, part: Chart) -> Run:
        longest = _longest(part)
        texts = tuple(text for bar in part.bars for text in (bar.label, bar.words))
        room = in_lines(self._theme, texts, len(part.bars), self._width)
        groups = [part.bars[at : at + room] for at in range(0, len(part.bars), room)]
        return self._run(
            tuple(Unit("columns", _group(group, longest, room, self._height * 2 // 5)) for group in groups),
            part.heading,
        )

    def _steps(self, part: Steps) -> Run:
        most = self._height - (self._theme.line(Role.BODY) + self._theme.px(Theme.SPACE) if part.heading else 0)
        units = tuple(
            Unit("guide", GuideStep(at, step.picture, step.words, beside=not self._wide, most=most))
            for at, step in enumerate(part.steps, 1)
        )
        return self._run(units, part.heading, across=3 if self._wide else 1, gap=GAP)

    def _photo(self, part: Photo) -> Run:
        return Run((Unit("photo", Snapshot(part.data, part.words, self._height)),))


def _written_out(columns: tuple[str, ...], row: tuple[str, ...]) -> Line:
    cells = [f"{title} {cell}" for title, cell in zip(columns[1:], row[1:], strict=False) if cell]
    return Line(row[0] if row else "", " · ".join(cells))


def _longest(part: Chart) -> float:
    return max((bar.value for bar in part.bars), default=0.0) or 1.0


def _group(bars: tuple[Bar, ...], longest: float, room: int, most: int) -> Columns:
    return Columns(tuple((bar.label, bar.value / longest, bar.words, bar.mood.value) for bar in bars), room, most)
