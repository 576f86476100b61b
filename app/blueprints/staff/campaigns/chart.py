"""The picture of a campaign's days: how many declarations were sent in all, from the opening on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.formatting import day_month, number
from app.services.staff.campaign_progress import Day

WIDTH, HEIGHT = 480, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 472, 24, 196


@dataclass(frozen=True)
class Mark:
    """A word beside an axis, at this place; figures under ten are left to the table."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """A curve in a drawing of WIDTH by HEIGHT; `due`: where the day when declarations were due stands."""

    line: str
    area: str
    levels: list[Mark]
    days: list[Mark]
    due: float | None
    description: str


def draw(days: Sequence[Day], due_on: date) -> Chart | None:
    """The curve of these days; None when there are none."""
    if not days:
        return None
    first, last, most = days[0].day, days[-1].day, days[-1].total or 1
    span = max(1, (last - first).days)

    def across(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day - first).days / span, 1)

    def up(total: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * total / most, 1)

    points = [f"{across(one.day)},{up(one.total)}" for one in days]
    middle = first + (last - first) / 2
    told = [Mark(across(first), day_month(first), "start"), Mark(across(last), day_month(last), "end")]
    if span > 20:
        told.insert(1, Mark(across(middle), day_month(middle)))
    busiest = max(days, key=lambda one: one.sent)
    return Chart(
        line=" ".join(points),
        area=" ".join([f"{across(first)},{_BOTTOM}", *points, f"{across(last)},{_BOTTOM}"]),
        levels=[Mark(up(level), number(level) if level > 9 else "") for level in sorted({0, most // 2, most})],
        days=told if span > 1 else told[:1],
        due=across(due_on) if first < due_on < last else None,
        description=(
            f"Du {day_month(first)} au {day_month(last)}\u00a0: {number(days[-1].total)} en tout, "
            f"et {number(busiest.sent)} le {day_month(busiest.day)}, le jour le plus chargé."
        ),
    )
