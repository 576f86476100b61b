from flask import abort, request, session, url_for

from app.blueprints.auth.confirming import AsksPassword, tried
from app.blueprints.profile import profile
from app.blueprints.profile.trail import trail
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import account_closing

TITLE = "Supprimer mon compte"


@profile.route("/supprimer", methods=["GET", "POST"])
@keeps_input
def close() -> Answer:
    if me().is_staff:
        # An agent's account is the association's to close.
        abort(404)
    form = AsksPassword()
    if form.validate_on_submit() and _closed(form):
        session.clear()
        return done(url_for("auth.sign_in_page", etat="supprime"))
    return render_form(
        "profile/close.html",
        form,
        page_title=TITLE,
        breadcrumb=trail(TITLE),
        only_manager_of=account_closing.left_without_manager(me()),
    )


def _closed(form: AsksPassword) -> bool:
    try:
        return tried(form, lambda: account_closing.close(me(), str(form.password.data), address=request.remote_addr))
    except account_closing.LastManagerOf:
        form.refuse("Désignez d’abord un autre responsable pour les entreprises ci-dessous")
        return False
