"""What the tour brings home: pictures with a sentence each, and the page and the JSON that tell of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from PIL import Image

__all__ = ["Album", "Chapter", "Shot"]

_PAGE: Final = Path(__file__).with_name("album.html")


@dataclass(frozen=True)
class Shot:
    """``file`` is the picture's name beside the page, ``action`` what is done there ("" for nothing)."""

    file: str
    words: str
    action: str = ""


@dataclass
class Chapter:
    """``kind`` is "way" for steps that follow each other, "paper" for what came out of a printer."""

    id: str
    title: str
    words: str
    shots: list[Shot] = field(default_factory=list)


class Album:
    def __init__(self, out: Path) -> None:
        self.out = out
        self.chapters: list[Chapter] = []
        out.mkdir(parents=True, exist_ok=True)
        for old in (*out.glob("*.png"), out / "index.html", out / "tour.json"):
            old.unlink(missing_ok=True)

    def begin(self, id: str, title: str, words: str) -> Chapter:
        chapter = Chapter(id, title, words)
        self.chapters.append(chapter)
        return chapter

    def take(self, picture: Image.Image, words: str, action: str = "") -> None:
        """Adds a picture to the newest chapter."""
        file = self._next_name()
        picture.save(self.out / file, optimize=True)
        self.chapters[-1].shots.append(Shot(file, words, action))

    def take_paper(self, png: bytes, words: str) -> None:
        file = self._next_name()
        (self.out / file).write_bytes(png)
        self.chapters[-1].shots.append(Shot(file, words, "paper"))

    def finish(self, summary: Mapping[str, Any], *, facts: Mapping[str, str], landscape: bool) -> None:
        """Writes ``index.html`` and ``tour.json``. ``facts`` are (what, how much) for the head of the page."""
        page = Template(_PAGE.read_text(encoding="utf-8")).substitute(
            shape="landscape" if landscape else "portrait",
            facts="".join(
                f"<div><dt>{escape(what)}</dt><dd>{escape(value)}</dd></div>" for what, value in facts.items()
            ),
            contents="".join(f'<a href="#{chapter.id}">{escape(chapter.title)}</a>' for chapter in self.chapters),
            chapters="".join(_chapter(chapter) for chapter in self.chapters),
        )
        (self.out / "index.html").write_text(page, encoding="utf-8")
        whole = {
            **summary,
            "chapters": {chapter.id: [shot.file for shot in chapter.shots] for chapter in self.chapters},
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2)
        (self.out / "tour.json").write_text(text + "\n", encoding="utf-8")

    def _next_name(self) -> str:
        chapter = self.chapters[-1]
        return f"{len(self.chapters):02}-{chapter.id}-{len(chapter.shots) + 1}.png"


def _chapter(chapter: Chapter) -> str:
    shots = "".join(_shot(shot, number) for number, shot in enumerate(chapter.shots, 1))
    return (
        f'<section id="{chapter.id}" style="--shots: {len(chapter.shots)}">'
        f"<h2>{escape(chapter.title)}</h2><p>{escape(chapter.words)}</p>"
        f'<div class="shots">{shots}</div></section>'
    )


def _shot(shot: Shot, number: int) -> str:
    paper = shot.action == "paper"
    action = f"<small>{escape(shot.action)}</small>" if shot.action and not paper else ""
    return (
        f'<figure class="{"paper" if paper else "screen"}">'
        f'<a href="{shot.file}"><img src="{shot.file}" alt="{escape(shot.words)}" loading="lazy"></a>'
        f"<figcaption><b>{number}</b><span>{escape(shot.words)}{action}</span></figcaption></figure>"
    )
