"""Version 1. Within this version fields and parameters are added, never renamed or taken away."""
