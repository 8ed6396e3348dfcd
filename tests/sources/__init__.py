"""Stories about sources, captures and how bytes become text."""
