"""The association's identity, and the style sheet made from its colours."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined

WHITE = "#FFFFFF"
BLACK = "#000000"
NAVY = "#12355B"
GREEN = "#17693A"
TEXT_RATIO = 4.5
HOVER_RATIO = 7.0
# A colour that is already dark still has to change when hovered.
HOVER_STEP = 1.35
DARKEST_RATIO = 18.0
LOGO_BYTES = 40 * 1024
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}

COLOURS = ("ASSO_COULEUR", "ASSO_COULEUR_ACTION")

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=False,  # noqa: S701 - renders CSS from checked hexadecimal colours only
    undefined=StrictUndefined,
)


@dataclass(frozen=True)
class Logo:
    """The association's logo, read once: it is small, and every page shows it."""

    content: bytes
    mimetype: str
    version: str

    @classmethod
    def from_setting(cls, setting: str) -> "Logo":
        """Read the file of that path, or what stands in a « data: » address; anything else is a ValueError."""
        if not setting.startswith("data:"):
            return cls.from_file(Path(setting))
        mimetype, _, encoded = setting.removeprefix("data:").partition(";base64,")
        try:
            content = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise ValueError("ASSO_LOGO is not written in base 64") from None
        return cls.of(content, mimetype)

    @classmethod
    def of(cls, content: bytes, mimetype: str) -> "Logo":
        if mimetype not in LOGO_TYPES.values() or not 0 < len(content) <= LOGO_BYTES:
            raise ValueError(f"ASSO_LOGO must be an SVG or a PNG of at most {LOGO_BYTES // 1024} kB")
        return cls(content, mimetype, hashlib.sha256(content).hexdigest()[:12])

    @classmethod
    def from_file(cls, path: Path) -> "Logo":
        """Read an SVG or PNG of 40 kB at most; anything else is a ValueError."""
        mimetype = LOGO_TYPES.get(path.suffix.lower())
        if mimetype is None or not path.is_file() or path.stat().st_size > LOGO_BYTES:
            raise ValueError(f"ASSO_LOGO must be an SVG or PNG file of at most {LOGO_BYTES // 1024} kB, not {path}")
        return cls.of(path.read_bytes(), mimetype)

    @property
    def address(self) -> str:
        """The logo itself as an address, which is also how it is saved."""
        return f"data:{self.mimetype};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True)
class Branding:
    """What the pages and e-mails say and show of the association."""

    sigle: str
    name: str
    site_url: str
    site_label: str
    colour: str
    action_colour: str
    logo: "Logo | None"
    contact_email: str
    contact_phone: str
    contact_address: tuple[str, ...]
    mail_sender: str

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Branding":
        """Read the association's settings; a colour that is not hexadecimal is a ValueError."""
        sigle = config["ASSO_SIGLE"]
        return cls(
            sigle=sigle,
            name=config["ASSO_NOM"],
            site_url=config["ASSO_SITE"],
            site_label=f"Site {sigle}",
            colour=_normalised(config.get("ASSO_COULEUR") or NAVY),
            action_colour=_normalised(config.get("ASSO_COULEUR_ACTION") or GREEN),
            logo=Logo.from_setting(config["ASSO_LOGO"]) if config.get("ASSO_LOGO") else None,
            contact_email=config["CONTACT_COTISATIONS"],
            contact_phone=config.get("CONTACT_TELEPHONE") or "",
            contact_address=tuple(config["CONTACT_ADRESSE"].splitlines()),
            mail_sender=config["MAIL_SENDER"],
        )

    @property
    def foot(self) -> str:
        """What its papers end with: who writes, from where, and how to reach them."""
        said = (self.sigle, ", ".join(self.contact_address), self.contact_phone, self.site_url)
        return " · ".join(part for part in said if part)

    @property
    def readable_colour(self) -> str:
        """The association's colour, dark enough for white text."""
        return readable(self.colour, TEXT_RATIO)


def apply(app: Flask) -> None:
    """Have the pages show what the settings say now. Raises ValueError for a colour or a logo that is none."""
    branding = Branding.from_config(app.config)
    stylesheet = render_stylesheet(branding)
    version = hashlib.sha256(stylesheet.encode()).hexdigest()[:12]
    app.extensions.update(branding=branding, stylesheet=stylesheet, stylesheet_version=version)


def check(name: str, value: Any) -> None:
    """Raises ValueError for a colour that is not hexadecimal, or a logo that cannot be shown."""
    if name in COLOURS:
        _channels(value)
    elif name == "ASSO_LOGO" and value:
        Logo.from_setting(value)


def contrast(a: str, b: str) -> float:
    """The WCAG contrast ratio of two hexadecimal colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_channels(a)), _luminance(_channels(b))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ratio: float) -> str:
    """Darken a colour by steps of 2 % of itself until white text on it reaches the ratio."""
    channels = _channels(colour)
    for percent in range(100, 0, -2):
        darkened = _hexadecimal(tuple(value * percent / 100 for value in channels))
        if contrast(darkened, WHITE) >= ratio:
            return darkened
    return BLACK


def render_stylesheet(branding: Branding) -> str:
    """The whole style sheet, with the association's colours written in."""
    brand = branding.readable_colour
    action = readable(branding.action_colour, TEXT_RATIO)
    css = _environment.get_template("theme.css").render(
        brand=brand, brand_hover=_hovered(brand), action=action, action_hover=_hovered(action)
    )
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _hovered(colour: str) -> str:
    ratio = max(HOVER_RATIO, contrast(colour, WHITE) * HOVER_STEP)
    return readable(colour, min(ratio, DARKEST_RATIO))


def _normalised(colour: str) -> str:
    return _hexadecimal(_channels(colour))


def _channels(colour: str) -> tuple[float, ...]:
    match = _HEX.fullmatch(colour.strip())
    if match is None:
        raise ValueError(f"Not a hexadecimal colour: {colour!r}")
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    return tuple(float(int(digits[start : start + 2], 16)) for start in (0, 2, 4))


def _hexadecimal(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(value):02X}" for value in channels)


def _luminance(channels: tuple[float, ...]) -> float:
    linear = [
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
