"""XLSX workbooks as small, or as hostile, as a test needs."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Cell = str | float


def workbook(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """A workbook of these sheets: texts, and numbers as spreadsheets keep them."""
    return _packed(sheets, {name: _sheet(rows) for name, rows in sheets.items()})


def bomb(megabytes: int = 20) -> bytes:
    """A workbook of a few kilobytes whose only sheet is enormous."""
    return _packed(["Feuil1"], {"Feuil1": _sheet([("code_adherent",)]) + " " * (megabytes << 20)})


def far_away() -> bytes:
    """A workbook of two cells, one of them in the last corner: read whole, it would take 400 GB."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return _packed(["Feuil1"], {"Feuil1": f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'})


def _sheet(rows: Iterable[Sequence[Cell]]) -> str:
    lines = [f'<row r="{number}">{_cells(row, number)}</row>' for number, row in enumerate(rows, start=1)]
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cells(row: Sequence[Cell], number: int) -> str:
    return "".join(_cell(value, f"{chr(65 + rank)}{number}") for rank, value in enumerate(row))


def _cell(value: Cell, place: str) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _packed(names: Iterable[str], sheets: Mapping[str, str]) -> bytes:
    numbered = list(enumerate(names, start=1))
    places = [f"worksheets/sheet{number}.xml" for number, _ in numbered]
    overrides = "".join(f'<Override PartName="/xl/{place}" ContentType="{_KIND}.worksheet+xml"/>' for place in places)
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in numbered)
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_LINKS}/worksheet" Target="{place}"/>'
        for (number, _), place in zip(numbered, places, strict=True)
    )
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{relations}{links}</Relationships>",
        **{f"xl/{place}": sheets[name] for (_, name), place in zip(numbered, places, strict=True)},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
