"""Stories about the site as a whole."""
