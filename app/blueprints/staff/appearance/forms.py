import base64
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import StopValidation

from app.blueprints.staff.settings.forms import SettingsForm, checked, line
from app.branding import LOGO_BYTES
from app.forms.base import Form, required
from app.services import logos
from app.services.staff.adjusting import LOGO

COLOURS = ("ASSO_COULEUR", "ASSO_COULEUR_ACTION")
NAMES = ("ASSO_NOM", "ASSO_SIGLE", "ASSO_SITE", *COLOURS, LOGO)
_HEXADECIMAL = checked("Saisissez une couleur en hexadécimal, par exemple #12355B")


class AppearanceForm(SettingsForm):
    title = "Apparence"
    names = ("ASSO_SIGLE", "ASSO_NOM", "ASSO_SITE", *COLOURS)
    asso_sigle = line(
        "Sigle", "En tête des pages et des e-mails\u00a0: quelques lettres", 20, required("Saisissez le sigle")
    )
    asso_nom = line("Nom", "Écrit sous le sigle", 60, required("Saisissez le nom de l’association"))
    asso_site = line(
        "Adresse du site",
        "Exemple\u00a0: https://www.mon-association.fr",
        200,
        required("Saisissez l’adresse du site de l’association"),
        checked("Saisissez une adresse complète, par exemple https://www.mon-association.fr"),
    )
    asso_couleur = line(
        "Couleur principale",
        "Celle du bandeau et des boutons, en hexadécimal. Exemple\u00a0: #12355B",
        7,
        required("Saisissez la couleur principale"),
        _HEXADECIMAL,
    )
    asso_couleur_action = line(
        "Couleur des boutons d’action",
        "Celle du bouton qui enregistre ou qui envoie",
        7,
        required("Saisissez la couleur des boutons d’action"),
        _HEXADECIMAL,
    )


class LogoForm(Form):
    """A file to look at, or what was looked at, to be saved; nothing of either: no logo any more."""

    seen = HiddenField()
    # As it was shown: it is read again when it comes back.
    shown = HiddenField()
    file = FileField("Fichier du logo")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.address = ""

    @property
    def asks_for_preview(self) -> bool:
        return "verifier" in request.form

    def validate_file(self, field: Any) -> None:
        if self.asks_for_preview and not field.data:
            raise StopValidation("Choisissez un fichier SVG ou PNG")
        if not self.asks_for_preview and "retirer" in request.form:
            return
        content = field.data.read(LOGO_BYTES + 1) if self.asks_for_preview else _decoded(str(self.shown.data or ""))
        try:
            self.address = logos.read(content).address
        except logos.UnusableLogo as refused:
            raise StopValidation(str(refused)) from None


def _decoded(address: str) -> bytes:
    try:
        return base64.b64decode(address.partition(";base64,")[2], validate=True)
    except ValueError:
        return b""
