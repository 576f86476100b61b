"""What a WSGI server runs, and what `flask --app wsgi …` talks to."""

from app import create_app
from app.config import ConfigurationError

try:
    app = create_app()
except ConfigurationError as refused:
    raise SystemExit(f"Réglage refusé\u00a0: {refused}") from None
