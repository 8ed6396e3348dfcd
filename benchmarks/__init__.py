"""How fast and how well, against what: run on demand, never in the test suite. Nothing in the project imports this."""
