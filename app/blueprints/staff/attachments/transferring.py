"""« Transférer les 128 entreprises de Jeanne DAVID à Marc ROUSSEL »: to whom, a preview, then done."""

from flask import abort, render_template, url_for
from wtforms import HiddenField, StringField

from app.blueprints.staff.attachments import attachments
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.forms.base import Form
from app.htmx import Answer, done, render_form
from app.models import Job, User
from app.pagination import Pages, page_number, searched
from app.security import keeps_input, me
from app.services.staff import portfolio_transfer, portfolios
from app.services.staff.paging import turn_to
from app.services.staff.portfolio_transfer import NothingToTransfer, PlanChanged, UnderWay
from app.services.staff.portfolios import Fate, Plan

# Above that many, the number is typed: nobody presses a button that large by mistake.
TYPED_ABOVE = 100
TITLE = "Transférer un portefeuille"
CHANGED = "Les entreprises concernées ont changé depuis l’aperçu\u00a0: vérifiez le nouvel aperçu, puis confirmez"
NOTHING = "Aucune de ces entreprises ne peut être transférée"
UNDER_WAY = "Un collègue transfère déjà les entreprises de cette personne\u00a0: attendez que ce transfert soit terminé"
MISTYPED = "Saisissez {} pour confirmer le nombre d’entreprises"


class TransferForm(Form):
    seen = HiddenField()
    count = StringField("Nombre d’entreprises à transférer")

    def agrees_to(self, plan: Plan) -> bool:
        """Whether the number was typed, when it has to be."""
        number = len(plan.given)
        typed = "".join(char for char in self.count.data or "" if not char.isspace())
        if number > TYPED_ABOVE and typed != str(number):
            self.count.errors = [MISTYPED.format(number)]
            return False
        return True


@attachments.get("/transfert/<row:giver_id>")
def choose_receiver(giver_id: int) -> Answer:
    giver = portfolios.giver(giver_id) or abort(404)
    query = searched()
    page = portfolios.receivers(giver, query, page_number())
    return render_template(
        "staff/attachments/receiver.html",
        page_title=TITLE,
        breadcrumb=breadcrumb((TITLE, None)),
        giver=giver,
        query=query,
        page=page,
        pages=Pages.of(page),
        back=_portfolio_of(giver),
    )


@attachments.route("/transfert/<row:giver_id>/vers/<row:receiver_id>", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def transfer(giver_id: int, receiver_id: int) -> Answer:
    giver, receiver = portfolios.giver(giver_id), portfolios.receiver(receiver_id)
    if giver is None or receiver is None or giver.id == receiver.id:
        abort(404)
    plan, form = portfolios.plan(giver, receiver), TransferForm()
    if form.validate_on_submit() and form.agrees_to(plan):
        try:
            started = portfolio_transfer.transfer(me(), plan, str(form.seen.data))
        except PlanChanged:
            form.refuse(CHANGED)
        except NothingToTransfer:
            form.refuse(NOTHING)
        except UnderWay:
            form.refuse(UNDER_WAY)
        else:
            return done(_afterwards(started, receiver))
    form.seen.data = plan.mark
    return _preview(plan, form)


def _preview(plan: Plan, form: TransferForm) -> Answer:
    page = turn_to(page_number(), len(plan.lines), lambda limit, offset: plan.lines[offset : offset + limit])
    return render_form(
        "staff/attachments/transfer.html",
        form,
        page_title=TITLE,
        breadcrumb=breadcrumb((TITLE, None)),
        plan=plan,
        lines=page.rows,
        pages=Pages.of(page),
        already=len(plan.of(Fate.ALREADY)),
        stays=[line for line in plan.lines if line.fate.stays],
        taken_over=[line for line in plan.lines if line.takes_over],
        fates={fate.name: fate for fate in Fate},
        is_typed=len(plan.given) > TYPED_ABOVE,
        is_long=len(plan.given) > portfolio_transfer.AT_ONCE,
        back=_portfolio_of(plan.giver),
    )


def _afterwards(started: Job | int, receiver: User) -> str:
    if isinstance(started, Job):
        return url_for("staff.jobs.show", public_id=started.public_id)
    return url_for("staff.attachments.index", personne=receiver.id, transferees=started)


def _portfolio_of(user: User) -> str:
    return url_for("staff.attachments.index", personne=user.id)
