"""What a WSGI server runs, and what `flask --app wsgi …` talks to."""

from app import create_app

app = create_app()
