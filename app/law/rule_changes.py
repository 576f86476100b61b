"""Changes of the law that put categories of follow-up in doubt: dated data, so that old answers are asked again.

An employee is asked about when nobody confirmed the follow-up since the change, when it is one of `given`, and when a
declared risk holds one of `words`.
"""

from dataclasses import dataclass
from datetime import date

from app.models import FollowUp


@dataclass(frozen=True)
class RuleChange:
    """A change: since when, whom it may concern, and what to tell whoever declares."""

    on: date
    given: tuple[FollowUp, ...]
    words: tuple[str, ...]
    reason: str
    source: str


RULE_CHANGES = (
    RuleChange(
        date(2025, 10, 1),
        (FollowUp.SIR,),
        ("conduite", "caces", "habilitation", "sous tension"),
        "Catégorie à confirmer\u00a0: la liste des risques a changé en octobre 2025. L’autorisation de conduite et "
        "l’habilitation électrique n’appellent plus, à elles seules, un suivi renforcé",
        "décret n°\u00a02025-355",
    ),
    RuleChange(
        date(2026, 4, 10),
        (FollowUp.SI, FollowUp.SIA),
        ("plomb",),
        "Catégorie à confirmer\u00a0: depuis avril 2026, toute exposition au plomb appelle un suivi renforcé",
        "décret n°\u00a02026-253",
    ),
)
