"""What an agent does to help somebody in, or to keep them out."""

from app.blueprints.staff.accounts import accounts
from app.blueprints.staff.accounts.listing import address_of, found, page_of
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import has_a_recent_code
from app.formatting import wait
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.security import ask_for_code, keeps_input, me
from app.services import account_closing
from app.services.staff import accounts as service
from app.services.throttle import TooManyAttempts

IS_ACTIVATED = (
    "Cette personne a déjà choisi son mot de passe\u00a0: si elle l’a oublié, elle en demande un autre elle-même"
)
NOT_BLOCKED = "Ce compte n’est pas bloqué, ou ne l’est plus"
DISABLED_ALREADY = "Ce compte a déjà été désactivé"
ENABLED_ALREADY = "Ce compte a déjà été réactivé"
OFTEN_ENOUGH = "Cette adresse a reçu assez d’e-mails pour l’instant. Réessayez dans {}"


@accounts.post("/<row:user_id>/activation")
def send_activation(user_id: int) -> Answer:
    user = found(user_id)
    try:
        if service.send_activation(me(), user):
            return done(address_of(user, "active"))
    except TooManyAttempts as refusal:
        return page_of(user, trouble=OFTEN_ENOUGH.format(wait(refusal.minutes))), 429
    return page_of(user, trouble=IS_ACTIVATED), 409


@accounts.post("/<row:user_id>/debloquer")
def unblock(user_id: int) -> Answer:
    user = found(user_id)
    if service.unblock(me(), user):
        return done(address_of(user, "debloque"))
    return page_of(user, trouble=NOT_BLOCKED), 409


@accounts.route("/<row:user_id>/desactiver", methods=["GET", "POST"])
@keeps_input
def disable(user_id: int) -> Answer:
    user, form, title = found(user_id), Confirmation(), "Désactiver le compte"
    if form.validate_on_submit():
        if service.disable(me(), user):
            return done(address_of(user, "desactive"))
        return page_of(user, trouble=DISABLED_ALREADY), 409
    return render_form(
        "staff/accounts/disable.html",
        form,
        page_title=f"{title}\u00a0: {user.full_name}",
        breadcrumb=breadcrumb((user.full_name, address_of(user)), (title, None)),
        user=user,
        left=account_closing.left_without_manager(user),
        back=address_of(user),
    )


@accounts.post("/<row:user_id>/reactiver")
def enable(user_id: int) -> Answer:
    user = found(user_id)
    if not has_a_recent_code():
        return ask_for_code(address_of(user))
    if service.enable(me(), user):
        return done(address_of(user, "reactive"))
    return page_of(user, trouble=ENABLED_ALREADY), 409
