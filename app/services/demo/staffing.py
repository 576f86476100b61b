"""Who works in the fictional companies."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from app.services.demo.people import LAST_NAMES, somebody
from app.services.demo.trades import Job, Trade

# The days are fixed, so that the files are: the campaign of January 2027 is about to begin.
_LAST_ARRIVAL = date(2026, 11, 2)
_LAST_DEPARTURE = date(2026, 10, 30)
_CONTRACTS_END = "2027-08-31"
_MONTHS_BETWEEN_VISITS = {"SI": 60, "SIA": 36, "SIR": 24}

# birth name, usual name, first name, sex, day of birth, which job of the trade, day of entry
_Known = tuple[str, str, str, str, str, int, str]

# The bakery of the guided tour: always the same six, as the documentation shows them.
_AT_THE_BAKERY: tuple[_Known, ...] = (
    ("DURAND", "LE GŒUFF", "Élise", "F", "1991-05-14", 1, "2016-09-01"),
    ("LE GALL", "", "Maëlle", "F", "1998-02-03", 1, "2021-04-06"),
    ("TANGUY", "", "Loïc", "M", "1983-11-27", 0, "2009-01-05"),
    ("KERVÉGAN", "", "Jean-Yves", "M", "1969-07-19", 0, "1998-03-02"),
    ("LEFÈVRE", "LE COËNT-RIOU", "Anne-Laure", "F", "1987-12-08", 2, "2019-10-14"),
    ("NÉDÉLEC", "", "Théo", "M", "2008-06-21", 0, "2025-09-01"),
)


@dataclass(frozen=True)
class Employer:
    """What staffing needs to know of a company."""

    code: str
    name: str
    trade: Trade
    headcount: int


def employees(rng: Random, employers: Iterable[Employer]) -> Iterator[Sequence[str]]:
    """The lines of salaries.csv."""
    references = (f"M{number:06d}" for number in count(1))
    for position, employer in enumerate(employers):
        known = _AT_THE_BAKERY if position == 0 else ()
        for line, reference in zip(_staff(rng, employer, known), references, strict=False):
            yield (employer.code, reference, *line)


def _staff(rng: Random, employer: Employer, known: Sequence[_Known]) -> Iterator[Sequence[str]]:
    jobs = employer.trade.jobs
    for *who, sex, born, position, entered in known[: employer.headcount]:
        job = jobs[position]
        contract = "Apprentissage" if born > "2005" else "CDI"
        due = _next_visit(rng, job, date.fromisoformat(entered))
        yield (*who, sex, born, *_at(job, sex), contract, entered, "", *_follow_up(job), due, "")
    for _ in range(employer.headcount - len(known)):
        yield _line(rng, rng.choice(jobs))


def _line(rng: Random, job: Job) -> Sequence[str]:
    first_name, birth_name, sex = somebody(rng)
    usual_name = _usual_name(rng, birth_name) if sex == "F" and rng.random() < 0.35 else ""
    born = date(1961, 1, 1) + timedelta(days=rng.randrange(47 * 365))
    first_day = max(born + timedelta(days=16 * 365 + 5), date(1990, 1, 1))
    entered = first_day + timedelta(days=rng.randrange((_LAST_ARRIVAL - first_day).days + 1))
    left = _departure(rng, entered)
    due = "" if left else _next_visit(rng, job, entered)
    contract = _contract(rng, born, entered)
    who = (birth_name, usual_name, first_name, sex, born.isoformat())
    ends = (left or _CONTRACTS_END) if contract in ("CDD", "Intérim") else ""
    return (*who, *_at(job, sex), contract, entered.isoformat(), left, *_follow_up(job), due, ends)


def _usual_name(rng: Random, birth_name: str) -> str:
    name = rng.choice(LAST_NAMES)
    return f"{birth_name}-{name}" if rng.random() < 0.2 and "-" not in birth_name + name else name


def _contract(rng: Random, born: date, entered: date) -> str:
    if entered.year - born.year <= 20 and entered.year >= 2024:
        return "Apprentissage"
    return rng.choices(("CDI", "CDD", "Intérim"), (85, 13, 2))[0]


def _departure(rng: Random, entered: date) -> str:
    """One in twelve has left, during the last two years."""
    since = max(entered, date(2024, 11, 1))
    if rng.random() > 1 / 12 or since >= _LAST_DEPARTURE:
        return ""
    return (since + timedelta(days=rng.randrange((_LAST_DEPARTURE - since).days))).isoformat()


def _next_visit(rng: Random, job: Job, entered: date) -> str:
    """Within the interval that the follow-up allows; now and then overdue, as in life."""
    if entered > date(2026, 8, 1):
        return ""
    months = rng.randrange(-3, _MONTHS_BETWEEN_VISITS[job.follow_up])
    return (date(2027, 1, 4) + timedelta(days=months * 30 + rng.randrange(28))).isoformat()


def _at(job: Job, sex: str) -> tuple[str, str]:
    return job.title(sex), job.pcs


def _follow_up(job: Job) -> tuple[str, str]:
    return job.follow_up, job.risks
