"""The one box of the home page: what is to be done about the yearly declaration."""

from dataclasses import dataclass

from flask import g, url_for

from app.clock import PARIS, today
from app.formatting import day_in_words, plural
from app.permissions import Right
from app.services import declarations
from app.services.campaigns import CampaignState
from app.services.declarations import Standing

DECLARE = "Faire votre déclaration annuelle"


@dataclass(frozen=True)
class Action:
    """A box: its colour, what it says, and its buttons, each with its address or none when it is to be posted."""

    kind: str
    title: str
    text: str
    link: tuple[str, str] | None = None
    start: str | None = None
    start_url: str = ""
    # Whether it comes before what else the page has to tell.
    is_pressing: bool = True


def declaration_box(where: Standing | None, employees: int) -> Action | None:
    """What to do about the campaign shown now, for who may declare."""
    if where is None or where.is_over or not g.access.may(Right.DECLARE):
        return None
    index = url_for("portal.contribution.index")
    start_url = url_for("portal.contribution.start", year=where.campaign.year)
    year, due = where.campaign.year, day_in_words(where.campaign.due_on)
    if where.draft:
        by = declarations.last_editor(where.draft)
        on = day_in_words(where.draft.updated_at.astimezone(PARIS).date())
        title = f"Votre déclaration {year} est commencée (étape {where.draft.step} sur {declarations.LAST_STEP})"
        late = where.state is CampaignState.LATE
        text = f"Enregistrée le {on} par {by}." + (f" La date limite était le {due}." if late else "")
        kind = "erreur" if late and not where.sent else "info"
        return Action(kind, title, text, start="Reprendre la déclaration", start_url=start_url)
    if where.sent:
        return _sent(where, start_url)
    if where.state is CampaignState.LATE:
        text = f"La date limite était le {due}. Vous pouvez encore déclarer."
        return Action("erreur", f"Déclaration {year} en retard", text, link=(DECLARE, index))
    if where.state is CampaignState.OPEN:
        title = f"Déclaration des effectifs {year}\u00a0: à faire avant le {due}"
        left = (where.campaign.due_on - today()).days
        text = f"Il vous reste {plural(left, 'jour')}." if left else "C’est le dernier jour."
        return Action("attention", title, f"{text} {_effort(employees)}", link=(DECLARE, index))
    return None


def incomplete_box(total: int) -> Action | None:
    """Employees of whom something is still to be told."""
    if not total or not g.access.may(Right.EDIT_EMPLOYEES):
        return None
    title = plural(total, "salarié à compléter", "salariés à compléter")
    text = "Il manque à leur fiche ce que demandent leur suivi et la déclaration annuelle."
    link = ("Les afficher", url_for("portal.employees.index", fiches="a-completer"))
    return Action("info", title, text, link, is_pressing=False)


def nil_url(where: Standing | None) -> str | None:
    """Where a company without employees says so, while a campaign is open."""
    if where is None or where.sent or not where.state.accepts or not g.access.may(Right.DECLARE):
        return None
    return url_for("portal.contribution.nil", year=where.campaign.year)


def _sent(where: Standing, start_url: str) -> Action | None:
    sent = where.sent
    if sent is None or sent.sent_at is None:
        return None
    on = day_in_words(sent.sent_at.astimezone(PARIS).date())
    if sent.receipt:
        link = ("Voir le reçu", url_for("portal.contribution.receipt", receipt=sent.receipt))
    else:
        link = ("Ma cotisation", url_for("portal.contribution.index"))
    title = f"Déclaration {sent.year} envoyée le {on}"
    return Action(
        "succes",
        title,
        f"Reçu {sent.receipt}." if sent.receipt else "Reçue hors du portail.",
        link,
        "Corriger",
        start_url,
        is_pressing=False,
    )


def _effort(employees: int) -> str:
    """Ten minutes, and more for long lists."""
    minutes = min(60, max(10, -(-employees // 25) * 5))
    whom = f" pour {plural(employees, 'salarié')}" if employees else ""
    return f"Comptez environ {minutes}\u00a0minutes{whom}."


def declaration_fact(where: Standing | None) -> str | None:
    """The live fact of « Ma cotisation »."""
    if where is None:
        return None
    year = where.campaign.year
    if where.draft and not where.is_over:
        return f"Déclaration {year}\u00a0: commencée"
    if where.sent and where.sent.sent_at:
        return f"Déclaration {year}\u00a0: envoyée le {day_in_words(where.sent.sent_at.astimezone(PARIS).date())}"
    told = {
        CampaignState.UPCOMING: f"ouvre le {day_in_words(where.campaign.opens_on)}",
        CampaignState.OPEN: "à faire",
        CampaignState.LATE: "en retard",
        CampaignState.CLOSED: "campagne close",
    }
    return f"Déclaration {year}\u00a0: {told[where.state]}"
