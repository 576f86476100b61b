"""A slot (créneau): when and where somebody could be received, for which visit, by whom."""

from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from app.clock import now
from app.law.cancellation import starts_at
from app.models import VisitKind


@dataclass(frozen=True)
class Slot:
    kind: VisitKind
    day: date
    at: time
    minutes: int
    centre: str
    centre_address: str | None = None
    professional: str | None = None

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.centre, self.centre_address) if part)

    @property
    def is_past(self) -> bool:
        return starts_at(self.day, self.at) <= now()

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON, as a request keeps what is proposed."""
        return {**asdict(self), "kind": self.kind.value, "day": self.day.isoformat(), "at": self.at.isoformat()}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Slot":
        read = {
            "kind": VisitKind(facts["kind"]),
            "day": date.fromisoformat(facts["day"]),
            "at": time.fromisoformat(facts["at"]),
        }
        return cls(**{**facts, **read})
