"""How people come in, and what is told of it."""
