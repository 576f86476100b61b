"""Espace gestion: where the association's agents run the year. For them alone, and never inside a frame."""

from flask import Blueprint, abort, g

from app.blueprints.staff import navigation
from app.security import is_embedded, me
from app.services import staff_members

staff = Blueprint("staff", __name__, url_prefix="/gestion")


@staff.before_request
def _agents_only() -> None:
    if not me().is_staff or is_embedded():
        abort(403, description="accéder à l’espace gestion")
    g.staff_rights = staff_members.rights_of(me())


@staff.context_processor
def _navigation() -> dict[str, object]:
    return {"staff_links": navigation.links, "file_address": navigation.file_address}


from app.blueprints.staff.accounts import accounts  # noqa: E402
from app.blueprints.staff.agents import agents  # noqa: E402
from app.blueprints.staff.appearance import appearance  # noqa: E402
from app.blueprints.staff.appointments import appointments  # noqa: E402
from app.blueprints.staff.attachments import attachments  # noqa: E402
from app.blueprints.staff.campaigns import campaigns  # noqa: E402
from app.blueprints.staff.companies import companies  # noqa: E402
from app.blueprints.staff.declarations import declarations  # noqa: E402
from app.blueprints.staff.documents import documents  # noqa: E402
from app.blueprints.staff.home import home  # noqa: E402
from app.blueprints.staff.identifiers import identifiers  # noqa: E402
from app.blueprints.staff.imports import imports  # noqa: E402
from app.blueprints.staff.jobs import jobs  # noqa: E402
from app.blueprints.staff.journal import journal  # noqa: E402
from app.blueprints.staff.messages import messages  # noqa: E402
from app.blueprints.staff.planning import planning  # noqa: E402
from app.blueprints.staff.second_factor import second_factor  # noqa: E402
from app.blueprints.staff.settings import settings  # noqa: E402
from app.blueprints.staff.texts import texts  # noqa: E402

for _section in (
    accounts,
    agents,
    appearance,
    appointments,
    attachments,
    campaigns,
    companies,
    declarations,
    documents,
    home,
    identifiers,
    imports,
    jobs,
    journal,
    messages,
    planning,
    second_factor,
    settings,
    texts,
):
    staff.register_blueprint(_section)
