"""`manage.py verify`: does all that is kept hold together?

`table` names all that is walked; `running` shares it among processes that see one moment of the archive; `progress`
remembers what was walked before a run was cut off.
"""
