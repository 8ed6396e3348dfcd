"""The demonstration archive, as a dossier: real events of counter-terrorism cooperation, in digests of our own."""
