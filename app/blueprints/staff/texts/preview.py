"""A text as it would be read, with what must be mended before it is."""

from dataclasses import dataclass

from app.content import checking, questions
from app.content.pages import FAQ, Text, page_of


@dataclass(frozen=True)
class Preview:
    """A page, or the themes of the F.A.Q."""

    faults: list[str]
    page: Text | None
    themes: list[questions.Theme]


def preview_of(name: str, markdown: str) -> Preview:
    faults = checking.faults(name, markdown)
    if len(markdown) > checking.LONGEST or not markdown.strip():
        return Preview(faults, None, [])
    if name == FAQ:
        return Preview(faults, None, questions.of(markdown))
    return Preview(faults, page_of(markdown), [])
