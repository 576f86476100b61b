"""A company's space, /e/<public_id>/…: the door opens before any of its pages, or it is a 404."""

from functools import partial
from typing import Any

from flask import Blueprint, abort, g, request, url_for

from app.clock import now
from app.database import SAFE_METHODS
from app.htmx import Answer, done
from app.security import me
from app.services import memberships
from app.services.memberships import REOPENED_AFTER
from app.services.staff import viewing
from app.tenancy import CompanyAccess, Viewing, open_door
from app.unit_of_work import afterwards

portal = Blueprint("portal", __name__, url_prefix="/e/<public_id:public_id>")


@portal.url_value_preprocessor
def _take_public_id(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.public_id = values.pop("public_id", "") if values else ""


@portal.url_defaults
def _keep_public_id(_endpoint: str, values: dict[str, Any]) -> None:
    """Links inside a company stay in it."""
    if "access" in g and g.access:
        values.setdefault("public_id", g.access.company.public_id)


@portal.before_request
def _enter() -> None:
    """Open the door of the company, if it is this person's, or if this agent looks at it; else it does not exist."""
    looking = viewing.enter(me(), g.user_session, g.public_id)
    access = looking or memberships.enter(me(), g.public_id)
    if access is None:
        abort(404)
    open_door(access)
    if looking:
        _look(looking)
    else:
        _note_opened(access)


def _look(access: Viewing) -> None:
    """Every page says that an agent looks, and whatever is sent is refused."""
    g.viewed_company = access.company.name
    if request.method not in SAFE_METHODS:
        abort(403)
    page = request.path.removeprefix(f"/e/{g.public_id}")
    afterwards(partial(viewing.note_page, access, page))


@portal.errorhandler(viewing.Over)
def _is_over(_error: viewing.Over) -> Answer:
    afterwards(partial(viewing.stop, me(), g.user_session))
    return done(url_for("staff.companies.show", public_id=g.public_id, fait="duree"))


def _note_opened(access: CompanyAccess) -> None:
    opened = access.membership.last_opened_at
    if request.method == "GET" and (opened is None or now() - opened > REOPENED_AFTER):
        afterwards(partial(memberships.note_opened, access.user.id, access.membership.id))


from app.blueprints.portal.account import account  # noqa: E402
from app.blueprints.portal.contact import contact  # noqa: E402
from app.blueprints.portal.contribution import contribution  # noqa: E402
from app.blueprints.portal.documents import documents  # noqa: E402
from app.blueprints.portal.employees import employees  # noqa: E402
from app.blueprints.portal.faq import faq  # noqa: E402
from app.blueprints.portal.home import home  # noqa: E402
from app.blueprints.portal.planning import planning  # noqa: E402

for _section in (home, account, documents, employees, planning, contribution, faq, contact):
    portal.register_blueprint(_section)
