"""Who may do what: the access table. Read it as the law of the house; tests play every line of it."""

from enum import StrEnum

from app.models.membership import Role


class Right(StrEnum):
    """What can be done inside a company."""

    READ_COMPANY = "consulter l’entreprise"
    READ_EMPLOYEES = "consulter les salariés"
    MANAGE_ACCESS = "gérer les accès au portail"


RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.MANAGER: frozenset(Right),
    Role.MEMBER: frozenset({Right.READ_COMPANY, Right.READ_EMPLOYEES}),
    # A third party never approves or removes anybody.
    Role.THIRD_PARTY: frozenset({Right.READ_COMPANY, Right.READ_EMPLOYEES}),
}

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
