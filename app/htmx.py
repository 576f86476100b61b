"""One partial, two renderings: the fragment that HTMX swaps in is the file that the full page includes."""

from typing import Any

from flask import Flask, Response, g, redirect, render_template, request
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as BaseResponse

from app.forms.base import Form

Answer = str | Response | BaseResponse | tuple[str, int]


def register(app: Flask) -> None:
    app.after_request(_vary)


def wants_fragment() -> bool:
    """Whether HTMX asks for a piece of the page; going back in history asks for the page itself."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def render_section(page: str, fragment: str, /, *, retitles: bool = True, **context: Any) -> str:
    """The page, or only the fragment that it includes when HTMX asks for it, after the title the tab should take."""
    if not wants_fragment():
        return render_template(page, **context)
    if not retitles:
        return render_template(fragment, **context)
    return render_template("layouts/_title.html", **context) + render_template(fragment, **context)


def render_form(page: str, form: Form, /, *, fragment: str | None = None, **context: Any) -> Answer:
    """A form to fill in, or, when it was sent and refused, the same one with its errors and what was typed (422)."""
    g.form_has_errors = bool(form.errors)
    answer = (
        render_section(page, fragment, form=form, **context)
        if fragment
        else render_template(page, form=form, **context)
    )
    return answer, 422 if form.errors else 200


def done(url: str) -> Answer:
    """What was asked is done: go and see, by GET. HTMX loads the whole page, since its heading changes."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url)})
    return redirect(url, 303)


def _vary(response: Response) -> Response:
    response.vary.update(("HX-Request", "HX-History-Restore-Request", "Sec-Fetch-Dest"))
    return response
