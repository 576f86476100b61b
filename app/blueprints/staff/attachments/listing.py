import re
from typing import NoReturn

from flask import abort, render_template, request, url_for

from app.blueprints.staff.attachments import attachments
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import has_a_recent_code
from app.formatting import plural
from app.htmx import Answer, done
from app.models import Role
from app.pagination import Pages, page_number, searched
from app.security import ask_for_code, me
from app.services import staff_decisions
from app.services.staff import attachments as service
from app.services.staff.attachments import Filters, State

_DONE = {
    "accepte": "Accès accordé",
    "refuse": "Accès refusé",
    "retire": "Accès retiré",
    "role": "Rôle modifié",
}
KINDS = {"active": "succes", "pending": "attention", "suspended": "erreur", "removed": "neutre", "refused": "neutre"}
STATUSES = {
    "active": "Ouvert",
    "pending": "En attente",
    "suspended": "Suspendu",
    "removed": "Retiré",
    "refused": "Refusé",
}


@attachments.get("")
def index() -> Answer:
    filters = read_filters()
    page = service.page(filters, page_number())
    return render_template(
        "staff/attachments/index.html",
        page_title="Rattachements",
        breadcrumb=breadcrumb(),
        filters=filters,
        named=service.named(filters),
        states=list(State),
        roles=list(Role),
        statuses=STATUSES,
        kinds=KINDS,
        page=page,
        pages=Pages.of(page),
        waiting=service.count_waiting(),
        done=_done(),
    )


@attachments.post("/<row:membership_id>/accepter")
def accept(membership_id: int) -> Answer:
    if not has_a_recent_code():
        return ask_for_code(_waiting())
    if not staff_decisions.accept(me(), membership_id):
        not_open(membership_id)
    return done(_waiting("accepte"))


@attachments.post("/<row:membership_id>/refuser")
def refuse(membership_id: int) -> Answer:
    if not staff_decisions.refuse(me(), membership_id):
        not_open(membership_id)
    return done(_waiting("refuse"))


def not_open(membership_id: int) -> NoReturn:
    """409 when somebody else decided of an attachment, 404 when there is none."""
    abort(409 if service.is_known(membership_id) else 404)


def read_filters() -> Filters:
    """What the address asks for; what means nothing is not asked."""
    given = request.args
    role, state, person, company = (given.get(name, "") for name in ("role", "etat", "personne", "entreprise"))
    return Filters(
        query=searched(),
        role=Role(role) if role in list(Role) else None,
        state=State(state) if state in list(State) else State.OPEN,
        person_id=int(person) if re.fullmatch(r"[0-9]{1,9}", person) else None,
        company=company.lower() if re.fullmatch(r"[0-9A-Za-z]{10}", company) else None,
    )


def _waiting(act: str | None = None) -> str:
    return url_for("staff.attachments.index", etat=State.WAITING.value, fait=act)


def _done() -> str | None:
    moved = request.args.get("transferees", "")
    if re.fullmatch(r"[0-9]{1,6}", moved):
        return plural(int(moved), "entreprise transférée", "entreprises transférées")
    return _DONE.get(request.args.get("fait", ""))
