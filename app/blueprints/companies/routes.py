from flask import redirect, request, url_for

from app.blueprints.companies import companies
from app.formatting import plural
from app.htmx import Answer, render_section
from app.navigation import SECTIONS
from app.pagination import Pages, page_number, searched
from app.security import me
from app.services import memberships

COLUMNS = {"nom": "Entreprise", "ville": "Ville", "code": "Code adhérent"}


@companies.get("/")
def index() -> Answer:
    if me().is_staff:
        return redirect(url_for("staff.home"))
    query, order = searched(), request.args.get("tri", "")
    order = order if order in memberships.ORDERS else "nom"
    section = _section()
    page = memberships.page(me(), query, order, page_number())
    return render_section(
        "companies/index.html",
        "companies/_results.html",
        page_title=_title(query, page.number),
        page=page,
        pages=Pages.of(page.number, page.pages, page.total),
        query=query,
        order=order,
        columns=[_column(name, label, query, order, section) for name, label in COLUMNS.items()],
        section=section,
        waiting=memberships.waiting(me()),
        left=request.args.get("fait") == "quittee",
        breadcrumb=[("Mes entreprises", None)],
        announcement=_found(page.total, query),
    )


@companies.get("/choix")
def choices() -> Answer:
    """What the switcher proposes: what matches, or the companies opened last."""
    query = searched()
    here = request.args.get("ici")
    found, total = memberships.suggest(me(), query) if query else (memberships.recent(me(), but=here), 0)
    return render_section(
        "companies/choices.html",
        "companies/_choices.html",
        retitles=False,
        page_title="Choisir une entreprise",
        companies=found,
        query=query,
        total=total,
        section=_section(),
        announcement=_found(total, query) if query else "",
        breadcrumb=[("Mes entreprises", url_for("companies.index")), ("Choisir une entreprise", None)],
    )


def _section() -> str | None:
    """The rubrique to keep in the next company, when there is one of that name."""
    asked = request.args.get("rubrique")
    return asked if asked in {section.name for section in SECTIONS} else None


def _found(total: int, query: str) -> str:
    if not total:
        return f"Aucune entreprise ne correspond à « {query} »." if query else ""
    found = plural(total, "entreprise trouvée", "entreprises trouvées")
    return f"{found} pour « {query} »" if query else plural(total, "entreprise")


def _title(query: str, number: int) -> str:
    title = "Mes entreprises" if number == 1 else f"Mes entreprises, page {number}"
    return f"« {query} » – {title}" if query else title


def _column(name: str, label: str, query: str, order: str, section: str | None) -> dict[str, str | None]:
    """A header that sorts; asked twice, the other way round."""
    turned = f"-{name}" if order == name else name
    url = url_for("companies.index", q=query or None, tri=turned, rubrique=section)
    state = {name: "ascending", f"-{name}": "descending"}.get(order)
    return {"label": label, "url": url, "order": state}
