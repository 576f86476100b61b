from typing import Any

from flask import abort, render_template, request, url_for

from app.blueprints.staff.agents import agents
from app.blueprints.staff.agents.forms import RightsForm
from app.blueprints.staff.navigation import breadcrumb
from app.htmx import Answer, render_form
from app.security import me
from app.services.staff import agents as service
from app.services.staff.agents import Agent

DONE = {
    "invite": "Agent invité",
    "renvoye": "Invitation renvoyée",
    "droits": "Droits enregistrés",
    "facteur": "Second facteur réinitialisé",
    "desactive": "Agent désactivé",
    "reactive": "Agent réactivé",
}


@agents.get("")
def index() -> Answer:
    return render_template(
        "staff/agents/index.html",
        page_title="Agents",
        breadcrumb=breadcrumb(),
        agents=service.every(),
        done=DONE.get(request.args.get("fait", "")),
    )


@agents.get("/<row:user_id>")
def show(user_id: int) -> Answer:
    agent = found(user_id)
    form = RightsForm(formdata=None, rights=[right.value for right in agent.rights])
    form.shows(agent.rights)
    return page_of(agent, form, done=DONE.get(request.args.get("fait", "")))


def found(user_id: int) -> Agent:
    return service.find(user_id) or abort(404)


def page_of(agent: Agent, form: RightsForm, **context: Any) -> Answer:
    """The page of an agent, with the form of their rights; `loses` asks to tick the box."""
    return render_form(
        "staff/agents/show.html",
        form,
        page_title=agent.user.full_name,
        breadcrumb=breadcrumb((agent.user.full_name, None)),
        agent=agent,
        is_me=agent.user.id == me().id,
        sessions=service.sessions_of(agent),
        **{"done": None, "loses": (), **context},
    )


def address_of(agent: Agent, done: str) -> str:
    return url_for("staff.agents.show", user_id=agent.user.id, fait=done)
