"""Every long work that agents may ask for, by its name."""

from collections.abc import Mapping

from app.services.jobs import Work

WORKS: Mapping[str, Work] = {}
