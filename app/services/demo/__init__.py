"""A fictional association of Côtes-d’Armor, always the same, to try the portal and to measure it."""

from app.services.demo.association import ACCOUNTS, generate
from app.services.demo.installation import EVERYBODY, PASSWORD, Letter, NotEmpty, demo_letters, install

__all__ = ["ACCOUNTS", "EVERYBODY", "PASSWORD", "Letter", "NotEmpty", "demo_letters", "generate", "install"]
