from datetime import date
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import Length, StopValidation

from app.formatting import number, siret
from app.forms.amounts import AmountField
from app.forms.base import Form, required
from app.forms.dates import FrenchDateField
from app.forms.fields import ChoiceField
from app.forms.once import OnceForm
from app.models import Company, DocumentKind, DocumentState, DroppedFile
from app.services import member_codes
from app.services.exchange.documents import KINDS
from app.services.staff import document_corrections
from app.services.staff.document_corrections import Correction
from app.services.staff.published_documents import REASONS

# Above that many, an agent types how many there are.
MANY = 100


class DropForm(OnceForm):
    files = MultipleFileField("Fichiers", render_kw={"accept": ".pdf,.zip,.csv"})
    issued_on = FrenchDateField("Date des documents qui n’en portent pas")

    def validate_files(self, field: Any) -> None:
        if not field.data:
            raise StopValidation("Choisissez au moins un fichier")


class CountedForm(Form):
    """A confirmation; of many things, how many has to be typed."""

    typed = StringField("Nombre")

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        if count <= MANY:
            del self.typed
        else:
            self.typed.label.text = "Pour confirmer, tapez leur nombre"

    def validate_typed(self, field: Any) -> None:
        if "".join(filter(str.isdigit, field.data or "")) != str(self._count):
            raise StopValidation(f"Tapez {number(self._count)} pour confirmer")


class WithdrawForm(Form):
    reason = RadioField(
        "Motif du retrait", choices=[SelectChoice(*one) for one in REASONS.items()], validate_choice=False
    )

    def validate_reason(self, field: Any) -> None:
        if field.data not in REASONS:
            raise StopValidation("Choisissez un motif")


class FileForm(Form):
    """What a dropped file is; the member by words, or chosen among those that the words or the file may mean."""

    member = StringField("Adhérent", validators=[Length(max=200, message="200 caractères au maximum")])
    choice = RadioField("Adhérents possibles", choices=[], validate_choice=False)
    kind = ChoiceField(
        "Type",
        empty="Choisissez un type",
        choices=[SelectChoice("", "Choisissez un type"), *(SelectChoice(w, k.label) for w, k in KINDS.items())],
    )
    reference = StringField(
        "Numéro",
        validators=[required("Saisissez le numéro du document"), Length(max=40, message="40 caractères au maximum")],
    )
    issued_on = FrenchDateField("Date", empty="Saisissez la date du document")
    due_on = FrenchDateField("Échéance")
    net = AmountField("Montant HT")
    gross = AmountField("Montant TTC")
    payment = ChoiceField(
        "Paiement",
        choices=[SelectChoice("", "Sans objet"), *(SelectChoice(state.value, state.label) for state in DocumentState)],
    )
    employee = StringField("Référence du salarié", validators=[Length(max=40, message="40 caractères au maximum")])
    replaces = BooleanField("Remplacer le document déjà publié sous ce numéro")
    version = HiddenField()

    def __init__(self, file: DroppedFile, member: Company | None) -> None:
        super().__init__(data=_shown(file, member))
        self._members = document_corrections.choices(file)
        if self.member.data and self.is_submitted():
            self._members = list(document_corrections.members(self.member.data))
        self._offer()

    def correction(self) -> Correction:
        return Correction(
            company_id=self._chosen().id,  # type: ignore[union-attr]
            kind=DocumentKind(self.kind.data),
            reference=" ".join(self.reference.data.split()),
            issued_on=self.issued_on.data,
            due_on=self.due_on.data,
            net_cents=self.net.data,
            gross_cents=self.gross.data,
            payment=DocumentState(self.payment.data) if self.payment.data else None,
            employee_reference=" ".join((self.employee.data or "").split()) or None,
            replaces=self.replaces.data,
        )

    def validate_member(self, field: Any) -> None:
        if self._chosen():
            return
        if not self._members:
            wanted = "le code adhérent, le SIRET ou le nom"
            unknown = f"Aucun adhérent ne correspond à «\u00a0{field.data}\u00a0»\u00a0: saisissez {wanted}"
            raise StopValidation(unknown if field.data else f"Saisissez {wanted}")
        raise StopValidation("Plusieurs adhérents correspondent\u00a0: choisissez lequel, ou précisez")

    def validate_due_on(self, field: Any) -> None:
        if isinstance(field.data, date) and isinstance(self.issued_on.data, date) and field.data < self.issued_on.data:
            raise StopValidation("L’échéance ne peut pas précéder la date du document")

    def _chosen(self) -> Company | None:
        chosen = next((one for one in self._members if str(one.id) == self.choice.data), None)
        return chosen or (self._members[0] if self.member.data and len(self._members) == 1 else None)

    def _offer(self) -> None:
        """The members to choose from, when there is a choice."""
        offered = self._members if len(self._members) > 1 or not self.member.data else []
        self.member.flags.required = not offered
        self.choice.choices = [SelectChoice(str(one.id), described(one)) for one in offered]


def described(company: Company) -> str:
    """« BOULANGERIE LE GALL, SAINT-BRIEUC, code 22 0417, SIRET 803 318 458 00012 »"""
    parts = [company.name, company.city, f"code\u00a0{member_codes.shown(company.member_code)}"]
    if company.siret:
        parts.append(f"SIRET\u00a0{siret(company.siret)}")
    return ", ".join(part for part in parts if part)


def _shown(file: DroppedFile, member: Company | None) -> dict[str, Any]:
    return {
        "member": member_codes.shown(member.member_code) if member else "",
        "kind": file.kind.value if file.kind else "",
        "reference": file.reference or "",
        "issued_on": file.issued_on,
        "due_on": file.due_on,
        "net": file.net_cents,
        "gross": file.gross_cents,
        "payment": file.payment.value if file.payment else "",
        "employee": file.employee_reference or "",
        "replaces": file.replaces,
        "version": str(file.version),
    }
