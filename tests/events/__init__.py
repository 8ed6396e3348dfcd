"""Stories about entities, events, claims and evidence."""
