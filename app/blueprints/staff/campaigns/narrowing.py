"""Filters of a campaign's companies, read from an address and written in one."""

from typing import Any

from flask import request

from app.pagination import searched
from app.services.staff.campaign_members import Filters, Place, Size


def filters() -> Filters:
    """What the address asks for; what it says wrongly is not asked."""
    place, size, firm = (request.args.get(name, "") for name in ("etat", "taille", "cabinet"))
    return Filters(
        searched(),
        Place(place) if place in set(Place) else None,
        Size(size) if size in set(Size) else None,
        int(firm) if firm.isascii() and firm.isdigit() and len(firm) < 10 else None,
    )


def query_of(chosen: Filters) -> dict[str, Any]:
    """The same as parameters of an address."""
    return {
        name: value
        for name, value in {
            "q": chosen.query,
            "etat": chosen.place.value if chosen.place else "",
            "taille": chosen.size.value if chosen.size else "",
            "cabinet": chosen.firm,
        }.items()
        if value
    }
