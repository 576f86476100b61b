"""Short texts that agents write in Markdown and that stand inside a page: no heading, no picture, no HTML of theirs."""

import nh3
from markupsafe import Markup

from app.content import pages

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}


def to_html(markdown: str) -> Markup:
    """The text as HTML, of which only what a paragraph may hold is kept."""
    kept = nh3.clean(str(pages.to_html(markdown)), tags=_TAGS, url_schemes={"http", "https", "mailto", "tel"})
    return Markup(kept)  # noqa: S704 (sanitised just above)
