from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from app.blueprints.onboarding.forms import Identifiers
from app.forms.base import Form
from app.forms.fields import third_party_field
from app.reading import readable
from app.services.portfolio import MAX_LINES, Line, read


def _reference() -> StringField:
    return StringField(
        "Réf. cabinet",
        validators=[Length(max=40, message="40 caractères au maximum")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class AddCompany(Identifiers):
    is_third_party = third_party_field()
    reference = _reference()


class Reference(Form):
    reference = _reference()


class ImportList(Form):
    """A list pasted, or a file in the encodings that spreadsheets write."""

    lines = TextAreaField("Votre liste", validators=[Length(max=20_000, message="20 000 caractères au maximum")])
    file = FileField("Ou un fichier CSV")
    is_third_party = BooleanField("Je suis tiers déclarant de ces entreprises")

    def validate_lines(self, field: TextAreaField) -> None:
        if not field.data and not self.file.data:
            raise StopValidation("Collez votre liste ou choisissez un fichier")
        if len(self.read_lines()) > MAX_LINES:
            raise StopValidation(f"Envoyez {MAX_LINES} lignes au maximum à la fois")

    def validate_file(self, field: FileField) -> None:
        if field.data and self._decoded() is None:
            raise StopValidation("Ce fichier n’est pas un fichier CSV. Enregistrez votre tableau au format CSV")

    def read_lines(self) -> list[Line]:
        return read(f"{self.lines.data or ''}\n{self._decoded() or ''}")

    def _decoded(self) -> str | None:
        """The text of the file; None when it is not text at all."""
        if not self.file.data:
            return None
        self.file.data.seek(0)
        content = self.file.data.read()
        if b"\0" in content:
            return None
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
        return readable(str(text), allowed="\n\r\t")
