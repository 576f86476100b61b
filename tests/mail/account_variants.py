"""The letters about accounts, invitations, news of the day and messages, in each of their variants."""

from tests.support.letters import AT, JEANNE, LONG_NAME, PASSWORD, Variant, about_companies

NEWS = {
    "id": "k7m2q9x4ab",
    "name": "BOULANGERIE LE GALL",
    "city": "SAINT-BRIEUC",
    "news": ["Nouvelle facture disponible", "Demande RV-2027-01433 reçue"],
}
MESSAGE = {
    "reference": "CT-2027-0088",
    "about": "Déclaration et cotisation",
    "sender": "Nadia MORIN",
    "sender_email": "nadia@example.org",
    "about_company": "BOULANGERIE LE GALL (22 0417)",
    "body": "Premier paragraphe.\n\nSecond, plus long que les autres, pour que la ligne soit coupée au bon endroit.",
    "file_name": "facture.pdf",
}
CUT_SHORT = [NEWS | {"name": LONG_NAME, "city": ""}]
ABOUT_ACCOUNTS = [
    *about_companies("first_password", {"inviter": "Yann LE GALL"}, PASSWORD, called="invited"),
    *about_companies("company_added", {"is_pending": False, "inviter": "Yann LE GALL"}, called="invited"),
    *about_companies("company_added", {"is_pending": True, "inviter": "Yann LE GALL"}, called="invited, pending"),
    *[
        variant
        for is_pending in (True, False)
        for variant in about_companies(
            "colleague_invited",
            {"person": "Yann LE GALL", "invited": "maelle@example.org", "is_manager": is_pending, "at": AT}
            | {"is_pending": is_pending},
            called=f"pending {is_pending}",
        )
    ],
    *[
        variant
        for is_third_party in (True, False)
        for is_pending in (True, False)
        for variant in about_companies(
            "somebody_attached",
            {**JEANNE, "is_third_party": is_third_party, "is_pending": is_pending},
            called=f"{'third party' if is_third_party else 'own'}-{'pending' if is_pending else 'open'}",
        )
    ],
    *about_companies(
        "somebody_attached",
        {**JEANNE, "is_third_party": True, "is_pending": True, "awaits_staff": True},
        called="awaiting staff",
    ),
    *about_companies("role_changed", {"is_manager": True}, called="manager"),
    *about_companies("role_changed", {"is_manager": False}, called="user"),
    *about_companies("role_changed", {"is_manager": False, "by_association": True}, called="user, by the association"),
    *about_companies(
        "role_changed",
        {"is_manager": False, "is_third_party": True, "by_association": True},
        called="third party, by the association",
    ),
    *about_companies("access_ended", {"by_association": True}, called="by the association"),
    *about_companies("access_taken_away", JEANNE),
    *[
        Variant(letter, {"other": JEANNE["person"], "companies": companies, "left_out": left_out}, called=called)
        for letter in ("portfolio_received", "portfolio_given")
        for companies, left_out, called in (
            (["BOULANGERIE LE GALL"], 0, "one"),
            (["BOULANGERIE LE GALL", LONG_NAME], 0, "some"),
            ([LONG_NAME] * 30, 1970, "many"),
        )
    ],
    *[
        Variant(
            "companies_transferred",
            JEANNE | {"other": "Marc ROUSSEL", "companies": companies, "left_out": left_out, "company_id": company_id},
            called=called,
        )
        for companies, left_out, company_id, called in (
            (["BOULANGERIE LE GALL"], 0, "k7m2q9x4ab", "one"),
            ([LONG_NAME, "BOULANGERIE LE GALL"], 0, None, "some"),
            ([LONG_NAME] * 30, 12, None, "many"),
        )
    ],
    *about_companies("company_email_changed", {"person": JEANNE["person"], "at": AT}),
    Variant("email_change", {}, {"token": "aB3-_x" * 7}),
    Variant("iban_changed", {"agent": "Anouk AGENT", "before": "2606", "after": "0189", "at": AT}, called="another"),
    Variant("iban_changed", {"agent": "Anouk AGENT", "before": "", "after": "0189", "at": AT}, called="the first"),
    Variant("iban_changed", {"agent": "Anouk AGENT", "before": "2606", "after": "", "at": AT}, called="none any more"),
    Variant("email_change_taken"),
    Variant("email_change_asked", {"new_email": "n@example.org", "at": AT}),
    Variant("email_changed", {"new_email": "n@example.org", "at": AT}),
    Variant("account_closed", {"at": AT}),
    Variant("daily_digest", {"companies": [NEWS, NEWS | {"id": "", "name": "", "city": ""}], "left_out": 0}),
    Variant("daily_digest", {"companies": CUT_SHORT, "left_out": 12}, called="cut short"),
    Variant("contact_message", MESSAGE, called="whole"),
    Variant("contact_message", MESSAGE | {"about_company": None, "file_name": None}, called="bare"),
    Variant("contact_acknowledged", {"reference": "CT-2027-0088", "about": "Autre question"}),
]
