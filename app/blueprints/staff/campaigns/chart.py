"""The picture of a campaign's days: how many declarations were sent in all, from the opening on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.formatting import day_month, number
from app.services.staff.campaign_progress import Day

_LEFT, _RIGHT, _TOP, _BOTTOM = 0, 480, 8, 172


@dataclass(frozen=True)
class Chart:
    """A curve, and the lines behind it; `due`: where the day when declarations were due stands, if it is past."""

    line: str
    area: str
    levels: list[float]
    due: float | None
    first: date
    last: date
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
    busiest = max(days, key=lambda one: one.sent)
    return Chart(
        line=" ".join(points),
        area=" ".join([f"{across(first)},{_BOTTOM}", *points, f"{across(last)},{_BOTTOM}"]),
        levels=[up(0), up(most / 2), up(most)],
        due=across(due_on) if first < due_on < last else None,
        first=first,
        last=last,
        description=(
            f"Du {day_month(first)} au {day_month(last)}\u00a0: {number(days[-1].total)} en tout, "
            f"et {number(busiest.sent)} le {day_month(busiest.day)}, le jour le plus chargé."
        ),
    )
