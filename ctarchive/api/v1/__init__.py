"""Version 1. Reads only. Within this version fields and parameters are added, never renamed or taken away."""
