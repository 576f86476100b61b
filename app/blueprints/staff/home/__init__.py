"""What is to be done today."""

from flask import Blueprint, g, render_template, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.htmx import Answer
from app.services.staff import today

home = Blueprint("home", __name__)


@home.get("/")
def index() -> Answer:
    return render_template(
        "staff/home.html",
        page_title="Espace gestion",
        breadcrumb=breadcrumb(),
        tasks=[(task.text, _address(task)) for task in today.tasks(g.staff_rights)],
        campaign=(campaign.text, _address(campaign)) if (campaign := today.campaign(g.staff_rights)) else None,
    )


def _address(task: today.Task) -> str:
    return url_for(task.endpoint, **task.query)  # type: ignore[arg-type]
