"""What agents do in « Espace gestion »: each function says on whose behalf, and opens every company for a reason."""
