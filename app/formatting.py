"""Dates, times and amounts as the French write them, with the spaces that must not break."""

from datetime import date, datetime, time

from flask import Flask

from app.clock import PARIS
from app.services import member_codes
from app.services.search import fold

NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=short_date,
        de=de,
        day_of=day_of,
        long_date=long_date,
        day_month=day_month,
        month=month,
        hour=hour,
        day_and_hour=day_and_hour,
        day=day_in_words,
        moment=moment,
        stamp=stamp,
        amount=amount,
        number=number,
        particle=particle,
        plural=plural,
        que=que,
        file_size=file_size,
        member_code=member_codes.shown,
        phone=phone,
        siret=siret,
        wait=wait,
    )


def short_date(day: date | None, missing: str = "—") -> str:
    """19/01/2027"""
    return f"{day:%d/%m/%Y}" if day else missing


def day_of(at: datetime) -> str:
    """19/01/2027, the day that a moment was in Paris."""
    return short_date(at.astimezone(PARIS).date())


def long_date(day: date | str) -> str:
    """mardi 19 janvier 2027; the first of the month is « 1er ». Letters keep their days as ISO text."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{DAYS[day.weekday()]} {day_month(day)} {day.year}"


def day_month(day: date | str) -> str:
    """19 janvier"""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    ordinal = "1er" if day.day == 1 else str(day.day)
    return f"{ordinal}{NBSP}{MONTHS[day.month - 1]}"


def month(day: date) -> str:
    """février 2027"""
    return f"{MONTHS[day.month - 1]} {day.year}"


def hour(at: time | str) -> str:
    """9 h 30"""
    at = time.fromisoformat(at) if isinstance(at, str) else at
    return f"{at.hour}{NBSP}h{NBSP}{at:%M}"


def day_and_hour(at: datetime | str) -> str:
    """lundi 1er février 2027 à 9 h 30, by the clock that the moment carries."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{long_date(at)} à {hour(at.time())}"


def day_in_words(day: date | str) -> str:
    """31 janvier 2027; « 1er janvier 2027 ». Letters keep their days as ISO text."""
    told = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day_month(told)} {told.year}"


def long_moment(at: datetime) -> str:
    """mardi 19 janvier 2027 à 14 h 32 (heure de Paris)"""
    local = at.astimezone(PARIS)
    return f"{day_and_hour(local)} (heure de Paris)"


def moment(at: datetime | str) -> str:
    """le 19 janvier 2027 à 14 h 32, in Paris. Letters keep their moments as ISO text."""
    local = (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(PARIS)
    ordinal = "1er" if local.day == 1 else str(local.day)
    day = f"{ordinal}{NBSP}{MONTHS[local.month - 1]} {local.year}"
    return f"le {day} à {local.hour}{NBSP}h{NBSP}{local:%M}"


def stamp(at: datetime) -> str:
    """19/01/2027 14:32, in Paris: for tables that are read down."""
    return f"{at.astimezone(PARIS):%d/%m/%Y{NBSP}%H:%M}"


def number(value: int) -> str:
    """12 500"""
    return f"{value:,}".replace(",", NBSP)


def amount(cents: int) -> str:
    """1 250,00 €"""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{number(euros)},{rest:02d}{NBSP}€"


def file_size(size: int) -> str:
    """« 84 Ko », « 1,2 Mo »: a number of bytes as file managers say it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}{NBSP}Ko"
    return f"{size / 1024 / 1024:.1f}".replace(".", ",").removesuffix(",0") + f"{NBSP}Mo"


def sentence(text: str) -> str:
    """With a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def plural(count: int, one: str, many: str | None = None) -> str:
    """« 1 salarié », « 2 salariés », « 0 salarié »: in French, zero is singular."""
    word = one if abs(count) < 2 else (many or f"{one}s")
    return f"{number(count)}{NBSP}{word}"


def wait(minutes: int) -> str:
    """« 15 minutes », « 3 heures »: how long to wait, as one would say it."""
    if minutes < 60:
        return plural(minutes, "minute")
    return plural(-(-minutes // 60), "heure")


def phone(text: str) -> str:
    """06 12 34 56 78, kept on one line."""
    digits = text.replace(" ", "")
    if len(digits) == 10 and digits.isdigit():
        return NBSP.join(digits[start : start + 2] for start in range(0, 10, 2))
    return text.replace(" ", NBSP)


def siret(number: str | None) -> str:
    """123 456 789 00012"""
    if not number:
        return "—"
    return NBSP.join((number[:3], number[3:6], number[6:9], number[9:]))


def de(name: str) -> str:
    """« de BOULANGERIE LE GALL », « d’AMBULANCES ÉVEN »."""
    return f"{particle(name)}{name}"


def que(name: str) -> str:
    """« que Yann », « qu’Yves »."""
    return f"qu’{name}" if _elides(name) else f"que {name}"


def particle(name: str) -> str:
    """« de » and its space, or « d’ », as the name that follows wants it."""
    return "d’" if _elides(name) else "de "


def _elides(name: str) -> bool:
    """Whether « de » loses its e before this name. Some H do it and some do not: they are left alone."""
    start = fold(name[:2])
    return start[:1] in tuple("aeiou") or (start[:1] == "y" and start[1:2] not in tuple("aeiou "))
