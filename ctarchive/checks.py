"""System checks: each misconfiguration is named, with the way to mend it."""
