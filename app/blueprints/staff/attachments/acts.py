"""Ending somebody's access to a company, or giving them another role in it."""

from flask import abort, url_for
from wtforms import BooleanField

from app.blueprints.staff.attachments import attachments
from app.blueprints.staff.attachments.listing import not_open
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.forms.base import Form
from app.forms.coordinates import radio_field
from app.htmx import Answer, done, render_form
from app.models import Role
from app.security import keeps_input, me
from app.services.staff import attachments as service
from app.services.staff.attachments import Attachment, LastManager

LAST_MANAGER = "Cette entreprise n’aura plus de responsable\u00a0: cochez la case pour confirmer que vous le savez"
ROLE_HINTS = {
    Role.MANAGER.value: "Fait tout ce que fait un utilisateur, et gère en plus les accès au portail",
    Role.MEMBER.value: "Consulte, met à jour, demande des rendez-vous et déclare pour sa propre entreprise",
    Role.THIRD_PARTY.value: "Fait la même chose pour le compte d’un client, sans voir ce qui lui est réservé",
}


class RevokeForm(Form):
    knowingly = BooleanField("Je sais que cette entreprise n’aura plus de responsable")


class RoleForm(RevokeForm):
    role = radio_field("Rôle", [(role.value, role.label) for role in Role], "Choisissez un rôle")


@attachments.route("/<row:membership_id>/retirer", methods=["GET", "POST"])
@keeps_input
def revoke(membership_id: int) -> Answer:
    attachment, form = _found(membership_id), RevokeForm()
    if form.validate_on_submit():
        try:
            if not service.revoke(me(), membership_id, knowingly=form.knowingly.data):
                abort(409)
        except LastManager:
            form.refuse(LAST_MANAGER)
        else:
            return done(_back(attachment, "retire"))
    return _ask("staff/attachments/revoke.html", attachment, form, "Retirer l’accès")


@attachments.route("/<row:membership_id>/role", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def change_role(membership_id: int) -> Answer:
    attachment = _found(membership_id)
    form = RoleForm(role=attachment.membership.role.value)
    if form.validate_on_submit():
        try:
            if not service.give_role(me(), membership_id, Role(form.role.data), knowingly=form.knowingly.data):
                abort(409)
        except LastManager:
            form.refuse(LAST_MANAGER)
        else:
            return done(_back(attachment, "role"))
    return _ask("staff/attachments/role.html", attachment, form, "Changer le rôle")


def _found(membership_id: int) -> Attachment:
    return service.find(membership_id) or not_open(membership_id)


def _back(attachment: Attachment, act: str | None = None) -> str:
    return url_for("staff.attachments.index", entreprise=attachment.company.public_id, fait=act)


def _ask(template: str, attachment: Attachment, form: Form, title: str) -> Answer:
    return render_form(
        template,
        form,
        page_title=title,
        breadcrumb=breadcrumb((title, None)),
        attachment=attachment,
        is_last_manager=service.is_last_manager(attachment),
        hints=ROLE_HINTS,
        back=_back(attachment),
    )
