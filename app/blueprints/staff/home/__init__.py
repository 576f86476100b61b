"""What is to be done today."""

from flask import Blueprint, render_template

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import may
from app.htmx import Answer
from app.models import StaffRight
from app.services.staff import attachments, messages

home = Blueprint("home", __name__)


@home.get("/")
def index() -> Answer:
    members = may(StaffRight.MEMBERS)
    return render_template(
        "staff/home.html",
        page_title="Espace gestion",
        breadcrumb=breadcrumb(),
        requests=attachments.count_waiting() if members else 0,
        messages=messages.count_waiting() if members else 0,
    )
