"""The F.A.Q.: themes (##) of questions (###) in one text."""

import re
from dataclasses import dataclass
from itertools import count as count_from

from flask import current_app
from markupsafe import Markup

from app import settings
from app.content.headings import parts_of
from app.content.pages import FAQ, source, to_html
from app.content.placeholders import filled
from app.services.search import fold, words


@dataclass(frozen=True)
class Question:
    """A question, its anchor in the page, and its answer."""

    anchor: str
    title: str
    answer: Markup
    search: str


@dataclass(frozen=True)
class Theme:
    title: str
    questions: list[Question]


def matching(query: str) -> list[Theme]:
    """The themes whose questions or answers have words that begin like every word of the query; all without one.

    Inside words, « reprise » would be found wherever there is an « entreprise ».
    """
    wanted = words(_plain(query))
    themes = [
        Theme(theme.title, [one for one in theme.questions if all(f" {word}" in one.search for word in wanted)])
        for theme in _themes()
    ]
    return [theme for theme in themes if theme.questions]


def title(query: str) -> str:
    """The title of the page, with what was searched for."""
    return f"«\u00a0{query}\u00a0» – F.A.Q." if query else "F.A.Q."


def count() -> int:
    """How many questions have an answer."""
    return sum(len(theme.questions) for theme in _themes())


def of(markdown: str) -> list[Theme]:
    """The themes of a text. What stands before the first question of a theme is not shown: `checking` refuses it."""
    themes: list[Theme] = []
    anchors: set[str] = set()
    for heading, text in parts_of(filled(markdown), 2, 3):
        if heading.level == 2:
            themes.append(Theme(heading.title, []))
        elif themes:
            themes[-1].questions.append(_question(heading.title, text, anchors))
    return themes


def _themes() -> list[Theme]:
    """Read once, and again when a text or a setting changes."""
    saved = settings.current().saved
    kept: tuple[settings.Saved, list[Theme]] | None = current_app.extensions.get("questions")
    if kept is None or kept[0] is not saved:
        kept = current_app.extensions["questions"] = saved, of(source(FAQ))
    return kept[1]


def _question(title: str, answer: str, anchors: set[str]) -> Question:
    wanted = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].rstrip("-") or "question"
    anchor = next(
        name for rank in count_from(1) if (name := wanted if rank == 1 else f"{wanted}-{rank}") not in anchors
    )
    anchors.add(anchor)
    return Question(anchor, title, to_html(answer), f" {_plain(f'{title} {answer}')}")


def _plain(text: str) -> str:
    """Its folded words, without punctuation."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
