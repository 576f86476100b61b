from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import Length, StopValidation

from app.forms.base import Form, required
from app.forms.fields import (
    MAX_100,
    declarant_number_field,
    email_field,
    member_code_field,
    mobile_field,
    name_field,
    third_party_field,
)
from app.services.accounts import Person

WRONG_PAIR = "Le code adhérent ou le n° télédéclarant est incorrect"


class Identifiers(Form):
    """Code adhérent and n° télédéclarant; a wrong pair says the same of both."""

    member_code = member_code_field()
    declarant_number = declarant_number_field()

    def wrong_pair(self) -> None:
        self.member_code.errors = [WRONG_PAIR]
        self.declarant_number.errors = [WRONG_PAIR]


class AccountForm(Form):
    """The form of the procedure, field for field."""

    # The company that the page showed: another tab may have proved another one since.
    company = HiddenField()
    last_name = name_field("Nom", "Saisissez votre nom", "family-name", "Saisissez votre nom")
    first_name = name_field("Prénom", "Saisissez votre prénom", "given-name", "Saisissez votre prénom")
    job_title = name_field("Fonction", "Saisissez votre fonction", "organization-title", "Saisissez votre fonction")
    email = email_field("Adresse e-mail")
    confirmation = EmailField(
        "Confirmer adresse e-mail",
        validators=[required("Saisissez à nouveau votre adresse e-mail")],
        render_kw={"autocomplete": "email", "placeholder": "Saisissez à nouveau votre adresse e-mail"},
    )
    mobile = mobile_field()
    is_third_party = third_party_field()
    firm_name = StringField(
        "Nom du cabinet",
        validators=[Length(max=100, message=MAX_100)],
        render_kw={"autocomplete": "organization"},
    )

    def validate_confirmation(self, field: EmailField) -> None:
        if (field.data or "").lower() != (self.email.data or "").lower():
            raise StopValidation("Les deux adresses e-mail sont différentes")

    def validate_firm_name(self, field: StringField) -> None:
        """A firm that forgets the box would become the company's manager."""
        if field.data and not self.is_third_party.data:
            raise StopValidation("Cochez « Je suis tiers déclarant de l’entreprise », ou effacez le nom du cabinet")

    def is_about(self, public_id: str) -> bool:
        """Whether the form was filled in for this company; otherwise it says so and shows the right one."""
        if self.company.data == public_id:
            return True
        self.company.data = public_id
        self.refuse(
            "Un autre code a été saisi dans un autre onglet. Vérifiez l’entreprise affichée, puis envoyez à nouveau"
        )
        return False

    def person(self) -> Person:
        return Person(
            last_name=self.last_name.data or "",
            first_name=self.first_name.data or "",
            job_title=self.job_title.data or "",
            email=self.email.data or "",
            mobile=self.mobile.data,
            is_third_party=bool(self.is_third_party.data),
            firm_name=self.firm_name.data or None,
        )
