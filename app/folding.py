"""Text without accents nor capitals: how names are searched and sorted."""

from anyascii import anyascii


def fold(text: str) -> str:
    """« Élise  LE GŒUFF » → « elise le goeuff »."""
    return " ".join(anyascii(text).lower().split())
