"""The outermost room's command line."""
