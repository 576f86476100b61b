"""Who may do what: the access table. Read it as the law of the house; tests play every line of it."""

from enum import StrEnum

from app.models.membership import Role


class Right(StrEnum):
    """What can be done inside a company."""

    READ_COMPANY = "consulter l’entreprise"
    EDIT_COMPANY = "modifier les coordonnées"
    READ_DOCUMENTS = "consulter les documents"
    READ_EMPLOYEES = "consulter les salariés"
    EDIT_EMPLOYEES = "modifier les salariés"
    READ_PERSONAL_SITUATIONS = "connaître le motif personnel d’un suivi adapté"
    READ_VISITS = "consulter le planning des visites"
    REQUEST_VISITS = "demander ou déplacer un rendez-vous"
    READ_DECLARATIONS = "consulter les déclarations"
    DECLARE = "déclarer les effectifs"
    MANAGE_ACCESS = "gérer les accès au portail"

    @property
    def writes(self) -> bool:
        """Whether it changes something: a company that left the association can only be read."""
        return self in (Right.EDIT_COMPANY, Right.EDIT_EMPLOYEES, Right.REQUEST_VISITS, Right.DECLARE)


RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.MANAGER: frozenset(Right),
    Role.MEMBER: frozenset(Right) - {Right.MANAGE_ACCESS},
    # A third party never approves or removes anybody, and has no use for what employees told of themselves.
    Role.THIRD_PARTY: frozenset(Right) - {Right.MANAGE_ACCESS, Right.READ_PERSONAL_SITUATIONS},
}

# What an agent sees of a company by « Voir comme l'adhérent »: what its managers read, save what employees told of
# themselves; and nothing to do.
SHOWN_TO_AGENTS = frozenset(
    {Right.READ_COMPANY, Right.READ_DOCUMENTS, Right.READ_EMPLOYEES, Right.READ_VISITS, Right.READ_DECLARATIONS}
)

# The only pages that ask for no sign-in. Everything else does, without being told to.
PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "public.stylesheet",
        "public.favicon",
        "public.logo",
        "public.health",
        "public.faq",
        "public.contact",
        "public.help_page",
        "public.accessibility",
        "public.privacy",
        "public.legal",
        "public.home",
        "agenda.feed",
        "verification.index",
        "auth.sign_in_page",
        "auth.identify",
        "auth.password_page",
        "auth.password",
        "auth.forgotten",
        "auth.forgotten_sent",
        "onboarding.identify",
        "onboarding.register",
        "onboarding.sent",
        "onboarding.send_again",
    }
)

# All that a session opened by a provisional password may reach besides the public pages.
CHOOSING_A_PASSWORD = frozenset({"auth.choose_password", "auth.log_out"})

# All that an agent's session may reach before its second factor was given.
GIVING_A_CODE = frozenset(
    {
        "auth.choose_password",
        "auth.log_out",
        "staff.second_factor.give",
        "staff.second_factor.set_up",
        "staff.second_factor.begin",
    }
)
