"""What an administrator does about an agent, once it was asked twice."""

from collections.abc import Callable

from flask import abort, g, url_for

from app.blueprints.staff.agents import agents
from app.blueprints.staff.agents.inviting import STILL_ADMINISTRATOR
from app.blueprints.staff.agents.listing import address_of, found
from app.blueprints.staff.agents.rights import LAST
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.forms.base import Confirmation, Form
from app.htmx import Answer, done, render_form
from app.models import User
from app.security import keeps_input, me
from app.services import staff_members
from app.services.staff.agents import Agent

OWN_ACCOUNT = "Vous ne pouvez pas désactiver votre propre compte\u00a0: demandez-le à un autre administrateur"


@agents.route("/<row:user_id>/second-facteur", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def forget_factor(user_id: int) -> Answer:
    agent, form = found(user_id), Confirmation()
    is_me = agent.user.id == me().id
    if form.validate_on_submit():
        try:
            staff_members.forget_second_factor(me(), agent.user, but=g.user_session if is_me else None)
        except staff_members.Overtaken:
            abort(403, description=STILL_ADMINISTRATOR)
        return done(url_for("staff.second_factor.set_up") if is_me else address_of(agent, "facteur"))
    return _ask("staff/agents/forget_factor.html", agent, form, "Réinitialiser le second facteur")


@agents.route("/<row:user_id>/desactiver", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def disable(user_id: int) -> Answer:
    agent, form = found(user_id), Confirmation()
    if form.validate_on_submit():
        if agent.user.id == me().id:
            form.refuse(OWN_ACCOUNT)
        elif answer := _tried(form, agent, staff_members.disable, "desactive"):
            return answer
    return _ask("staff/agents/disable.html", agent, form, "Désactiver l’agent")


@agents.post("/<row:user_id>/reactiver")
@needs_a_recent_code
def enable(user_id: int) -> Answer:
    agent, form = found(user_id), Confirmation(formdata=None)
    return _tried(form, agent, staff_members.enable, "reactive") or abort(409)


def _tried(form: Form, agent: Agent, act: Callable[[User, User], bool], done_as: str) -> Answer | None:
    """Where to go afterwards; nowhere when it cannot be, with the reason in the form. Done already, it is a 409."""
    try:
        if not act(me(), agent.user):
            abort(409)
    except staff_members.Overtaken:
        abort(403, description=STILL_ADMINISTRATOR)
    except staff_members.LastAdministrator:
        form.refuse(LAST)
        return None
    return done(address_of(agent, done_as))


def _ask(template: str, agent: Agent, form: Form, title: str) -> Answer:
    name = agent.user.full_name
    page = url_for("staff.agents.show", user_id=agent.user.id)
    return render_form(
        template,
        form,
        page_title=f"{title}\u00a0: {name}",
        breadcrumb=breadcrumb((name, page), (title, None)),
        name=name,
        is_me=agent.user.id == me().id,
        back=page,
    )
