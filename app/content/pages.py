"""The texts of the portal, as agents published them, or else the files beside this one: Markdown."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app import settings
from app.content.placeholders import filled

FAQ = "faq"
_FOLDER = Path(__file__).parent
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
# A blank that would let a sign of punctuation begin a line; never the « : » of a table's alignments.
_BREAKING = re.compile(r" (?=[;:?!»](?:\s|$))|(?<=«) ", re.MULTILINE)
_STRAIGHT = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ])")


@dataclass(frozen=True)
class Kind:
    """A text that agents may change: its name in addresses, what they call it, the endpoint of its page."""

    name: str
    label: str
    endpoint: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(FAQ, "F.A.Q.", "public.faq"),
        Kind("aide", "Prendre en main le portail", "public.help_page"),
        Kind("accessibilite", "Accessibilité", "public.accessibility"),
        Kind("donnees-personnelles", "Données personnelles", "public.privacy"),
        Kind("mentions-legales", "Mentions légales", "public.legal"),
    )
}


@dataclass(frozen=True)
class Text:
    """A page: its title, which was the first heading, and the rest as HTML."""

    title: str
    html: Markup


def read(name: str) -> Text | None:
    """The page of that name, or None."""
    return page_of(source(name)) if name in KINDS and name != FAQ else None


def page_of(markdown: str) -> Text:
    """A page, from its Markdown."""
    title, _, body = filled(markdown).strip().partition("\n")
    return Text(title.lstrip("# ").strip(), to_html(body))


def source(name: str) -> str:
    """The Markdown that is read now."""
    return settings.current().saved.texts.get(name) or original(name)


@cache
def original(name: str) -> str:
    """The Markdown that the portal came with."""
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")


def to_html(markdown: str) -> Markup:
    """Markdown as HTML. Raw HTML in it is shown, not obeyed, and nothing comes out but plain text and links."""
    html = _markdown.render(markdown)
    safe = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    return Markup(safe)  # noqa: S704 (sanitised)


def tokens(markdown: str) -> list[Token]:
    """What Markdown is made of, for who reads its structure."""
    return _markdown.parse(markdown)


def mended(markdown: str) -> str:
    """The text with the spaces and apostrophes that French typography wants, and the line breaks of this system."""
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _STRAIGHT.sub("’", _BREAKING.sub("\u00a0", lines)) + "\n"
