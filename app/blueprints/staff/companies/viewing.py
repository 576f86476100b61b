"""« Voir comme l'adhérent » begins and ends here; what is seen meanwhile is the portal's own pages."""

from flask import g, url_for

from app.blueprints.staff.companies import companies
from app.blueprints.staff.companies.files import file_url, found
from app.htmx import Answer, done
from app.security import me
from app.services.staff import viewing


@companies.post("/<public_id:public_id>/consulter")
def view(public_id: str) -> Answer:
    company = found(public_id)
    viewing.start(me(), g.user_session, company)
    return done(url_for("portal.home.index", public_id=company.public_id))


@companies.post("/quitter")
def stop_viewing() -> Answer:
    company = viewing.stop(me(), g.user_session)
    return done(file_url(company, "quitte") if company else url_for("staff.companies.index"))
