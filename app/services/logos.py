"""A logo that somebody sends: a PNG of a sensible size, or an SVG redrawn from what only draws.

An SVG is a program as much as a picture: it is not cleaned of what is known to harm, but rebuilt from a closed list of
shapes and attributes, whose only links lead inside the drawing.
"""

import re
import struct
from collections.abc import Iterator
from typing import Any

from lxml import etree

from app.branding import LOGO_BYTES, Logo

PNG, SVG = "image/png", "image/svg+xml"
WIDEST = 2000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"}
_ELEMENTS = _SHAPES | {
    "svg", "g", "defs", "symbol", "title", "desc", "tspan", "linearGradient", "radialGradient", "stop", "clipPath",
}  # fmt: skip
# What draws; as an attribute, or in a style, which is then written as attributes.
_STYLES = {
    "clip-path", "clip-rule", "color", "display", "fill", "fill-opacity", "fill-rule", "font-family", "font-size",
    "font-style", "font-weight", "letter-spacing", "opacity", "stop-color", "stop-opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor", "visibility",
}  # fmt: skip
_ATTRIBUTES = _STYLES | {
    "clipPathUnits", "cx", "cy", "d", "dx", "dy", "fx", "fy", "gradientTransform", "gradientUnits", "height", "id",
    "offset", "points", "preserveAspectRatio", "r", "rx", "ry", "spreadMethod", "textLength", "transform", "version",
    "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_INSIDE = re.compile(r"#[\w.:-]+")
_FOREIGN = re.compile(r"url\((?!\s*[\"']?#)|[\\<]|/\*|javascript:|data:", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")


_AGAIN = "Enregistrez-le à nouveau en «\u00a0SVG simple\u00a0» ou en PNG"


class UnusableLogo(ValueError):
    """The message, in French, says why and how to mend."""


def read(content: bytes) -> Logo:
    """The logo that a file holds, made safe. Raises UnusableLogo."""
    if len(content) > LOGO_BYTES:
        raise UnusableLogo(f"Ce fichier pèse plus de {LOGO_BYTES // 1024}\u00a0Ko. Réduisez l’image, puis reprenez")
    if content.startswith(_SIGNATURE):
        return Logo.of(_checked_png(content), PNG)
    redrawn = _redrawn(_parsed(content))
    if len(redrawn) > LOGO_BYTES:
        raise UnusableLogo("Ce dessin est trop compliqué. Simplifiez-le, ou enregistrez-le en PNG")
    return Logo.of(redrawn, SVG)


def _checked_png(content: bytes) -> bytes:
    if content[12:16] != b"IHDR" or len(content) < 33 or b"IEND" not in content[-12:]:
        raise UnusableLogo("Ce fichier PNG est abîmé. Enregistrez l’image à nouveau, puis choisissez-la")
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < width <= WIDEST or not 0 < height <= WIDEST:
        size = f"{width}\u00a0×\u00a0{height}"
        raise UnusableLogo(f"Cette image fait {size} pixels. Réduisez-la\u00a0: 100 pixels de haut suffisent")
    return content


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnusableLogo("Ce fichier n’est ni un SVG ni un PNG. Choisissez une image SVG ou PNG") from None
    if root.tag != f"{_SVG}svg":
        raise UnusableLogo("Ce fichier n’est pas un dessin SVG. Choisissez une image SVG ou PNG")
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and next(subset.iterentities(), None) is not None:
        raise UnusableLogo(f"Ce SVG contient des raccourcis (entités). {_AGAIN}")
    return root


def _redrawn(root: Any) -> bytes:
    rules = _rules(root)
    drawing = _copied(root, rules, etree.Element(f"{_SVG}svg", nsmap={None: _SVG[1:-1]}))
    _drop_loops(drawing)
    shapes = [one for one in drawing.iter() if etree.QName(one).localname in _SHAPES]
    if not shapes:
        raise UnusableLogo("Ce SVG ne contient aucun tracé que le portail puisse afficher. Enregistrez l’image en PNG")
    if "viewBox" not in drawing.attrib and not {"width", "height"} <= set(drawing.attrib):
        raise UnusableLogo(f"Ce SVG ne dit pas sa taille (viewBox). {_AGAIN}")
    return bytes(etree.tostring(drawing, encoding="utf-8"))


def _copied(source: Any, rules: dict[str, dict[str, str]], copy: Any) -> Any:
    """Into `copy`, what draws of `source`, its children and theirs: no deeper than the parser itself goes."""
    for name, value in _attributes(source, rules):
        copy.set(name, value)
    copy.text = source.text if etree.QName(copy).localname in ("text", "tspan", "title", "desc") else None
    for child in source:
        if isinstance(child.tag, str) and child.tag.removeprefix(_SVG) in _ELEMENTS:
            made = _copied(child, rules, etree.SubElement(copy, child.tag))
            made.tail = child.tail if etree.QName(copy).localname in ("text", "tspan") else None
    return copy


def _attributes(source: Any, rules: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in source.attrib.items():
        if name in _ATTRIBUTES and not _FOREIGN.search(value):
            yield str(name), str(value)
        elif name in ("href", _LINK) and _INSIDE.fullmatch(str(value)):
            yield "href", str(value)
    for word in (source.get("class") or "").split():
        yield from rules.get(word, {}).items()
    yield from _declarations(source.get("style") or "").items()


def _rules(root: Any) -> dict[str, dict[str, str]]:
    """What the style sheets of the drawing say of each class; a sheet that says it otherwise is refused."""
    found: dict[str, dict[str, str]] = {}
    for sheet in root.iter(f"{_SVG}style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        for selectors, body in _RULE.findall(text):
            for selector in selectors.split(","):
                named = _CLASS.fullmatch(selector.strip())
                if named is None:
                    raise UnusableLogo(f"Ce SVG a une feuille de style que le portail ne lit pas. {_AGAIN}")
                found.setdefault(named[1], {}).update(_declarations(body))
    return found


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":")[::2] for part in style.split(";"))
    return {
        name.strip(): value.strip()
        for name, value in pairs
        if name.strip() in _STYLES and value.strip() and not _FOREIGN.search(value)
    }


def _drop_loops(drawing: Any) -> None:
    """A shape used again may not use others: repeated enough, they would keep a browser busy for ever."""
    by_id = {one.get("id"): one for one in drawing.iter() if one.get("id")}
    for use in list(drawing.iter(f"{_SVG}use")):
        target = by_id.get((use.get("href") or "#")[1:])
        parent = use.getparent()
        if parent is not None and (target is None or next(target.iter(f"{_SVG}use"), None) is not None):
            parent.remove(use)
