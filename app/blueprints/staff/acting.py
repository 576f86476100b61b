"""What an agent does to something that was shown: done and told, unless somebody was faster."""

from collections.abc import Callable

from app.htmx import Answer, done
from app.services.editing import ChangedMeanwhile

# What the address says of what was not done.
MEANWHILE = "entre-temps"


def tried(act: Callable[[], object], shown: Callable[[str], str], fact: str) -> Answer:
    """Do it and show what it was done to, saying `fact`; or show what somebody else did of it meanwhile.

    `shown` gives the address, with what it is to say.
    """
    try:
        act()
    except ChangedMeanwhile:
        return done(shown(MEANWHILE))
    return done(shown(fact))
