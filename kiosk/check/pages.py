"""Pages set by typst from the templates in ``assets/report``: the readiness report, a test sheet for printers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import typst

from kiosk.config import ROOT

__all__ = ["FAMILY", "typeset"]

TEMPLATES: Final = ROOT / "assets" / "report"
FAMILY: Final = "Noto Sans CJK SC"  # of every screen too (widgets/theme.py)


def typeset(template: str, content: Mapping[str, object], form: Literal["pdf", "png"] = "pdf") -> bytes:
    """One page. ``content`` is what JSON can hold; the template finds it under ``sys.inputs.content``."""
    inputs = {"content": json.dumps({"family": FAMILY, **content})}
    page = typst.Compiler(Path(TEMPLATES / template), root=TEMPLATES, sys_inputs=inputs).compile(format=form)
    if not isinstance(page, bytes):
        raise TypeError(f"{template}: longer than a page")
    return page
