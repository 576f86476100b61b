from flask import Response, abort, current_app, redirect, render_template, request, send_from_directory, url_for
from flask_login import current_user
from sqlalchemy import select

from app.blueprints.public import public
from app.branding import Branding
from app.content import pages as texts
from app.content import questions
from app.extensions import db
from app.htmx import Answer, render_section
from app.landing import after_sign_in
from app.pagination import searched
from app.security import me

YEAR = "public, max-age=31536000, immutable"


@public.get("/")
def home() -> Answer:
    return redirect(after_sign_in(me(), None) if current_user.is_authenticated else url_for("auth.sign_in_page"))


@public.get("/theme-<version>.css")
def stylesheet(version: str) -> Answer:
    """The style sheet with the association's colours; another version's address gets this one, for this once."""
    response = Response(current_app.extensions["stylesheet"], mimetype="text/css")
    response.headers["Cache-Control"] = YEAR if version == current_app.extensions["stylesheet_version"] else "no-cache"
    return response


@public.get("/logo")
def logo() -> Answer:
    """The association's logo. Opened by itself, an SVG may run nothing."""
    found: Branding = current_app.extensions["branding"]
    if found.logo is None:
        abort(404)
    response = Response(found.logo.content, mimetype=found.logo.mimetype)
    response.headers["Cache-Control"] = YEAR if request.args.get("v") == found.logo.version else "no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@public.get("/favicon.ico")
def favicon() -> Answer:
    return send_from_directory(current_app.static_folder or "", "favicon.ico", max_age=86400)


@public.get("/sante")
def health() -> Answer:
    """For the machine's supervision: the application answers and reaches its database."""
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")


@public.get("/faq")
def faq() -> Answer:
    query = searched()
    return render_section(
        "faq/index.html",
        "faq/_answers.html",
        page_title=questions.title(query),
        themes=questions.matching(query),
        query=query,
    )


@public.get("/aide")
def help_page() -> Answer:
    return _text("aide")


@public.get("/accessibilite")
def accessibility() -> Answer:
    return _text("accessibilite")


@public.get("/donnees-personnelles")
def privacy() -> Answer:
    return _text("donnees-personnelles")


@public.get("/mentions-legales")
def legal() -> Answer:
    return _text("mentions-legales")


def _text(name: str) -> Answer:
    text = texts.read(name) or abort(404)
    return render_template("public/text.html", page_title=text.title, text=text)
