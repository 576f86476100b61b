from collections import Counter

from flask import render_template, request, url_for

from app.blueprints.companies import companies
from app.blueprints.companies.forms import ImportList
from app.formatting import plural
from app.htmx import Answer, render_form
from app.models import Profile
from app.security import keeps_input, me
from app.services import portfolio
from app.services.portfolio import Outcome, Result

TITLE = "Importer une liste"


@companies.route("/importer", methods=["GET", "POST"])
@keeps_input
def import_list() -> Answer:
    """Many clients at once, pasted or from a file; the refused lines come back to be mended."""
    form = ImportList(data={"is_third_party": me().profile is Profile.FIRM})
    trail = [("Mes entreprises", url_for("companies.index")), (TITLE, None)]
    if not form.validate_on_submit():
        return render_form("companies/import.html", form, page_title=TITLE, breadcrumb=trail)
    results = portfolio.add_all(
        me(), form.read_lines(), third_party=bool(form.is_third_party.data), address=request.remote_addr
    )
    refused = [result for result in results if result.is_refused]
    again = ImportList(
        formdata=None, lines="\n".join(result.line.given for result in refused), is_third_party=form.is_third_party.data
    )
    return render_template(
        "companies/imported.html",
        form=again,
        results=results,
        refused=refused,
        summary=_summary(results),
        page_title=TITLE,
        breadcrumb=trail,
    )


def _summary(results: list[Result]) -> str:
    """« 46 ajoutées, 2 déjà gérées, 2 refusées »."""
    counts = Counter(result.outcome for result in results)
    said = [
        (counts[Outcome.ADDED], "ajoutée", "ajoutées"),
        (counts[Outcome.WAITING], "en attente d’accord", "en attente d’accord"),
        (counts[Outcome.ALREADY], "déjà gérée", "déjà gérées"),
        (sum(result.is_refused for result in results), "refusée", "refusées"),
    ]
    return ", ".join(plural(count, one, many) for count, one, many in said if count)
