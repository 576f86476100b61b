"""What the letters about declarations are told, in each of their variants."""

from typing import Any

AT = "2027-01-19T13:32:00+00:00"
RECEIVED = {
    "year": 2027, "receipt": "DE-2027-004812-K7", "replaces": None, "at": AT,
    "person": "Jeanne DAVID (Cabinet Exemple)",
    "is_third_party": True, "is_late": False, "reference_on": "2027-01-01", "closes_on": "2027-02-28", "headcount": 6,
    "sir": 1, "sia": 0,
}  # fmt: skip
LATER = {**RECEIVED, "replaces": "DE-2027-004811-0M", "is_late": True, "is_third_party": False}
REMINDED = {"year": 2027, "due_on": "2027-01-31", "closes_on": "2027-02-28", "days_left": 12, "count": 1, "drafts": 0}
REOPENED = {"year": 2027, "reason": "Il manque les deux apprentis embauchés en septembre 2026, d’après votre courrier."}

# (letter, facts, what the variant is called): each about one company.
ABOUT_A_COMPANY: list[tuple[str, dict[str, Any], str]] = [
    ("declaration_received", RECEIVED, "by a third party"),
    ("declaration_received", LATER, "late correction"),
    ("declaration_reopened", {**REOPENED, "is_correction": True}, "correction"),
    ("declaration_reopened", {**REOPENED, "is_correction": False}, "first"),
    ("declaration_reminder", {**REMINDED, "moment": "j-1", "days_left": 0}, "the last day"),
    *(
        ("declaration_reminder", {**REMINDED, "moment": moment, "drafts": drafts}, f"{moment}-{drafts}")
        for moment in ("ouverture", "milieu", "j-1", "retard")
        for drafts in (0, 1)
    ),
]
TO_A_FIRM: list[tuple[str, dict[str, Any], str]] = [
    (
        "declaration_reminder",
        {**REMINDED, "moment": moment, "count": 1200, "drafts": drafts},
        f"firm-{moment}-{drafts}",
    )
    for moment in ("ouverture", "milieu", "retard")
    for drafts in (0, 1, 37)
]
