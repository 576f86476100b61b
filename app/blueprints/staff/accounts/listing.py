from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from app.blueprints.staff.accounts import accounts
from app.blueprints.staff.navigation import breadcrumb
from app.htmx import Answer
from app.models import User
from app.pagination import Pages, page_number, searched
from app.security import me
from app.services.staff import accounts as service
from app.services.staff.accounts import Filters, State
from app.unit_of_work import afterwards

DONE = {
    "active": "E-mail d’activation renvoyé",
    "debloque": "Compte débloqué",
    "desactive": "Compte désactivé",
    "reactive": "Compte réactivé",
}
KINDS = {
    State.ACTIVE: "succes",
    State.TO_CHOOSE: "attention",
    State.BLOCKED: "erreur",
    State.NEVER: "info",
    State.DISABLED: "neutre",
}


@accounts.get("")
def index() -> Answer:
    state = request.args.get("etat", "")
    filters = Filters(searched(), State(state) if state in list(State) else None)
    page = service.page(filters, page_number())
    return render_template(
        "staff/accounts/index.html",
        page_title="Comptes",
        breadcrumb=breadcrumb(),
        filters=filters,
        states=list(State),
        kinds=KINDS,
        page=page,
        pages=Pages.of(page),
    )


@accounts.get("/<row:user_id>")
def show(user_id: int) -> Answer:
    user = found(user_id)
    afterwards(partial(service.note_read, me(), user_id))
    return page_of(user, done=DONE.get(request.args.get("fait", "")))


def found(user_id: int) -> User:
    return service.find(user_id) or abort(404)


def page_of(user: User, **context: Any) -> str:
    """The page of an account; `trouble` says what could not be done."""
    return render_template(
        "staff/accounts/show.html",
        page_title=user.full_name,
        breadcrumb=breadcrumb((user.full_name, None)),
        account=service.shown(user),
        kinds=KINDS,
        **{"done": None, "trouble": None, **context},
    )


def address_of(user: User, done: str | None = None) -> str:
    return url_for("staff.accounts.show", user_id=user.id, fait=done)
