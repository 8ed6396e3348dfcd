"""What editors bring in and take out: dossiers and tables, uploaded and exported in the admin.

Knows files and how they become plans of the dossier. Nothing is written here but by the dossier's loader, and that
writes by the verbs. Must not know the public site or the API.
"""
