from typing import Any

from flask import abort, g, url_for

from app.blueprints.portal.account import account
from app.blueprints.portal.section import for_members, requires
from app.forms.base import Confirmation, Form
from app.htmx import Answer, done, render_form
from app.models import Membership, User
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input, me
from app.services import company_access

LAST_MANAGER = "Vous êtes le seul responsable : désignez-en un autre avant de partir"


@account.post("/acces/<row:membership_id>/reconnaitre")
@requires(Right.MANAGE_ACCESS)
def recognise(membership_id: int) -> Answer:
    """« C’est bien notre prestataire »."""
    try:
        company_access.recognise(g.access, *found(membership_id))
    except company_access.AwaitsStaff:
        abort(403, description="accorder cet accès")
    return done(url_for("portal.account.index", fait="reconnu"))


@account.route("/acces/<row:membership_id>/pas-nous", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@keeps_input
def disown(membership_id: int) -> Answer:
    """« Ce n’est pas nous »."""
    membership, person = found(membership_id)
    form = Confirmation()
    if not membership.role.is_third_party:
        abort(404)
    if form.validate_on_submit():
        company_access.disown(g.access, membership, person)
        return done(url_for("portal.account.index", fait="desavoue"))
    return _ask("portal/account/disown.html", form, person.described, "Ce n’est pas nous")


@account.route("/acces/<row:membership_id>/retirer", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@keeps_input
def remove(membership_id: int) -> Answer:
    membership, person = found(membership_id)
    form, was_pending = Confirmation(), not membership.is_active
    if form.validate_on_submit():
        try:
            company_access.remove(g.access, membership, person)
        except company_access.LastManager:
            form.refuse(LAST_MANAGER)
        else:
            return _after_removal(person, was_pending=was_pending)
    return _ask(
        "portal/account/remove.html",
        form,
        company_access.shown_name(membership, person),
        "Retirer l’accès",
        is_pending=was_pending,
        is_third_party=membership.role.is_third_party,
    )


@account.route("/quitter", methods=["GET", "POST"])
@for_members
@keeps_input
def leave() -> Answer:
    """« Ne plus gérer cette entreprise » : anybody may go, save the last manager."""
    form = Confirmation()
    if form.validate_on_submit():
        try:
            company_access.remove(g.access, *found(g.access.membership.id))
        except company_access.LastManager:
            form.refuse(LAST_MANAGER)
        else:
            return _after_removal(me())
    return _ask("portal/account/leave.html", form, me().described, "Ne plus gérer cette entreprise")


def found(membership_id: int) -> tuple[Membership, User]:
    """Somebody who has access, or asks for it, and their link with the company; 404 when there is no such thing."""
    return company_access.find(g.access, membership_id) or abort(404)


def _after_removal(person: User, *, was_pending: bool = False) -> Answer:
    if person.id == me().id:
        return done(url_for("companies.index", fait="quittee"))
    return done(url_for("portal.account.index", fait="refuse" if was_pending else "retire"))


def _ask(template: str, form: Form, name: str, title: str, **context: Any) -> Answer:
    return render_form(
        template, form, name=name, page_title=title, breadcrumb=breadcrumb(g.access, (title, None)), **context
    )
