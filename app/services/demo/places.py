"""Where the fictional companies are: real towns, ordinary streets."""

TOWNS = (
    ("SAINT-BRIEUC", "22000"),
    ("LANNION", "22300"),
    ("GUINGAMP", "22200"),
    ("DINAN", "22100"),
    ("LOUDÉAC", "22600"),
    ("PAIMPOL", "22500"),
    ("LAMBALLE-ARMOR", "22400"),
    ("PLÉRIN", "22190"),
    ("PLOUFRAGAN", "22440"),
    ("TRÉGUEUX", "22950"),
    ("PERROS-GUIREC", "22700"),
    ("PORDIC", "22590"),
    ("ERQUY", "22430"),
    ("TRÉGUIER", "22220"),
    ("ROSTRENEN", "22110"),
    ("QUINTIN", "22800"),
    ("PLESTIN-LES-GRÈVES", "22310"),
    ("BÉGARD", "22140"),
    ("BINIC-ÉTABLES-SUR-MER", "22680"),
    ("LANCIEUX", "22770"),
)

STREETS = (
    "rue de la Gare",
    "rue du Port",
    "place de l’Église",
    "rue des Ajoncs d’Or",
    "zone artisanale de Kerfontaine",
    "rue Anatole Le Braz",
    "boulevard Clemenceau",
    "rue des Quatre-Sœurs",
    "quai du Légué",
    "chemin du Moulin à Vent",
    "avenue de la Libération",
    "rue du Calvaire",
    "allée des Hortensias",
    "rue de Penthièvre",
)

EXTRAS = ("Bâtiment B", "Parc d’activités", "Zone industrielle", "1er étage")

HOUSES = ("Les Genêts", "Ker Avel", "Les Embruns", "Ti an Dud", "Les Bruyères", "Kreiz Ker", "La Roseraie")
