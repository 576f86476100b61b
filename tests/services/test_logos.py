"""A drawing is rebuilt from what only draws; what is no picture is refused in words."""

import struct

import pytest

from app.services import logos
from app.services.logos import UnusableLogo, read

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
PATH = '<path d="M0 0h9v9z"/>'


def redrawn(inside: str, attributes: str = "") -> str:
    return read(f"{HEAD} {attributes}>{inside}</svg>".encode()).content.decode()


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<script>alert(1)</script>", "alert"),
        ('<path d="M0 0" onclick="alert(1)"/>', "alert"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>hello</p></foreignObject>", "hello"),
        ('<image href="https://elsewhere/x.png" width="9"/>', "elsewhere"),
        ('<a xlink:href="javascript:alert(1)"><text>x</text></a>', "alert"),
        ('<use xlink:href="https://elsewhere/x.svg#a"/>', "elsewhere"),
        ('<path d="M0 0" fill="url(https://elsewhere/#a)"/>', "elsewhere"),
        ('<path d="M0 0" style="fill:url( \'https://elsewhere/#a\')"/>', "elsewhere"),
        ('<path d="M0 0" style="fill:ur\\6c(https://elsewhere/#a)"/>', "elsewhere"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "alert"),
        ("<style>.a{fill:url(//elsewhere/#a)}</style><path class='a' d='M0 0'/>", "elsewhere"),
        ('<g id="a"><use href="#a"/></g>', "use"),
        ('<metadata>secret</metadata><?xml-stylesheet href="x"?><!-- secret -->', "secret"),
    ],
)
def test_what_does_more_than_draw_is_left_out(inside: str, gone: str) -> None:
    drawing = redrawn(PATH + inside, 'onload="alert(1)"')
    assert gone not in drawing
    assert "alert" not in drawing
    assert "M0 0h9v9z" in drawing


def test_what_draws_is_kept() -> None:
    drawing = redrawn(
        "<style>.a, .b { fill: #F00 } .b { stroke: blue }</style>"
        '<linearGradient id="g"><stop offset="1"/></linearGradient>'
        '<path class="b" style="stroke-width:2; cursor:pointer" d="M0 0"/><rect fill="url(#g)" transform="scale(2)"/>'
        '<symbol id="s"><circle r="2"/></symbol><use xlink:href="#s"/><text>AI<tspan>ST</tspan>22</text>'
    )
    assert '<path d="M0 0" fill="#F00" stroke="blue" stroke-width="2"/>' in drawing
    assert '<rect fill="url(#g)" transform="scale(2)"/>' in drawing
    assert '<use href="#s"/>' in drawing
    assert "<text>AI<tspan>ST</tspan>22</text>" in drawing


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ni un SVG ni un PNG"),
        (b"<svg", "ni un SVG ni un PNG"),
        (b"<html></html>", "pas un dessin SVG"),
        (b"x" * 41_000, "40"),
        (f"<!DOCTYPE svg [<!ENTITY a 'x'>]>{HEAD}><text>&a;</text></svg>".encode(), "entités"),
        (f"{HEAD}><g/></svg>".encode(), "aucun tracé"),
        (f"{HEAD}><style>path > g {{fill:red}}</style>{PATH}</svg>".encode(), "feuille de style"),
        (f'<svg xmlns="http://www.w3.org/2000/svg">{PATH}</svg>'.encode(), "taille"),
        (HEAD.encode() + b">" + b"<g>" * 5000 + b"</g>" * 5000 + b"</svg>", "ni un SVG ni un PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "abîmé"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 9999, 9) + b"\0" * 9 + b"IEND\xaeB`\x82", "9999"),
    ],
)
def test_what_is_no_logo_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnusableLogo, match=said):
        read(content)


def test_a_drawing_that_grows_when_redrawn_stays_small() -> None:
    """A style sheet written into each shape."""
    rule = ";".join(f"{name}:1" for name in ("opacity", "stroke-width", "fill-opacity", "stroke-opacity"))
    inside = f"<style>.a{{{rule}}}</style>" + "<path class='a' d='M0'/>" * 1500
    with pytest.raises(UnusableLogo, match="compliqué"):
        logos.read(f"{HEAD}>{inside}</svg>".encode())
