from typing import Any

from wtforms.validators import StopValidation

from app.blueprints.auth.confirming import AsksPassword, own_password_field
from app.forms.coordinates import (
    address_fields,
    address_of,
    optional_email_field,
    phone_field,
    radio_field,
    select_field,
    short_text_field,
)
from app.forms.editing import EditForm
from app.forms.fields import email_field, name_field
from app.forms.once import OnceForm
from app.models import ContactKind, Role
from app.services.company_contacts import Contact
from app.services.company_details import Address, Billing, Coordinates
from app.services.invitations import Colleague

NO_WAY_TO_REACH = "Indiquez un téléphone ou une adresse e-mail"
ROLES = [(role.value, role.label) for role in (Role.MEMBER, Role.MANAGER)]
ROLE_HINTS = {
    Role.MEMBER.value: "Consulte, met à jour, demande des rendez-vous et déclare",
    Role.MANAGER.value: "Fait tout cela, et gère en plus les accès au portail",
}


class CoordinatesForm(EditForm):
    phone = phone_field("Téléphone")
    email = optional_email_field("E-mail de l’entreprise")
    street, extra, postcode, city = address_fields()

    def validate_phone(self, _field: Any) -> None:
        if not self.phone.data and not self.email.data:
            raise StopValidation(NO_WAY_TO_REACH)

    def given(self) -> Coordinates:
        return Coordinates(self.phone.data, self.email.data, Address(**address_of(self)))


class BillingForm(EditForm):
    name = short_text_field("Destinataire des factures", 160, "organization")
    email = optional_email_field("E-mail de facturation")
    street, extra, postcode, city = address_fields()

    def given(self) -> Billing:
        return Billing(self.name.data or None, self.email.data, Address(**address_of(self)))


class ContactForm(EditForm, OnceForm):
    kind = select_field("Type de contact", [(kind.value, kind.label) for kind in ContactKind], "Choisissez un type")
    name = name_field("Nom et prénom", "Saisissez le nom du contact", "name", "")
    job_title = short_text_field("Fonction", 100, "organization-title")
    phone = phone_field("Téléphone")
    email = optional_email_field("E-mail")

    def validate_phone(self, _field: Any) -> None:
        if not self.phone.data and not self.email.data:
            raise StopValidation(NO_WAY_TO_REACH)

    def given(self) -> Contact:
        return Contact(
            ContactKind(self.kind.data),
            str(self.name.data),
            self.job_title.data or None,
            self.email.data,
            self.phone.data,
        )


class RoleForm(AsksPassword):
    role = radio_field("Rôle", ROLES, "Choisissez un rôle")
    password = own_password_field()


class InvitationForm(OnceForm, AsksPassword):
    last_name = name_field("Nom", "Saisissez son nom", "off", "")
    first_name = name_field("Prénom", "Saisissez son prénom", "off", "")
    job_title = name_field("Fonction", "Saisissez sa fonction", "off", "")
    email = email_field("Adresse e-mail", autocomplete="off", empty="Saisissez son adresse e-mail")
    role = radio_field("Rôle", ROLES, "Choisissez un rôle")
    password = own_password_field()

    def given(self) -> Colleague:
        return Colleague(
            str(self.last_name.data),
            str(self.first_name.data),
            str(self.job_title.data),
            str(self.email.data),
            Role(self.role.data),
        )
