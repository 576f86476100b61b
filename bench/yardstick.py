"""The least a page can cost: Flask, a SQLite query, so many rows in a template, so many bytes, and nothing else."""

import sqlite3
from pathlib import Path

from flask import Flask, render_template

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Page</title></head><body><h1>Page</h1>
<table><caption>{{ rows|length }}</caption><thead><tr><th>Nom</th><th>Ville</th><th>Code</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/{{ row[0] }}">{{ row[1] }}</a></td>
<td>{{ row[2] }}</td><td>{{ row[3] }}</td></tr>
{% endfor %}</tbody></table><p>{{ filling }}</p></body></html>"""
ROW_BYTES = 95
FRAME_BYTES = 220


def bare_app(folder: Path) -> Flask:
    """An application of one page, /ROWS/BYTES, on a table of 2,000 rows; the bytes are those of the page, to a few."""
    app = Flask("yardstick")
    template = app.jinja_env.from_string(PAGE)
    connection = sqlite3.connect(folder / "yardstick.sqlite", check_same_thread=False)
    connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, city TEXT, code TEXT)")
    names = ((f"CLIENT {number:04d}", "DINAN", f"23{number:04d}") for number in range(2000))
    connection.executemany("INSERT INTO thing (name, city, code) VALUES (?, ?, ?)", names)
    connection.execute("CREATE INDEX by_name ON thing (name)")

    @app.get("/<int:count>/<int:size>")
    def page(count: int, size: int) -> str:
        rows = connection.execute("SELECT id, name, city, code FROM thing ORDER BY name LIMIT ?", (count,)).fetchall()
        filling = "·x" * max(0, (size - FRAME_BYTES - count * ROW_BYTES) // 3)
        return render_template(template, rows=rows, filling=filling)

    return app
