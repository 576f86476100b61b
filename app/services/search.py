"""Searching as people type: without accents, without capitals."""

from anyascii import anyascii


def fold(text: str) -> str:
    """« Élise  LE GŒUFF » → « elise le goeuff »."""
    return " ".join(anyascii(text).lower().split())


def words(query: str) -> list[str]:
    """The folded words of a query, at most eight: a longer one is not a search."""
    typed = "".join(char if char.isprintable() else " " for char in query[:200])
    return fold(typed).split()[:8]
