"""The code adhérent: public, opaque, typed with or without blanks."""

import re


def normalise(typed: str) -> str:
    """What identifies the company in what was typed: « 22 0417 » → « 220417 »."""
    return re.sub(r"[\W_]+", "", typed).upper()


def shown(code: str) -> str:
    """As printed on letters and screens: six digits are read in two groups."""
    return f"{code[:2]}\u00a0{code[2:]}" if re.fullmatch(r"\d{6}", code) else code
