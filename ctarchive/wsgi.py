"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctarchive.settings")

application = get_wsgi_application()

# Only once the applications are there.
from ctarchive.limits import bound_statements  # noqa: E402

bound_statements()
