from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, MultipleFileField, SelectChoice, SelectField, StringField
from wtforms.validators import StopValidation

from app.clock import today
from app.formatting import number
from app.forms.base import Form
from app.forms.dates import FrenchDateField
from app.services.staff.imports import Sheet

# Above so many lines, a number is typed to confirm.
CONFIRMED_ABOVE = 100


class SendFiles(Form):
    """One or several files, as browsers let people choose them."""

    files = MultipleFileField(
        "Fichiers à importer", render_kw={"multiple": True, "accept": ".csv,.txt,.xlsx,.zip,.pdf"}
    )

    def validate_files(self, _field: MultipleFileField) -> None:
        if not self.chosen():
            raise StopValidation("Choisissez au moins un fichier")

    def chosen(self) -> list[Any]:
        """The files that were really chosen: browsers send an empty one when none is."""
        return [file for file in self.files.data or [] if getattr(file, "filename", "")]


class Apply(Form):
    strict = BooleanField("Tout refuser si une seule ligne est mauvaise")
    invite = BooleanField("Inviter les comptes créés")
    notify = BooleanField("Annoncer les nouveautés")
    lines = StringField("Nombre de lignes à écrire", render_kw={"autocomplete": "off"})

    def __init__(self, *args: Any, writes: int = 0, **kwargs: Any) -> None:
        self.writes = writes
        super().__init__(*args, **kwargs)
        if writes <= CONFIRMED_ABOVE:
            del self.lines

    def validate_lines(self, field: StringField) -> None:
        if "".join((field.data or "").split()) != str(self.writes):
            raise StopValidation(f"Saisissez {number(self.writes)} pour confirmer")


class Since(Form):
    since = FrenchDateField("Depuis le", empty="Saisissez la date à partir de laquelle exporter")

    def validate_since(self, field: FrenchDateField) -> None:
        if field.data > today():
            raise StopValidation("Cette date est à venir\u00a0: choisissez aujourd’hui ou un jour passé")


def naming(sheets: Sequence[Sheet], names: Sequence[str]) -> Form:
    """Which file of the exchange each file is: as it is known, else as its columns suggest."""
    choices = [SelectChoice("", "Ne pas importer"), *(SelectChoice(name, name) for name in names)]
    fields = {f"fichier_{sheet.number}": SelectField("Ce fichier est", choices=choices) for sheet in sheets}
    given = {f"fichier_{sheet.number}": sheet.file or sheet.guess for sheet in sheets}
    form: Form = type("Naming", (Form,), fields)(data=given)
    return form


def named(form: Form, sheets: Sequence[Sheet]) -> dict[int, str]:
    return {sheet.number: form[f"fichier_{sheet.number}"].data for sheet in sheets}
