"""What the fictional companies do, with the jobs found there and the follow-up that these jobs call for."""

from dataclasses import dataclass

from app.services.demo.places import HOUSES


@dataclass(frozen=True)
class Job:
    """A job, as a man and a woman hold it: its PCS-ESE code, its follow-up and the risks that justify it."""

    man: str
    woman: str
    pcs: str
    follow_up: str = "SI"
    risks: str = ""

    def title(self, sex: str) -> str:
        return self.woman if sex == "F" else self.man


@dataclass(frozen=True)
class Trade:
    """A trade: how its companies are called (after a family, or one of `names`), its NAF code, headcounts, jobs."""

    title: str
    naf: str
    smallest: int
    largest: int
    jobs: tuple[Job, ...]
    names: tuple[str, ...] = ()


_CARE_HOMES = tuple(f"EHPAD {house.upper()}" for house in HOUSES)

OFFICE = Job("Secrétaire", "Secrétaire", "542a")
ACCOUNTS = Job("Assistant comptable", "Assistante comptable", "543b")
SALES = Job("Vendeur", "Vendeuse", "554a")
CLEANER = Job("Agent d’entretien", "Agente d’entretien", "684a", "SI", "produits de nettoyage")
WAREHOUSE = Job("Cariste", "Cariste", "652a", "SI", "manutention")
ROOFER = Job("Couvreur", "Couvreuse", "632e", "SIR", "montage d’échafaudages, amiante")
MASON = Job("Maçon", "Maçonne", "632a", "SIR", "montage d’échafaudages")
JOINER = Job("Menuisier", "Menuisière", "632d", "SIR", "CMR (poussières de bois)")
ELECTRICIAN = Job("Électricien", "Électricienne", "633a", "SI", "travaux sous tension")
PLUMBER = Job("Plombier-chauffagiste", "Plombière-chauffagiste", "632f", "SIR", "amiante")
MECHANIC = Job("Mécanicien automobile", "Mécanicienne automobile", "634c", "SIR", "CMR (gaz d’échappement)")
BAKER = Job("Boulanger", "Boulangère", "636c", "SIA", "travail de nuit, poussières de farine")
BUTCHER = Job("Boucher", "Bouchère", "636a")
COOK = Job("Cuisinier", "Cuisinière", "636d")
WAITER = Job("Serveur", "Serveuse", "561b")
DRIVER = Job("Conducteur routier", "Conductrice routière", "641a", "SIA", "travail de nuit")
NURSE = Job("Infirmier", "Infirmière", "431f", "SIA", "agents biologiques du groupe 2, travail de nuit")
CARE = Job("Aide-soignant", "Aide-soignante", "526a", "SIA", "agents biologiques du groupe 2, travail de nuit")
DENTAL = Job("Assistant dentaire", "Assistante dentaire", "526b", "SIR", "rayonnements ionisants")
MEAT = Job("Opérateur en transformation", "Opératrice en transformation", "625d", "SIA", "travail de nuit, froid")
FOOD = Job("Opérateur de conditionnement", "Opératrice de conditionnement", "674c", "SI", "gestes répétitifs, froid")
PASTRY = Job("Pâtissier", "Pâtissière", "636c")
BODYWORK = Job("Carrossier", "Carrossière", "634a", "SIR", "CMR (solvants)")
RECEPTION = Job("Réceptionniste", "Réceptionniste", "561e", "SIA", "travail de nuit")
ROOMS = Job("Employé d’étage", "Employée d’étage", "561f")
SITE = Job("Conducteur de travaux", "Conductrice de travaux", "481a")
DISPENSER = Job("Préparateur en pharmacie", "Préparatrice en pharmacie", "433d")
PHARMACIST = Job("Pharmacien adjoint", "Pharmacienne adjointe", "344c")
HAIRDRESSER = Job("Coiffeur", "Coiffeuse", "562b", "SI", "produits capillaires")
GARDENER = Job("Jardinier paysagiste", "Jardinière paysagiste", "631a", "SIR", "CMR (phytosanitaires)")
AMBULANCE = Job("Ambulancier", "Ambulancière", "526e", "SIA", "agents biologiques du groupe 2")
CLERK = Job("Clerc de notaire", "Clerc de notaire", "543e")
PRINTER = Job("Conducteur offset", "Conductrice offset", "627f", "SI", "bruit")
LAMINATOR = Job("Stratifieur", "Stratifieuse", "628g", "SIR", "CMR (styrène)")

BAKERY = Trade("BOULANGERIE", "1071C", 2, 9, (BAKER, SALES, PASTRY))
# The one large company of the demo association.
FACTORY = Trade("SALAISONS", "1013A", 20, 60, (MEAT, MEAT, FOOD, FOOD, WAREHOUSE, OFFICE), ("SALAISONS DU GOUËT",))

TRADES = (
    Trade("GARAGE", "4520A", 2, 12, (MECHANIC, MECHANIC, BODYWORK, OFFICE)),
    Trade("MENUISERIE", "4332A", 2, 18, (JOINER, JOINER, OFFICE)),
    Trade("CABINET DENTAIRE", "8623Z", 1, 6, (DENTAL, OFFICE)),
    Trade("EHPAD", "8710A", 25, 60, (CARE, CARE, NURSE, CLEANER, COOK, OFFICE), _CARE_HOMES),
    Trade("TRANSPORTS", "4941A", 6, 45, (DRIVER, DRIVER, DRIVER, WAREHOUSE, OFFICE)),
    Trade("PRIMEUR", "4721Z", 1, 5, (SALES,)),
    Trade("HÔTEL", "5510Z", 3, 20, (RECEPTION, ROOMS, COOK)),
    Trade("CRÊPERIE", "5610A", 1, 8, (COOK, WAITER)),
    BAKERY,
    Trade("COUVERTURE", "4391B", 2, 14, (ROOFER, ROOFER, OFFICE)),
    Trade("MAÇONNERIE", "4399C", 3, 25, (MASON, MASON, SITE, ACCOUNTS)),
    Trade("ÉLECTRICITÉ", "4321A", 2, 16, (ELECTRICIAN, ELECTRICIAN, OFFICE)),
    Trade("PLOMBERIE", "4322A", 2, 12, (PLUMBER, PLUMBER, OFFICE)),
    Trade("PHARMACIE", "4773Z", 2, 9, (DISPENSER, PHARMACIST)),
    Trade("BOUCHERIE", "4722Z", 1, 7, (BUTCHER, SALES)),
    Trade("COIFFURE", "9602A", 1, 6, (HAIRDRESSER,)),
    Trade("PAYSAGES", "8130Z", 2, 15, (GARDENER, OFFICE)),
    Trade("AMBULANCES", "8690A", 4, 18, (AMBULANCE, OFFICE)),
    Trade("ÉTUDE NOTARIALE", "6910Z", 3, 14, (CLERK, OFFICE, ACCOUNTS)),
    Trade("IMPRIMERIE", "1812Z", 3, 20, (PRINTER, OFFICE)),
    Trade("CHANTIER NAVAL", "3012Z", 4, 30, (LAMINATOR, JOINER, ACCOUNTS)),
    Trade("BISCUITERIE", "1072Z", 6, 40, (FOOD, FOOD, BAKER, WAREHOUSE, SALES)),
)
