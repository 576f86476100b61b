"""Contact, inside a company: the message says which."""

from flask import g

from app.blueprints.portal.section import for_members, section
from app.blueprints.public.contact import TITLE, contact_page
from app.htmx import Answer
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input

contact = section("contact", __name__, right=Right.READ_COMPANY, address="/contact")


@contact.route("", methods=["GET", "POST"])
@for_members
@keeps_input
def index() -> Answer:
    return contact_page(
        "portal/contact/index.html",
        "portal.contact.index",
        access=g.access,
        breadcrumb=breadcrumb(g.access, (TITLE, None)),
    )
