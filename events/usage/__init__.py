"""Where a record is used: every claim that rests on it, and what would become of each if it were retracted."""
