from flask import abort, url_for

from app.blueprints.staff.agents import agents
from app.blueprints.staff.agents.forms import RightsForm
from app.blueprints.staff.agents.inviting import STILL_ADMINISTRATOR
from app.blueprints.staff.agents.listing import address_of, found, page_of
from app.blueprints.staff.section import needs_a_recent_code
from app.htmx import Answer, done
from app.models import StaffRight
from app.security import keeps_input, me
from app.services import staff_members
from app.services.editing import ChangedMeanwhile
from app.services.staff.agents import Agent

LAST = (
    "Il n’y aurait plus personne pour gérer les agents\u00a0: donnez d’abord ce droit à quelqu’un d’autre, "
    "qui puisse se connecter"
)
CHANGED = (
    "Un collègue a changé les droits de cet agent pendant votre saisie. Ils sont maintenant\u00a0: {}. "
    "Vérifiez votre saisie, puis enregistrez à nouveau"
)
OWN = "Vous retirez des droits à votre propre compte\u00a0: cochez la case pour confirmer"


@agents.post("/<row:user_id>")
@keeps_input
@needs_a_recent_code
def change_rights(user_id: int) -> Answer:
    agent, form = found(user_id), RightsForm()
    if not form.validate_on_submit():
        return page_of(agent, form)
    wanted = form.rights.given()
    loses = agent.rights - wanted if agent.user.id == me().id else frozenset[StaffRight]()
    if loses and not form.knowingly.data:
        form.refuse(OWN)
        return page_of(agent, form, loses=[right for right in StaffRight if right in loses])
    return _give(agent, form, wanted)


def _give(agent: Agent, form: RightsForm, wanted: frozenset[StaffRight]) -> Answer:
    try:
        staff_members.give(me(), agent.user, wanted, seen=form.seen_rights)
    except staff_members.Overtaken:
        abort(403, description=STILL_ADMINISTRATOR)
    except staff_members.LastAdministrator:
        form.refuse(LAST)
    except ChangedMeanwhile:
        present = found(agent.user.id)
        form.refuse(CHANGED.format(", ".join(right.label for right in present.in_order) or "aucun"))
        form.shows(present.rights)
        return page_of(present, form)
    else:
        own = agent.user.id == me().id and StaffRight.ADMINISTRATION not in wanted
        return done(url_for("staff.home.index") if own else address_of(agent, "droits"))
    return page_of(agent, form)
