"""The visits of the fictional employees: some made, some missed, some in the weeks after the day of installation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from random import Random

from holidays import country_holidays

COLUMNS = (
    "reference;code_adherent;reference_salarie;type;date;heure;duree_minutes;centre;adresse_centre;professionnel;etat"
)
# Name, address, physician, nurse.
CENTRES = (
    ("Saint-Brieuc", "12 boulevard Clemenceau, 22000 SAINT-BRIEUC", "Dr Hélène RIOU", "Katell JÉGOU, infirmière"),
    ("Lannion", "4 rue de la Gare, 22300 LANNION", "Dr Karim ÉVEN", "Rémi OMNÈS, infirmier"),
    ("Dinan", "7 place de l’Église, 22100 DINAN", "Dr Sylvie CADIOU", "Inès PASCO, infirmière"),
)
_HOURS = tuple(f"{hour:02d}:{minutes}" for hour in (8, 9, 10, 11, 13, 14, 15, 16) for minutes in ("00", "30"))
_REMEMBERED, _AHEAD = 730, 90
_UPCOMING, _MADE = 0.14, 0.55
_ENDINGS = (("REALISEE", "ABSENTE", "EXCUSEE", "ANNULEE"), (90, 5, 3, 2))
# How the follow-up decides of the types of visits; the physician alone makes some of them.
_KINDS = {"SI": ("PERIODIQUE",), "SIA": ("PERIODIQUE",), "SIR": ("INTERMEDIAIRE", "APTITUDE")}
_OTHERS = ("REPRISE", "DEMANDE_EMPLOYEUR", "DEMANDE_SALARIE", "PREREPRISE", "MI_CARRIERE")
_BY_THE_PHYSICIAN = frozenset({"APTITUDE", *_OTHERS})

Line = Sequence[str]


@dataclass(frozen=True)
class Person:
    """What planning needs to know of a line of salaries.csv."""

    code: str
    reference: str
    follow_up: str
    entered_on: str
    has_left: bool


class Planning:
    """The visits, for who asks on a given day. `each`: so many for everybody, to measure large associations."""

    def __init__(self, seed: int, today: date, each: int | None = None) -> None:
        self._rng = Random(f"{seed} visits")
        self._today = today
        self._each = each
        self._references = (f"V{number:07d}" for number in count(1))

    def of(self, person: Person) -> Iterator[Line]:
        """The lines of visites.csv about somebody."""
        rng = self._rng
        if self._each is not None:
            for _ in range(self._each):
                yield self._made(person)
            return
        if person.entered_on < self._past[-1] and rng.random() < _MADE:
            yield self._made(person)
        if not person.has_left and rng.random() < _UPCOMING:
            yield self._upcoming(person)

    def of_the_tour(self, people: Sequence[Person]) -> Iterator[Line]:
        """What the guided tour of the bakery shows: one soon, one a Wednesday at half past nine, one later."""
        free = self._coming[2:]
        wednesday = next(day for day in free if date.fromisoformat(day).weekday() == 2)
        yield self._line(people[0], "PERIODIQUE", wednesday, "09:30", "PLANIFIEE")
        yield self._line(people[3], "PERIODIQUE", self._coming[0], "14:00", "PLANIFIEE")
        yield self._line(people[2], "REPRISE", free[25], "10:30", "PLANIFIEE")
        yield self._line(people[4], "PERIODIQUE", self._past[-30], "11:00", "REALISEE")
        yield self._line(people[1], "PERIODIQUE", self._past[-60], "15:30", "ABSENTE")

    def _made(self, person: Person) -> Line:
        day = self._rng.choice(self._past)
        if day <= person.entered_on:
            day = self._past[-1]
        state = self._rng.choices(*_ENDINGS)[0]
        return self._line(person, self._kind(person), day, self._rng.choice(_HOURS), state)

    def _upcoming(self, person: Person) -> Line:
        kind = self._rng.choice(_OTHERS) if self._rng.random() < 0.2 else self._kind(person)
        state = "ANNULEE" if self._rng.random() < 0.04 else "PLANIFIEE"
        return self._line(person, kind, self._rng.choice(self._coming), self._rng.choice(_HOURS), state)

    def _kind(self, person: Person) -> str:
        return self._rng.choice(_KINDS[person.follow_up])

    def _line(self, person: Person, kind: str, day: str, hour: str, state: str) -> Line:
        centre, address, physician, nurse = CENTRES[(int(person.code) // 3 + 1) % len(CENTRES)]
        who, minutes = (physician, "40") if kind in _BY_THE_PHYSICIAN else (nurse, "30")
        reference = next(self._references)
        return (reference, person.code, person.reference, kind, day, hour, minutes, centre, address, who, state)

    @cached_property
    def _past(self) -> list[str]:
        return _working_days(self._today - timedelta(days=_REMEMBERED), self._today)

    @cached_property
    def _coming(self) -> list[str]:
        return _working_days(self._today + timedelta(days=1), self._today + timedelta(days=_AHEAD))


def _working_days(first: date, end: date) -> list[str]:
    days = (first + timedelta(days=number) for number in range((end - first).days))
    closed = country_holidays("FR", years=range(first.year, end.year + 1))
    return [day.isoformat() for day in days if day.weekday() < 5 and day not in closed]
