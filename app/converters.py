"""What addresses may hold: anything else is a 404 before the database is asked."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class PublicId(BaseConverter):
    """An identifier shown outside, in any case."""

    regex = "[0-9A-Za-z]{10}"


class RowNumber(IntegerConverter):
    """A number that a database column can hold."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "max": 2**31 - 1})  # type: ignore[arg-type]


def register(app: Flask) -> None:
    app.url_map.converters.update(public_id=PublicId, row=RowNumber)
