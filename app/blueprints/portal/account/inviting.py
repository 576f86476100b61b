from flask import abort, g, url_for

from app.blueprints.auth.confirming import confirmed
from app.blueprints.portal.account import account
from app.blueprints.portal.account.access import LAST_MANAGER, found
from app.blueprints.portal.account.forms import ROLE_HINTS, InvitationForm, RoleForm
from app.blueprints.portal.section import requires
from app.formatting import wait
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.models import Role
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import company_access, invitations
from app.services.throttle import TooManyAttempts

INVITING, ROLE = "Inviter un collègue", "Changer le rôle"
ALREADY_THERE = "Cette personne a déjà accès à votre espace, ou l’a demandé\u00a0: voyez «\u00a0Accès au portail\u00a0»"


@account.route("/acces/inviter", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@keeps_input
def invite() -> Answer:
    form = InvitationForm(role=Role.MEMBER.value)
    if form.validate_on_submit() and confirmed(form) and _counted(form, str(form.email.data)):
        try:
            return sent_once(form, lambda: _invited(form))
        except invitations.AlreadyThere:
            form.email.errors = [ALREADY_THERE]
    return render_form(
        "portal/account/invite.html",
        form,
        hints=ROLE_HINTS,
        page_title=INVITING,
        breadcrumb=breadcrumb(g.access, (INVITING, None)),
    )


@account.post("/acces/<row:membership_id>/relancer")
@requires(Right.MANAGE_ACCESS)
def invite_again(membership_id: int) -> Answer:
    """« Renvoyer l’invitation »."""
    membership, person = found(membership_id)
    if not membership.is_invitation:
        abort(404)
    # Counting lets go of the database: whoever was found may have come meanwhile.
    invitations.count_attempt(g.access, person.email)
    membership, person = found(membership_id)
    if membership.is_invitation:
        invitations.send_again(g.access, membership, person)
    return done(url_for("portal.account.index", fait="relance"))


@account.route("/acces/<row:membership_id>/role", methods=["GET", "POST"])
@requires(Right.MANAGE_ACCESS)
@keeps_input
def change_role(membership_id: int) -> Answer:
    membership, person = found(membership_id)
    if membership.role.is_third_party or not membership.is_active:
        abort(404)
    form = RoleForm(role=membership.role.value)
    if form.validate_on_submit() and confirmed(form):
        try:
            company_access.change_role(g.access, *found(membership_id), Role(form.role.data))
        except company_access.LastManager:
            form.refuse(LAST_MANAGER)
        else:
            return done(url_for("portal.account.index", fait="role"))
    return render_form(
        "portal/account/role.html",
        form,
        name=company_access.shown_name(membership, person),
        hints=ROLE_HINTS,
        page_title=ROLE,
        breadcrumb=breadcrumb(g.access, (ROLE, None)),
    )


def _invited(form: InvitationForm) -> str:
    invitations.invite(g.access, form.given())
    return url_for("portal.account.index", fait="invite")


def _counted(form: InvitationForm, email: str) -> bool:
    try:
        invitations.count_attempt(g.access, email)
    except TooManyAttempts as error:
        form.refuse(f"Trop d’invitations en peu de temps. Patientez {wait(error.minutes)}")
        return False
    return True
