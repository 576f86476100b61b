from flask import abort

from app.blueprints.staff.agents import agents
from app.blueprints.staff.agents.forms import InviteForm
from app.blueprints.staff.agents.listing import address_of, found
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import staff_members

TITLE = "Inviter un agent"
TAKEN = "Cette adresse a déjà un compte sur le portail\u00a0: donnez à l’agent une adresse qui n’en a pas"
STILL_ADMINISTRATOR = "gérer les agents"


@agents.route("/inviter", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def invite() -> Answer:
    form = InviteForm()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _invite(form))
        except ValueError:
            form.refuse_email(TAKEN)
        except staff_members.Overtaken:
            abort(403, description=STILL_ADMINISTRATOR)
    return render_form("staff/agents/invite.html", form, page_title=TITLE, breadcrumb=breadcrumb((TITLE, None)))


@agents.post("/<row:user_id>/renvoyer")
@needs_a_recent_code
def invite_again(user_id: int) -> Answer:
    agent = found(user_id)
    try:
        if not staff_members.invite_again(me(), agent.user):
            abort(409)
    except staff_members.Overtaken:
        abort(403, description=STILL_ADMINISTRATOR)
    return done(address_of(agent, "renvoye"))


def _invite(form: InviteForm) -> str:
    user = staff_members.create(
        str(form.email.data),
        str(form.last_name.data),
        str(form.first_name.data),
        rights=form.rights.given(),
        agent=me(),
    )
    return address_of(found(user.id), "invite")
