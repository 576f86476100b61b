"""Whether white text is readable on a colour, and what the portal uses when it is not."""

from dataclasses import dataclass

from app import branding
from app.branding import GREEN, NAVY, TEXT_RATIO, WHITE, contrast, readable


@dataclass(frozen=True)
class Verdict:
    """What is said of a colour; `used` is the one that the pages show."""

    text: str
    used: str
    is_fine: bool


def verdict_on(typed: str) -> Verdict:
    try:
        branding.check("ASSO_COULEUR", typed)
    except ValueError:
        return Verdict("Ce n’est pas une couleur en hexadécimal, comme #12355B.", "", is_fine=False)
    ratio = contrast(typed, WHITE)
    if ratio >= TEXT_RATIO:
        return Verdict(f"Cette couleur ({_told(ratio)}) est lisible avec du texte blanc.", typed, is_fine=True)
    used = readable(typed, TEXT_RATIO)
    return Verdict(
        f"Cette couleur ({_told(ratio)}) serait illisible avec du texte blanc. "
        f"Nous utilisons {used} ({_told(contrast(used, WHITE))}) pour les boutons.",
        used,
        is_fine=False,
    )


def looks(given: dict[str, str]) -> dict[str, str]:
    """The colours that the pages would have; those of the portal itself for what is no colour."""
    return {
        "brand": verdict_on(given["ASSO_COULEUR"]).used or NAVY,
        "action": verdict_on(given["ASSO_COULEUR_ACTION"]).used or GREEN,
    }


def _told(ratio: float) -> str:
    """2,5:1; never up to the limit, which what is under it does not reach."""
    rounded = round(ratio, 1)
    return f"{rounded if rounded != TEXT_RATIO or ratio >= rounded else rounded - 0.1:.1f}:1".replace(".", ",")
