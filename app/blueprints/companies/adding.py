from flask import redirect, request, url_for

from app.blueprints.companies import companies
from app.blueprints.companies.forms import AddCompany
from app.blueprints.onboarding.proof import proved
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.models import Profile
from app.security import keeps_input, me
from app.services import attachments, enrolment, memberships
from app.services.enrolment import Proof

TITLE = "Ajouter une entreprise"


@companies.route("/ajouter", methods=["GET", "POST"])
@keeps_input
def add() -> Answer:
    form = AddCompany(data={"is_third_party": memberships.acts_for_clients(me()) or me().profile is Profile.FIRM})
    already, added = None, None if request.method == "POST" else _just_added()
    if added:
        # From one client to the next: typing goes on in the first field.
        form.member_code.render_kw = {**form.member_code.render_kw, "data-focus": True}
    if form.validate_on_submit() and (proof := proved(form, me())):
        already = attachments.active_access(me(), proof.company)
        if already is None:
            enrolment.grant(
                proof, me(), is_third_party=bool(form.is_third_party.data), reference=form.reference.data or None
            )
            return done(url_for("companies.confirm", public_id=proof.company.public_id))
        form.refuse(f"Vous gérez déjà {proof.company.name}")
    return render_form(
        "companies/add.html",
        form,
        page_title=TITLE,
        breadcrumb=[("Mes entreprises", url_for("companies.index")), (TITLE, None)],
        already=already,
        added=added,
        expired=request.args.get("expire") == "1",
    )


@companies.route("/ajouter/<public_id:public_id>", methods=["GET", "POST"])
@keeps_input
def confirm(public_id: str) -> Answer:
    """One more look before a company is added: the codes of a client are easily taken for another's."""
    found = enrolment.granted_for(public_id, me())
    if found is None:
        done_already = memberships.link_with(me(), public_id)
        return redirect(url_for("companies.add", **({"ajoutee": public_id} if done_already else {"expire": 1})))
    grant, proof = found
    form = Confirmation()
    if form.validate_on_submit():
        if enrolment.use(grant):
            _attach(proof, **grant.details)
        return done(url_for("companies.add", ajoutee=proof.company.public_id))
    return render_form(
        "companies/confirm.html",
        form,
        company=proof.company,
        page_title="C’est bien cette entreprise ?",
        breadcrumb=[
            ("Mes entreprises", url_for("companies.index")),
            (TITLE, url_for("companies.add")),
            ("Confirmation", None),
        ],
    )


def _attach(proof: Proof, is_third_party: bool, reference: str | None) -> None:
    attachments.attach(me(), proof.company, third_party=is_third_party, guarded=proof.guarded, reference=reference)


def _just_added() -> dict[str, object] | None:
    """The company added a moment ago, open or waiting for its manager's agreement."""
    public_id = request.args.get("ajoutee", "")
    membership = memberships.link_with(me(), public_id) if public_id.isalnum() else None
    return (
        {"name": membership[0].name, "public_id": public_id, "is_open": membership[1].is_active} if membership else None
    )
