"""Searching as people type: without accents, without capitals."""

import re

from app.folding import fold

__all__ = ["fold", "patterns", "words"]
_WILD = re.compile(r"[%_/]")


def words(query: str) -> list[str]:
    """The folded words of a query, at most eight: a longer one is not a search."""
    typed = "".join(char if char.isprintable() else " " for char in query[:200])
    return fold(typed).split()[:8]


def patterns(query: str) -> dict[str, str]:
    """The words of a query as parameters of a statement, for LIKE … ESCAPE '/': {"word_0": "%gall%"}."""
    literal = [_WILD.sub(r"/\g<0>", word) for word in words(query)]
    return {f"word_{rank}": f"%{word}%" for rank, word in enumerate(literal)}
