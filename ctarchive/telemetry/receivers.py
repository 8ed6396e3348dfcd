"""Where telemetry listens: connections that open, tasks that begin and end. Imported once apps are ready."""

from django.db.backends.signals import connection_created
from django_tasks.signals import task_finished, task_started

from ctarchive.telemetry import traces

connection_created.connect(traces.watch_statements, dispatch_uid="ctarchive.telemetry")
task_started.connect(traces.begin_task, dispatch_uid="ctarchive.telemetry")
task_finished.connect(traces.end_task, dispatch_uid="ctarchive.telemetry")
