"""The situations of work that decide of a follow-up, as the law lists them, each version with its dates.

When the law changes, a rule is closed here (`until`) and another is opened (`since`): nothing else moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.models import FollowUp

# Décret 2016-1908; décret 2025-355; décret 2026-253.
_2017 = date(2017, 1, 1)
_DRIVERS_OUT, _LEAD = date(2025, 10, 1), date(2026, 4, 10)


class Group(StrEnum):
    """Under which question an exposure is asked."""

    LISTED = "postes"
    APTITUDE = "aptitude"
    CONDITIONS = "conditions"
    LICENCE = "habilitations"


@dataclass(frozen=True)
class Rule:
    """What the law makes of an exposure during a time; no follow-up of its own: a medical attestation is needed."""

    group: Group
    follow_up: FollowUp | None
    article: str
    since: date
    until: date | None = None
    # Said when it is not simply the label: thresholds, above all.
    question: str = ""
    # The article that wants the first visit before the assignment.
    before: str = ""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Exposure:
    """`label` is how files and lists call it; `names` are other beginnings under which files know it."""

    code: str
    label: str
    rules: tuple[Rule, ...]
    names: tuple[str, ...] = ()
    hint: str = ""

    def rule(self, on: date) -> Rule | None:
        return next((rule for rule in self.rules if rule.holds(on)), None)

    def question(self, on: date) -> str:
        rule = self.rule(on)
        text = (rule and rule.question) or self.label
        return text[:1].upper() + text[1:]


def _listed(rank: int, question: str = "", since: date = _2017, until: date | None = None) -> Rule:
    article = f"R. 4624-23, I, {rank}°"
    return Rule(Group.LISTED, FollowUp.SIR, article, since, until, question, before="R. 4624-24")


def _aptitude(article: str, question: str = "", until: date | None = None) -> Rule:
    article = f"R. 4624-23, II et {article}"
    return Rule(Group.APTITUDE, FollowUp.SIR, article, _2017, until, question, before="R. 4624-24")


def _adapted(article: str, before: str, question: str = "") -> Rule:
    return Rule(Group.CONDITIONS, FollowUp.SIA, article, _2017, None, question, before)


def _attested(article: str, question: str) -> Rule:
    return Rule(Group.LICENCE, None, article, _DRIVERS_OUT, None, question)


EXPOSURES = (
    Exposure("amiante", "amiante", (_listed(1),)),
    Exposure(
        "plomb",
        "plomb",
        (
            _listed(2, "plomb, au-delà des seuils de l’article R. 4412-160", until=date(2026, 4, 9)),
            _listed(2, since=_LEAD),
        ),
        hint="Quelle que soit la concentration, depuis le 10 avril 2026 (décret 2026-253)",
    ),
    Exposure(
        "cmr",
        "CMR",
        (_listed(3, "agents cancérogènes, mutagènes ou toxiques pour la reproduction (CMR)"),),
        names=("agents cancérogènes", "cancérogènes", "produits CMR", "agents CMR"),
        hint="Poussières de bois, gaz d’échappement, silice, formol, certains solvants et phytosanitaires…",
    ),
    Exposure(
        "biologiques-3-4",
        "agents biologiques des groupes 3 et 4",
        (_listed(4),),
        names=(
            "agents biologiques du groupe 3",
            "agents biologiques du groupe 4",
            "agents biologiques des groupes 3 ou 4",
        ),
        hint="Tuberculose, hépatites B et C, VIH…",
    ),
    Exposure("ionisants", "rayonnements ionisants", (_listed(5),), hint="Radiologie, contrôles industriels, radon"),
    Exposure("hyperbare", "risque hyperbare", (_listed(6),), names=("hyperbare",), hint="Plongée, travaux en caisson"),
    Exposure(
        "echafaudages",
        "montage d’échafaudages",
        (_listed(7, "chute de hauteur en montant ou en démontant des échafaudages"),),
        names=("montage et démontage d’échafaudages", "échafaudages"),
    ),
    Exposure(
        "travaux-reglementes",
        "travaux réglementés avant 18 ans",
        (_aptitude("R. 4153-40", "travaux réglementés confiés à un jeune de moins de 18 ans"),),
        names=("travaux réglementés",),
        hint="Machines dangereuses, produits dangereux… pour les besoins de sa formation",
    ),
    Exposure(
        "charges-55",
        "port de charges de plus de 55 kg",
        (_aptitude("R. 4541-9", "port habituel de charges de plus de 55 kg"),),
        names=("manutention de plus de 55 kg", "charges de plus de 55 kg"),
    ),
    Exposure(
        "liste-employeur",
        "poste de la liste de l’employeur",
        (
            Rule(
                Group.APTITUDE,
                FollowUp.SIR,
                "R. 4624-23, III",
                _2017,
                question="poste que vous avez ajouté à la liste des postes à risques",
                before="R. 4624-24",
            ),
        ),
        hint="Par écrit, avec ses motifs, après avis du médecin du travail et du CSE",
    ),
    Exposure(
        "nuit",
        "travail de nuit",
        (_adapted("R. 4624-17", "R. 4624-18"),),
        names=("travailleur de nuit", "nuit"),
        hint="Au moins 3 heures de nuit deux fois par semaine, ou 270 heures en douze mois",
    ),
    Exposure(
        "biologiques-2",
        "agents biologiques du groupe 2",
        (_adapted("R. 4624-17", "R. 4426-7"),),
        hint="Soins, laboratoires, déchets, contact avec des animaux…",
    ),
    Exposure(
        "champs",
        "champs électromagnétiques",
        (_adapted("R. 4624-17", "R. 4453-25", "champs électromagnétiques au-delà des valeurs limites"),),
    ),
    Exposure(
        "conduite",
        "autorisation de conduite",
        (
            _aptitude("R. 4323-56", "autorisation de conduite d’engins (CACES)", until=date(2025, 9, 30)),
            _attested("R. 4323-56", "autorisation de conduite d’engins (CACES)"),
        ),
        names=("conduite d’engins", "CACES", "conduite de chariots"),
    ),
    Exposure(
        "electrique",
        "habilitation électrique",
        (
            _aptitude("R. 4544-10", "habilitation électrique", until=date(2025, 9, 30)),
            _attested("R. 4544-10", "habilitation électrique, sauf H0B0"),
        ),
        names=("habilitations électriques", "travaux sous tension", "risque électrique"),
    ),
)
BY_CODE = {exposure.code: exposure for exposure in EXPOSURES}

# When the lists changed, what to tell of it, and whom it concerns.
CHANGES = (
    (
        _DRIVERS_OUT,
        "conduire des engins ou être habilité en électricité ne vaut plus suivi renforcé depuis le 1er octobre 2025",
        ("conduite", "electrique"),
    ),
    (
        _LEAD,
        "le plomb relève du suivi renforcé quelle que soit sa concentration depuis le 10 avril 2026",
        ("plomb",),
    ),
)


def asked(group: Group, on: date) -> Iterator[Exposure]:
    """The exposures of a group, as the law is on that day."""
    for exposure in EXPOSURES:
        rule = exposure.rule(on)
        if rule is not None and rule.group is group:
            yield exposure
