"""Calendar files (.ics, RFC 5545), as calendar programs and telephones read them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from app.clock import PARIS

TITLE = "Visite santé au travail"
MIMETYPE = "text/calendar"


@dataclass(frozen=True)
class Entry:
    """An appointment: never the type of visit, since calendars are shared and shown on screens."""

    uid: str
    title: str
    day: date
    at: time | None
    minutes: int | None
    place: str
    # Grows at each change: programs keep the greatest.
    sequence: int
    is_cancelled: bool
    changed_at: datetime
    url: str = ""

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON, for a letter that waits in the outbox."""
        facts = asdict(self)
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Entry":
        read = {
            "day": date.fromisoformat(facts["day"]),
            "at": time.fromisoformat(facts["at"]) if facts["at"] else None,
            "changed_at": datetime.fromisoformat(facts["changed_at"]),
        }
        return cls(**{**facts, **read})


def write(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """A whole calendar file; `name` is what programs call a calendar that they subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portail adhérents//Visites//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT2H")
        calendar.add("refresh-interval", timedelta(hours=2), parameters={"VALUE": "DURATION"})
    known = list(entries)
    for entry in known:
        calendar.add_component(_event(entry))
    if days := [entry.day for entry in known]:
        # The changes of hour around these days, not those of a century.
        calendar.add_missing_timezones(date(min(days).year - 1, 1, 1), date(max(days).year + 1, 12, 31))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.at is None:
        event.add("dtstart", entry.day)
    else:
        starts = datetime.combine(entry.day, entry.at, tzinfo=PARIS)
        event.add("dtstart", starts)
        if entry.minutes:
            event.add("duration", timedelta(minutes=entry.minutes))
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", entry.url)
    return event
