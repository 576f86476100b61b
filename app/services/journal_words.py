"""What each act of the journal is called, in French. An act without words here fails a test."""

WORDS: dict[str, str] = {
    # Signing in
    "sign_in": "Connexion",
    "sign_in.locked": "Connexion bloquée après des échecs",
    "sign_in.provisional": "Connexion avec un mot de passe provisoire",
    "second_factor.set_up": "Second facteur mis en place",
    "second_factor.recovered": "Connexion avec un code de secours",
    "second_factor.forgotten": "Second facteur réinitialisé",
    "password.chosen": "Mot de passe choisi",
    "password.reset_requested": "Réinitialisation du mot de passe demandée",
    # Accounts
    "account.created": "Compte créé",
    "account.closed": "Compte supprimé par son titulaire",
    "account.disabled": "Compte désactivé",
    "account.enabled": "Compte réactivé",
    "account.activation_sent": "E-mail d’activation renvoyé",
    "email.change_asked": "Changement d’adresse e-mail demandé",
    "email.changed": "Adresse e-mail modifiée",
    "calendar.subscribed": "Agenda abonné",
    "calendar.unsubscribed": "Agenda désabonné",
    # Who may enter a company
    "enrolment.guarded": "Identifiants reconnus pendant des essais suspects",
    "membership.active": "Accès ouvert",
    "membership.pending": "Accès demandé",
    "membership.invited": "Collègue invité",
    "membership.invited_again": "Invitation renvoyée",
    "membership.recognised": "Prestataire reconnu",
    "membership.disowned": "Tiers non reconnu, accès suspendu",
    "membership.removed": "Accès retiré",
    "membership.expired": "Demande d’accès expirée",
    "membership.role_changed": "Rôle modifié",
    "staff.attachment_active": "Accès accordé par l’association",
    "staff.attachment_refused": "Accès refusé par l’association",
    "declarant_number.replaced": "N° télédéclarant remplacé",
    # The company
    "company.coordinates_changed": "Coordonnées modifiées",
    "company.billing_changed": "Facturation modifiée",
    "company.confirmed": "Coordonnées confirmées",
    "company.contact_added": "Contact ajouté",
    "company.contact_changed": "Contact modifié",
    "company.contact_removed": "Contact retiré",
    "company.created": "Entreprise créée",
    "company.changed": "Identité modifiée par l’association",
    "company.radiated": "Entreprise radiée",
    "company.reinstated": "Radiation annulée",
    "company.read": "Fiche consultée par l’association",
    "view.started": "Espace consulté par l’association",
    "view.page": "Page vue par l’association",
    "view.ended": "Consultation par l’association terminée",
    "contact.sent": "Message envoyé à l’association",
    # Employees, visits, declarations
    "employee.declared": "Salarié déclaré",
    "employee.changed": "Salarié modifié",
    "employee.left": "Départ déclaré",
    "employee.departure_cancelled": "Départ annulé",
    "employee.reinstated": "Salarié réintégré",
    "employees.exported": "Liste des salariés exportée",
    "appointment.requested": "Rendez-vous demandé",
    "appointment.cancelled": "Demande de rendez-vous annulée",
    "declaration.started": "Déclaration commencée",
    "declaration.sent": "Déclaration envoyée",
    "campaign.defined": "Campagne enregistrée",
    # The association's agents
    "staff.created": "Agent ajouté",
    "staff.rights_changed": "Droits d’un agent modifiés",
    "staff.message_read": "Message lu",
    "staff.message_handled": "Message traité",
    "staff.message_reopened": "Message remis à traiter",
    "job.asked": "Travail demandé",
    "job.cancelled": "Travail annulé",
    "job.downloaded": "Fichier d’un travail téléchargé",
    # The journal itself
    "journal.read": "Journal consulté",
    "journal.exported": "Journal exporté",
    "journal.verified": "Journal vérifié",
    "journal.purged": "Lignes de plus de douze mois effacées",
    "letters.erased": "Courriers imprimés, fichier effacé",
    # What the portal says and how it behaves
    "text.published": "Texte publié",
    "text.restored": "Version d’un texte rétablie",
    "setting.changed": "Réglage modifié",
    # Exchanges
    "exchange.imported": "Fichiers importés",
    "exchange.exported": "Fichiers exportés",
}

# What is searched for together: a name, and what its acts begin with.
FAMILIES: dict[str, tuple[str, ...]] = {
    "Connexions et mots de passe": ("sign_in", "second_factor", "password", "email"),
    "Comptes": ("account", "calendar"),
    "Accès aux entreprises": ("membership", "enrolment", "declarant_number", "identifiers", "portfolio"),
    "Entreprises": ("company", "contact", "message"),
    "Salariés": ("employee", "employees"),
    "Visites et demandes": ("appointment", "visit", "notice", "centre"),
    "Déclarations et campagnes": ("declaration", "campaign"),
    "Documents": ("document", "documents"),
    "Agents et réglages": ("staff", "view", "job", "setting", "text", "appearance"),
    "Échanges et journal": ("exchange", "journal"),
}


def acts_of(family: str) -> list[str]:
    """The acts of a family, as the journal holds them; none for a name that is no family's."""
    beginnings = FAMILIES.get(family, ())
    return [act for act in WORDS if act.partition(".")[0] in beginnings]
