"""Stories about the innermost room: review, the ledger, dates."""
