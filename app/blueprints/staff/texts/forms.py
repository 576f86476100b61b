from flask import request
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.content.checking import LONGEST
from app.forms.base import Form, required


class RestoreForm(Form):
    """A button that knows which version was online when it was shown."""

    seen = HiddenField()

    @property
    def version_seen(self) -> int:
        """-1, which no version is, for what is no number."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class TextForm(RestoreForm):
    markdown = TextAreaField(
        "Texte",
        validators=[
            required("Écrivez un texte"),
            Length(max=LONGEST, message="Ce texte est trop long\u00a0: 100\u00a0000 caractères au maximum"),
        ],
        render_kw={"spellcheck": "true"},
    )

    def shows(self, number: int, markdown: str) -> None:
        self.seen.data, self.markdown.data = str(number), markdown

    @property
    def asks_for_preview(self) -> bool:
        return "apercu" in request.form
