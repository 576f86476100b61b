"""The visits of a company, for the calendar program of somebody who may see them: the address is the key."""

from flask import Blueprint, Response, abort, request

from app.calendar_files import MIMETYPE
from app.database import writing
from app.htmx import Answer
from app.services import calendars

agenda = Blueprint("agenda", __name__)


@agenda.get("/agenda/<token>.ics")
def feed(token: str) -> Answer:
    """An address that is unknown, was replaced, or whose person has no access any more does not exist."""
    access = calendars.enter(token)
    if access is None:
        # HEAD promises to change nothing, and 256 bits are not guessed.
        if request.method == "GET":
            with writing():
                calendars.note_unknown(request.remote_addr)
        abort(404)
    response = Response(calendars.everything(access), mimetype=MIMETYPE)
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["Content-Disposition"] = 'inline; filename="visites.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return response.make_conditional(request)
