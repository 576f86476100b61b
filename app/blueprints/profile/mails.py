from flask import url_for

from app.blueprints.profile import profile
from app.blueprints.profile.forms import PreferencesForm
from app.blueprints.profile.trail import trail
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import preferences

TITLE = "Mes e-mails"


@profile.route("/mes-e-mails", methods=["GET", "POST"])
@keeps_input
def mails() -> Answer:
    form = PreferencesForm(obj=preferences.of(me()))
    if not preferences.may_group(me()):
        del form.daily_digest
    if form.validate_on_submit():
        preferences.save(me(), form.wanted())
        return done(url_for("profile.show", fait="e-mails"))
    return render_form("profile/mails.html", form, page_title=TITLE, breadcrumb=trail(TITLE))
