"""The names of fictional people, with the accents, ligatures, hyphens and apostrophes that programs stumble on."""

from random import Random

LAST_NAMES = (
    "LE GALL", "LE GOFF", "KERVÉGAN", "TANGUY", "RIOU", "LE BIHAN", "GUÉGAN", "LE DANTEC", "QUÉMÉNER", "LE CŒUR",
    "GUILLOU", "LE CORRE", "LE ROUX", "MORVAN", "HÉLARY", "LE BRETON", "ROLLAND", "PRIGENT", "L’HOSTIS", "LE COËNT",
    "PERROT", "KERAUTRET", "NÉDÉLEC", "LE GŒUFF", "DURAND", "MARTIN", "LEFÈVRE", "MOREAU", "LE MEUR", "OLLIVIER",
    "CADIOU", "GEFFROY", "LE FLOC’H", "TRÉMEL", "BOTREL", "CONAN", "DAGORN", "ÉVEN", "FÉGER", "GAUTIER",
    "HAMON", "JÉGOU", "KERGOAT", "LE LAY", "MAHÉ", "OMNÈS", "PASCO", "QUÉRÉ", "ROPARS", "SALAÜN",
    "THOMAS", "URVOY", "LE VAILLANT", "YVEN", "BERNARD-LE GUEN", "DE KERSAUSON", "DA SILVA",
    "BEN AMAR", "NGUYEN", "LE TIEC",
)  # fmt: skip

WOMEN = (
    "Élise", "Maëlle", "Gwenaëlle", "Nolwenn", "Rozenn", "Zoé", "Anne-Laure", "Marie-Françoise", "Morgane", "Énora",
    "Solène", "Aurélie", "Céline", "Nathalie", "Léa", "Inès", "Chloé", "Bleuenn", "Katell", "Annaïg",
    "Hélène", "Sylvie", "Françoise", "Mélanie", "Fatima", "Lénaïg", "Océane", "Sterenn", "Clémence", "Agnès",
)  # fmt: skip

MEN = (
    "Yann", "Loïc", "Erwan", "Gaël", "Ronan", "Jean-Yves", "Hervé", "Tanguy", "Mickaël", "Ewen",
    "Gwendal", "Malo", "Théo", "Jérôme", "François-Xavier", "Benoît", "Cédric", "Goulven", "Yves-Marie", "Stéphane",
    "Kévin", "Noël", "Rémi", "Denez", "Karim", "Joël", "Briac", "Alan", "Frédéric", "Armel",
)  # fmt: skip


def somebody(rng: Random) -> tuple[str, str, str]:
    """A first name, a last name and a sex."""
    sex = rng.choice("FM")
    return rng.choice(WOMEN if sex == "F" else MEN), rng.choice(LAST_NAMES), sex
