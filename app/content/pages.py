"""Reading a text: Markdown in which {{ sigle }} and its like stand for the association's settings."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import render_template_string
from markdown_it import MarkdownIt
from markupsafe import Markup

_FOLDER = Path(__file__).parent
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Text:
    """A page: its title, which was the first heading, and the rest as HTML."""

    title: str
    html: Markup


def read(name: str) -> Text | None:
    """The text of that name, or None."""
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        return None
    title, _, body = filled(path).partition("\n")
    return Text(title.lstrip("# ").strip(), to_html(body))


def filled(path: Path) -> str:
    """The Markdown of a file, with the association's settings in place."""
    return render_template_string(_source(path))


def to_html(markdown: str) -> Markup:
    """Markdown as HTML. Raw HTML in it is shown, not obeyed."""
    return Markup(_markdown.render(markdown))  # noqa: S704 (markdown-it escapes: html=False)


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")
