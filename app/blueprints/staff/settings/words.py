"""What settings are called, and how their values are told."""

from collections.abc import Callable
from decimal import Decimal

from app import settings
from app.formatting import amount, number, phone, plural
from app.models import DocumentKind

WORKING = {"0": "Tous les jours", "1": "Les jours ouvrés seulement"}
HIRES = {
    "1": "Vaut demande de visite d’embauche",
    "0": "Ne suffit pas\u00a0: l’entreprise demande aussi la visite",
}
POLICIES = {
    "immediate": "Personne\u00a0: les identifiants suffisent, l’entreprise est prévenue",
    "approve": "Un responsable de l’entreprise, s’il y en a un",
    "staff": "L’association",
}
DOCUMENTS = {kind.value: kind.label for kind in DocumentKind} | {DocumentKind.OTHER.value: "Autre document"}

LABELS = {
    "CONTACT_COTISATIONS": "Adresse e-mail",
    "CONTACT_TELEPHONE": "Téléphone",
    "CONTACT_HORAIRES": "Horaires",
    "CONTACT_ADRESSE": "Adresse postale",
    "PREAVIS_HEURES": "Préavis",
    "PREAVIS_OUVRE": "Jours comptés dans le préavis",
    "FRAIS_ABSENCE": "Frais d’absence",
    "EMBAUCHE_VAUT_DEMANDE": "Déclaration d’un nouveau salarié",
    "DELAI_RENDEZ_VOUS": "Délai habituel d’un rendez-vous",
    "ATTACH_POLICY": "Qui accepte un nouvel accès",
    "PROVISIONAL_HOURS": "Validité du premier mot de passe",
    "DOCUMENTS_TIERS": "Documents que voit un tiers déclarant",
    "IBAN": "IBAN",
    "BIC": "BIC",
    "IBAN_TITULAIRE": "Titulaire du compte",
    "ASSO_NOM": "Nom",
    "ASSO_SIGLE": "Sigle",
    "ASSO_SITE": "Site",
    "ASSO_COULEUR": "Couleur principale",
    "ASSO_COULEUR_ACTION": "Couleur des boutons d’action",
    "ASSO_LOGO": "Logo",
}


def _hours(value: str) -> str:
    return plural(int(value), "heure")


def _fee(value: str) -> str:
    euros = Decimal(str(settings.check("FRAIS_ABSENCE", value)))
    shown = f"{number(int(euros))}\u00a0€" if euros == int(euros) else amount(int(euros * 100))
    return f"{shown} hors taxes" if euros else "Aucuns frais"


def _documents(value: str) -> str:
    return ", ".join(label for kind, label in DOCUMENTS.items() if kind in value.split()) or "Aucun"


def _groups_of_four(value: str) -> str:
    return (
        "\u00a0".join(value[start : start + 4] for start in range(0, len(value), 4)) or "Aucun\u00a0: pas de virement"
    )


_TOLD: dict[str, Callable[[str], str]] = {
    "CONTACT_TELEPHONE": lambda value: phone(value) or "Aucun",
    "CONTACT_ADRESSE": lambda value: ", ".join(value.splitlines()) or "Aucune",
    "PREAVIS_HEURES": _hours,
    "PREAVIS_OUVRE": lambda value: WORKING[value],
    "FRAIS_ABSENCE": _fee,
    "EMBAUCHE_VAUT_DEMANDE": lambda value: HIRES[value],
    "DELAI_RENDEZ_VOUS": lambda value: plural(int(value), "semaine") if int(value) else "Non précisé",
    "ATTACH_POLICY": lambda value: POLICIES[value],
    "PROVISIONAL_HOURS": _hours,
    "DOCUMENTS_TIERS": _documents,
    "IBAN": _groups_of_four,
    "ASSO_LOGO": lambda value: "Un logo" if value else "Aucun\u00a0: le sigle est écrit",
}


def told(name: str, value: str) -> str:
    """A value, as one would say it."""
    try:
        return _TOLD[name](value) if name in _TOLD else value or "—"
    except (ValueError, KeyError):  # saved by another version of the portal, perhaps
        return value
