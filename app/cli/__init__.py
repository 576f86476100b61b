"""The commands: `flask --app wsgi …`. Thin; what they do is in the services."""

from flask import Flask

from app.cli.campaign import group as campaign
from app.cli.demo import group as demo
from app.cli.exchange import group as exchange
from app.cli.serve import serve
from app.cli.staff import group as staff
from app.cli.tasks import tasks


def register(app: Flask) -> None:
    """Add every command to the application."""
    for command in (serve, tasks, staff, exchange, campaign, demo):
        app.cli.add_command(command)
