"""F.A.Q., inside a company."""

from flask import g

from app.blueprints.portal.section import section
from app.content import questions
from app.htmx import Answer, render_section
from app.navigation import breadcrumb
from app.pagination import searched
from app.permissions import Right

faq = section("faq", __name__, right=Right.READ_COMPANY, address="/faq")


@faq.get("")
def index() -> Answer:
    query = searched()
    return render_section(
        "portal/faq/index.html",
        "faq/_answers.html",
        page_title=questions.title(query),
        breadcrumb=breadcrumb(g.access),
        themes=questions.matching(query),
        query=query,
    )
