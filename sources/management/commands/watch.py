"""Watch feeds: look at those that are due, and capture what is new in them."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from editorial.accounts import command_user
from editorial.errors import EditorialError
from sources.fetch import FetchError
from sources.gathering import batches, feeds
from sources.models import Feed

LONGEST_SLEEP = 60.0


class Command(BaseCommand):
    help = "Watch RSS and Atom feeds, and capture what is new in them. Ctrl-C ends it; nothing is lost, or done twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--add", metavar="URL", nargs="+", help="watch these feeds too")
        parser.add_argument("--every", type=int, default=60, metavar="MINUTES", help="how often; default: 60")
        parser.add_argument("--user", help="who captures (a user name); by default the user “dossier-author”")
        parser.add_argument("--once", action="store_true", help="look at what is due, and end; for cron or a timer")
        parser.add_argument("--list", action="store_true", help="print the watched feeds, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            return self._list()
        for url in options["add"] or ():
            self._follow(url, options)
        while True:
            self._look()
            if options["once"]:
                return None
            self._sleep()

    def _follow(self, url: str, options: dict[str, Any]) -> None:
        try:
            feed, found = feeds.follow(
                url, user=command_user(options["user"], "dossier-author"), minutes=options["every"]
            )
        except (FetchError, EditorialError) as error:
            raise CommandError(str(error), returncode=1) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=1) from error
        self.stdout.write(f"watching       {feed} ({found} new)")

    def _look(self) -> None:
        for feed in feeds.due():
            found = feeds.look(feed)
            told = f"failed: {feed.failure}" if feed.failure else f"{found} new"
            self.stdout.write(f"looked         {feed}: {told}")
        for feed in Feed.objects.filter(is_watched=True).select_related("batch__user"):
            for item in batches.work(feed.batch):
                self.stdout.write(f"{item.state:14} {item.url}{': ' + item.reason if item.reason else ''}")

    def _sleep(self) -> None:
        soonest = Feed.objects.filter(is_watched=True).order_by("due_at").values_list("due_at", flat=True).first()
        wait = ((soonest or timezone.now() + timedelta(seconds=LONGEST_SLEEP)) - timezone.now()).total_seconds()
        time.sleep(min(LONGEST_SLEEP, max(1.0, wait)))

    def _list(self) -> None:
        for feed in Feed.objects.select_related("batch"):
            state = "watched" if feed.is_watched else "left alone"
            self.stdout.write(f"{state:14} every {feed.minutes} min  {feed}  {feed.url}  {feed.failure}".rstrip())
