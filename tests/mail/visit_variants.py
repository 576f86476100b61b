"""The letters about appointments, in each of their variants: name, facts that the queue holds, what it is called."""

from typing import Any

_AT = "2027-01-19T13:32:00+00:00"
_EVENT = {
    "uid": "visite-k7m2q9x4ab-3@localhost",
    "title": "Visite santé au travail",
    "day": "2027-02-03",
    "at": "09:30:00",
    "minutes": 30,
    "place": "Centre de Saint-Brieuc, 4 rue Exemple, 22000 SAINT-BRIEUC",
    "sequence": 0,
    "is_cancelled": False,
    "changed_at": _AT,
    "url": "",
}
_VISIT: dict[str, Any] = {
    "who": "É. DURAND",
    "number": 3,
    "minutes": 30,
    "place": _EVENT["place"],
    "event": _EVENT,
    "fee": 5000,
    "day": "2027-02-03",
    "hour": "09:30:00",
}
_LIMIT = {"free_until": "2027-02-01T09:30:00+01:00"}
_UNSURE = {"hour": None, "place": "", "minutes": None, "fee": 0, "day": "2027-09-30"}
_LINE = {"who": "É. DURAND", "hour": "09:30:00", "place": "Centre de Saint-Brieuc", **_LIMIT}
_NOTICE = {"at": _AT, "day": "2027-02-03", "hour": "09:30:00", "is_late": False, "fee": 5000, "number": 3}
_ALERT = {**_NOTICE, "reference": "V-2027-1433", "reason": "Congés ou repos", "comment": ""}

_SLOT = {name: _VISIT[name] for name in ("who", "minutes", "place", "day", "hour")}
_SETTLED = {"who": "É. DURAND", "number": 3, "day": "2027-02-03", "hour": "09:30:00"}

VISIT_LETTERS: list[tuple[str, dict[str, Any], str]] = [
    ("appointment_request_received", {"reference": "RV-2027-01433", "at": _AT}, ""),
    ("visit_planned", {**_VISIT, **_LIMIT}, ""),
    ("visit_planned", {**_VISIT, **_LIMIT, **_UNSURE}, "unsure"),
    ("visit_moved", {**_VISIT, **_LIMIT, "previous_day": "2027-01-27", "previous_hour": "09:00:00"}, "another day"),
    ("visit_moved", {**_VISIT, **_LIMIT, "previous_day": "2027-02-03", "previous_hour": None}, "another hour"),
    ("visit_cancelled", _VISIT, ""),
    ("visit_cancelled", {**_VISIT, **_UNSURE}, "unsure"),
    ("visits_reminder", {"day": "2027-02-03", "lines": [_LINE], "left_out": 0}, "one"),
    (
        "visits_reminder",
        {"day": "2027-09-30", "lines": [_LINE, {**_LINE, "hour": None, "place": ""}], "left_out": 3},
        "many",
    ),
    ("slot_proposed", {**_SLOT, "reference": "RV-2027-01433"}, ""),
    ("appointment_refused", {"reference": "RV-2027-01433", "at": _AT, "who": "É. DURAND"}, ""),
    *[
        ("visit_settled", {**_SETTLED, "decision": decision, "fee": fee}, f"{decision}, {fee}")
        for decision, fee in (("maintenue", 0), ("excusee", 0), ("absente", 0), ("absente", 5000))
    ],
    *[
        (letter, {**facts, "kind": kind, "is_late": late, "fee": fee, "comment": comment}, f"{kind}, {late}, {fee}")
        for letter, facts in (("notice_received", _NOTICE), ("notice_alert", _ALERT))
        for kind, late, fee, comment in (
            ("absence", False, 5000, ""),
            ("absence", True, 5000, "Route coupée par la neige"),
            ("report", True, 0, ""),
        )
    ],
]
