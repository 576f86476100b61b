"""The F.A.Q.: themes (##) of questions (###) in one Markdown file."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from markupsafe import Markup

from app.content.pages import filled, to_html
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


def _themes() -> list[Theme]:
    """Read once: the file and the settings it names do not change while the portal runs."""
    kept: dict[str, list[Theme]] = current_app.extensions
    if "questions" not in kept:
        text = filled(Path(__file__).parent / "faq.md")
        kept["questions"] = [_theme(block) for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]
    return kept["questions"]


def _theme(block: str) -> Theme:
    title, _, rest = block.partition("\n")
    return Theme(title.strip(), [_question(part) for part in re.split(r"^### ", rest, flags=re.MULTILINE)[1:]])


def _question(part: str) -> Question:
    title, _, answer = part.partition("\n")
    anchor = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].rstrip("-")
    return Question(anchor, title.strip(), to_html(answer), f" {_plain(f'{title} {answer}')}")


def _plain(text: str) -> str:
    """Its folded words, without punctuation."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip()
