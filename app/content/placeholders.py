"""What stands in a text for the association's settings: {{ sigle }} and its like, a closed list, and nothing else.

A text written by an agent is no template: whatever else stands between braces is shown as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from app import formatting
from app.addresses import fixed
from app.branding import Branding
from app.formatting import phone, plural

_BRACES = re.compile(r"\{\{[ \t\u00a0]*(.*?)[ \t\u00a0]*\}\}")
_ELIDED = {"de": formatting.de, "que": formatting.que}
_FILLED = re.compile(rf"(?:\b(?P<before>{'|'.join(_ELIDED)}) )?{_BRACES.pattern}")


@dataclass(frozen=True)
class Placeholder:
    """A name, what it stands for in French, and what it is replaced by now; « de » and « que » elide before names."""

    name: str
    meaning: str
    value: Callable[[], str]
    elides: bool = False


def filled(markdown: str) -> str:
    """The text, with what stands for the settings replaced."""
    return _FILLED.sub(_replaced, markdown)


def _replaced(found: re.Match[str]) -> str:
    before, name = found.groups()
    if name not in _BY_NAME:
        return found[0]
    placeholder = _BY_NAME[name]
    value = placeholder.value()
    if before is None:
        return value
    return _ELIDED[before](value) if placeholder.elides else f"{before} {value}"


def unknown(markdown: str) -> list[str]:
    """What stands between braces and means nothing, in the order of the text."""
    return list(dict.fromkeys(name for name in _BRACES.findall(markdown) if name not in _BY_NAME))


def _branding() -> Branding:
    found: Branding = current_app.extensions["branding"]
    return found


def _setting(name: str) -> str:
    return str(current_app.config[name])


def _contact() -> str:
    email, telephone = _branding().contact_email, _branding().contact_phone
    return f"[{email}](mailto:{email})" + (f" ou {phone(telephone)}" if telephone else "")


def _notice() -> str:
    """48 heures avant le rendez-vous, jours ouvrés"""
    hours = int(current_app.config["PREAVIS_HEURES"])
    if not hours:
        return "jusqu’à l’heure du rendez-vous"
    working = ", jours ouvrés" if current_app.config["PREAVIS_OUVRE"] else ""
    return f"{plural(hours, 'heure')} avant le rendez-vous{working}"


def _first_visit() -> str:
    if current_app.config["EMBAUCHE_VAUT_DEMANDE"]:
        return "cet enregistrement vaut demande de visite d’embauche"
    return "demandez ensuite sa visite d’embauche, depuis sa fiche"


def _device_cookie() -> str:
    return "__Host-appareil" if current_app.config["SESSION_COOKIE_SECURE"] else "appareil"


def _page(name: str, title: str, endpoint: str, **values: str) -> Placeholder:
    return Placeholder(f"page_{name}", f"l’adresse de la page «\u00a0{title}\u00a0»", lambda: fixed(endpoint, **values))


PLACEHOLDERS = (
    Placeholder("sigle", "le sigle de l’association", lambda: _branding().sigle, elides=True),
    Placeholder("nom", "son nom", lambda: _branding().name, elides=True),
    Placeholder("site", "l’adresse de son site", lambda: _branding().site_url),
    Placeholder("contact", "l’e-mail, en lien, et le téléphone s’il y en a un", _contact),
    Placeholder("email", "l’e-mail de contact", lambda: _branding().contact_email),
    Placeholder("telephone", "le téléphone", lambda: phone(_branding().contact_phone)),
    Placeholder(
        "adresse_postale", "l’adresse postale", lambda: ", ".join(_branding().contact_address) or "sur demande"
    ),
    Placeholder("expediteur", "l’adresse d’où partent les e-mails du portail", lambda: _branding().mail_sender),
    Placeholder("adresse_du_portail", "l’adresse du portail", lambda: _setting("BASE_URL")),
    Placeholder("visite_d_embauche", "si déclarer un salarié vaut demande de sa première visite", _first_visit),
    Placeholder("preavis", "jusqu’à quand une visite s’annule sans frais", _notice),
    Placeholder(
        "duree_du_code",
        "la durée d’un mot de passe provisoire",
        lambda: plural(int(current_app.config["PROVISIONAL_HOURS"]), "heure"),
    ),
    Placeholder("cookie_de_session", "le nom du cookie de session", lambda: _setting("SESSION_COOKIE_NAME")),
    Placeholder("cookie_d_appareil", "le nom du cookie qui reconnaît un navigateur", _device_cookie),
    _page("connexion", "Se connecter", "auth.sign_in_page"),
    _page("premier_acces", "Se connecter avec son code adhérent", "onboarding.identify"),
    _page("mot_de_passe_oublie", "Mot de passe oublié", "auth.forgotten"),
    _page("ajouter_une_entreprise", "Ajouter une entreprise", "companies.add"),
    _page("faq", "F.A.Q.", "public.faq"),
    _page("aide", "Prendre en main le portail", "public.help_page"),
    _page("contact", "Contactez-nous", "public.contact"),
    _page("contact_donnees", "Contactez-nous, sur ses données", "public.contact", sujet="donnees"),
    _page("donnees_personnelles", "Données personnelles", "public.privacy"),
    _page("accessibilite", "Accessibilité", "public.accessibility"),
    _page("mentions_legales", "Mentions légales", "public.legal"),
)
_BY_NAME = {placeholder.name: placeholder for placeholder in PLACEHOLDERS}
