"""The first page of the admin: what waits for a person, by role, each kind with a page of all."""
