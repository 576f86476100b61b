"""The corridor of fees: between 80 % and 120 % of the national mean cost (Code du travail, art. L. 4622-6).

The mean cost of the basic services (« offre socle ») for each employee is fixed by an order every year.
"""

# In cents without VAT, by year.
_NATIONAL_MEANS = {2025: 115_50, 2026: 116_00}


def national_mean(year: int) -> int:
    """The mean cost for each employee, in cents without VAT; the last one known when that year's is not published."""
    known = [one for one in _NATIONAL_MEANS if one <= year]
    return _NATIONAL_MEANS[max(known) if known else min(_NATIONAL_MEANS)]


def corridor(mean_cents: int) -> tuple[int, int]:
    """The least and the most that the mean fee for each employee may be, in cents."""
    return -(-mean_cents * 80 // 100), mean_cents * 120 // 100
