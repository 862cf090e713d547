"""``kiosk items``: the declared items, checked before anybody meets them."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli_options import give_up

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="声明的事项：assets/items 里的文件")


@app.callback()
def items() -> None:
    """声明的事项：assets/items 里的文件。"""


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="不写就查全部")] = None,
) -> None:
    """查事项的文件写得对不对：每个错一句话，说出文件、行和键。都对是 0，写错是 2。"""
    from kiosk.declarations.check import checked  # brings pydantic

    wanted, mistakes = files or sorted(config.ITEMS.glob("*/*.toml")), list[str]()
    for file in wanted:
        try:
            declared = checked(file)
        except config.ConfigError as mistake:
            mistakes.append(str(mistake))
        else:
            if files:
                print(f"{declared.id}「{declared.title}」：没有错，问 {len(declared.ask)} 样")
    if mistakes:
        give_up("\n".join(mistakes))
    if not files:
        print(f"{len(wanted)} 件事项，都没有错")
