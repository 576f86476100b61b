"""The headings of a text in Markdown, and what follows each."""

from dataclasses import dataclass
from itertools import pairwise

from app.content.pages import tokens


@dataclass(frozen=True)
class Heading:
    """A heading: its level, its text, its line and the one after it, counted from 0."""

    level: int
    title: str
    line: int
    after: int
    is_nested: bool


def headings_of(markdown: str) -> list[Heading]:
    """Every heading, in order; what looks like one inside a block of code is none."""
    parsed = tokens(markdown)
    return [
        Heading(int(token.tag[1]), inline.content.strip(), token.map[0], token.map[1], token.level > 0)
        for token, inline in pairwise(parsed)
        if token.type == "heading_open" and token.map
    ]


def parts_of(markdown: str, *levels: int) -> list[tuple[Heading, str]]:
    """The headings of these levels, each with what follows it, up to the next of them."""
    lines = markdown.splitlines()
    headings = [one for one in headings_of(markdown) if one.level in levels and not one.is_nested]
    ends = [*(heading.line for heading in headings), len(lines)][1:]
    return [
        (heading, "\n".join(lines[heading.after : end]).strip()) for heading, end in zip(headings, ends, strict=False)
    ]
