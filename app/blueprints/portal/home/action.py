"""The one box of the home page: what is to be done about the yearly declaration."""

from dataclasses import dataclass, replace

from flask import g, url_for

from app.clock import PARIS, today
from app.formatting import day_in_words, plural
from app.permissions import Right
from app.services import declarations
from app.services.campaigns import CampaignState
from app.services.declarations import Standing

DECLARE, RESUME = "Faire votre déclaration annuelle", "Reprendre la déclaration"


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
    # What « Ma cotisation » tells besides, each with its address.
    besides: tuple[tuple[str, str], ...] = ()


def declaration_box(where: Standing | None, reopened: list[Standing], employees: int) -> Action | None:
    """What to do about the campaign shown now, or what an agent reopened in others, for who may declare."""
    if not g.access.may(Right.DECLARE):
        return None
    box = _of_campaign(where, employees) if where and not where.is_over else None
    if reopened and not (box and box.is_pressing):
        box, reopened = _reopened(reopened[0]), reopened[1:]
    if box is None:
        return None
    index = url_for("portal.contribution.index")
    told = ((f"Votre déclaration {one.campaign.year}, rouverte, est aussi à envoyer", index) for one in reopened)
    return replace(box, besides=tuple(told))


def _of_campaign(where: Standing, employees: int) -> Action | None:
    index = url_for("portal.contribution.index")
    start_url = url_for("portal.contribution.start", year=where.campaign.year)
    year, due = where.campaign.year, day_in_words(where.campaign.due_on)
    if where.is_reopened:
        return _reopened(where)
    if where.draft:
        by = declarations.last_editor(where.draft)
        on = day_in_words(where.draft.updated_at.astimezone(PARIS).date())
        title = f"Votre déclaration {year} est commencée (étape {where.draft.step} sur {declarations.LAST_STEP})"
        if where.sent:
            title = f"La correction de votre déclaration {year} est commencée"
        late = where.state is CampaignState.LATE
        text = f"Enregistrée le {on} par {by}." + (f" La date limite était le {due}." if late else "")
        kind = "erreur" if late and not where.sent else "info"
        start = "Reprendre la correction" if where.sent else RESUME
        return Action(kind, title, text, start=start, start_url=start_url)
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


def _reopened(where: Standing) -> Action | None:
    """What an agent lets the company send, and why."""
    if where.draft is None:
        return None
    year, text = where.campaign.year, declarations.why_reopened(where.draft)
    start_url = url_for("portal.contribution.start", year=year)
    return Action("attention", f"Votre déclaration {year} est rouverte", text, start=RESUME, start_url=start_url)


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
    whom = f" pour {plural(employees, 'salarié')}" if employees else ""
    return f"Comptez environ {declarations.minutes(employees)}\u00a0minutes{whom}."


def declaration_fact(where: Standing | None, reopened: list[Standing]) -> str | None:
    """The live fact of « Ma cotisation »: the campaign shown now, then what an agent reopened in others."""
    if where is None:
        return None
    others = [f"{one.campaign.year} rouverte" for one in reopened]
    return f"Déclaration {where.campaign.year}\u00a0: {', '.join([_stands(where), *others])}"


def _stands(where: Standing) -> str:
    if where.is_reopened:
        return "rouverte"
    if where.draft and not where.is_over:
        return "correction commencée" if where.sent else "commencée"
    if where.sent and where.sent.sent_at:
        return f"envoyée le {day_in_words(where.sent.sent_at.astimezone(PARIS).date())}"
    return {
        CampaignState.UPCOMING: f"ouvre le {day_in_words(where.campaign.opens_on)}",
        CampaignState.OPEN: "à faire",
        CampaignState.LATE: "en retard",
        CampaignState.CLOSED: "campagne close",
    }[where.state]
