from typing import Any

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from app.forms.base import required
from app.forms.coordinates import select_field
from app.forms.fields import email_field, name_field
from app.forms.once import OnceForm
from app.services import files
from app.services.contact_messages import FILE_KINDS, LARGEST, SUBJECTS, Enclosure, Message

LONGEST = 5000


class ContactForm(OnceForm):
    """What a stranger is asked; whoever is signed in is known, and inside a company so is the company."""

    name = name_field("Nom et prénom", "Saisissez votre nom", "name", "")
    email = email_field("Adresse e-mail")
    subject = select_field("Sujet", SUBJECTS.items(), "Choisissez un sujet")
    company = StringField(
        "Entreprise concernée",
        validators=[Length(max=160, message="160 caractères au maximum")],
        render_kw={"autocomplete": "organization"},
    )
    body = TextAreaField(
        "Votre message",
        validators=[
            required("Saisissez votre message"),
            Length(max=LONGEST, message="5\u00a0000 caractères au maximum"),
        ],
    )
    file = FileField("Joindre un fichier")

    def validate_file(self, field: Any) -> None:
        """Known by what it begins with, whatever its name says."""
        if not field.data:
            return
        size = field.data.seek(0, 2)
        if not size:
            raise StopValidation("Ce fichier est vide. Choisissez-en un autre")
        if size > LARGEST:
            raise StopValidation("Le fichier dépasse 5\u00a0Mo")
        if files.kind_of(field.data) not in FILE_KINDS:
            raise StopValidation("Formats acceptés\u00a0: PDF, JPG, PNG")

    def message(self, name: str, email: str) -> Message:
        """What is sent; the name and the address are the account's when there is one."""
        chosen = self.file.data
        return Message(
            name=name,
            email=email,
            subject=str(self.subject.data),
            body=str(self.body.data).replace("\r\n", "\n"),
            company=(self.company.data or None) if self.company else None,
            enclosure=Enclosure(chosen.stream, chosen.filename or "") if chosen else None,
        )
