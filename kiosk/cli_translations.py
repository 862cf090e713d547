"""``kiosk translations``: the languages besides Chinese, made from ``assets/translations``."""

import typer

from kiosk.cli_options import give_up

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="别的语言：翻译")


@app.command(name="compile")
def make() -> None:
    """把翻译做成终端读的文件。准备程序（./run）自己会做。"""
    from kiosk.translation import making  # brings Babel

    try:
        made = making.compile_all()
    except making.MistakeInCatalogueError as mistake:
        give_up(str(mistake))
    for file in made:
        print(file)


@app.command()
def missing(language: str = "en") -> None:
    """还没有翻译的话，写成 .po 的样子。都有是 0，缺了是 1。"""
    from kiosk.translation import making  # brings Babel

    texts = making.missing(language)
    for text in texts:
        key = text.key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        print(f'#: {text.where}\nmsgid "{key}"\nmsgstr ""\n')
    raise typer.Exit(1 if texts else 0)
