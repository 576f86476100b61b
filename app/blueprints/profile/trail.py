"""The way back from a page of « Mon profil »."""

from flask import url_for


def trail(last: str | None = None) -> list[tuple[str, str | None]]:
    return [("Mon profil", url_for("profile.show")), (last, None)] if last else [("Mon profil", None)]
