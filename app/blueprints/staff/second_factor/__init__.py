"""The second factor: set up at the first sign-in, asked for at each of the others."""

from flask import Blueprint, g, redirect, render_template, request, session, url_for

from app.blueprints.staff.second_factor.forms import GiveCode, SetUp
from app.blueprints.staff.section import has_a_recent_code
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.landing import after_sign_in, is_ours
from app.security import ask_for_code, keeps_input, me
from app.services import qr_codes, sessions
from app.services import second_factor as factors

second_factor = Blueprint("second_factor", __name__)


@second_factor.route("/code", methods=["GET", "POST"])
@keeps_input
def give() -> Answer:
    """The code of now, asked of an agent who has just signed in, or before an act that opens doors."""
    if not factors.is_set_up(me()):
        return redirect(url_for("staff.second_factor.set_up"))
    wanted = request.args.get("suite", "")
    form = GiveCode(suite=wanted if is_ours(wanted) else "")
    if form.validate_on_submit():
        try:
            factors.check(me(), str(form.code.data))
        except factors.WrongCode:
            form.refuse_code()
        else:
            session["sid"] = sessions.prove(g.user_session)
            return done(after_sign_in(me(), form.suite.data))
    return render_form("staff/second_factor/give.html", form, page_title="Code de connexion")


@second_factor.route("/second-facteur", methods=["GET", "POST"])
@keeps_input
def set_up() -> Answer:
    """The first code; what comes back are the recovery codes, shown this once."""
    if factors.is_set_up(me()):
        return _state() if request.method != "POST" else redirect(url_for("staff.second_factor.set_up"))
    form, enrolment = SetUp(), factors.prepared(me())
    if enrolment and form.validate_on_submit():
        try:
            codes = factors.confirm(me(), str(form.code.data))
        except factors.WrongCode:
            form.refuse_code()
        else:
            session["sid"] = sessions.prove(g.user_session)
            return _codes(codes)
    return render_form(
        "staff/second_factor/set_up.html",
        form,
        page_title="Code de connexion",
        enrolment=enrolment,
        code=qr_codes.of(enrolment.uri) if enrolment else None,
    )


@second_factor.post("/second-facteur/commencer")
def begin() -> Answer:
    factors.prepare(me())
    return done(url_for("staff.second_factor.set_up"))


@second_factor.post("/second-facteur/codes-de-secours")
def renew_codes() -> Answer:
    """New recovery codes, in place of those that are left."""
    if not has_a_recent_code():
        return ask_for_code(url_for("staff.second_factor.set_up"))
    return _codes(factors.new_recovery_codes(me()))


def _state() -> Answer:
    return render_template(
        "staff/second_factor/state.html",
        page_title="Code de connexion",
        form=Confirmation(),
        left=factors.recovery_codes_left(me()),
    )


def _codes(codes: list[str]) -> Answer:
    return render_template("staff/second_factor/codes.html", page_title="Vos codes de secours", codes=codes)
