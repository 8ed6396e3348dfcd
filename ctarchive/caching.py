"""The shared cache, as something the archive can do without for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class PatientRedisCache(RedisCache):
    """Redis, and while it does not answer a cache in which nothing is found: pages are computed instead of refused.

    Meanwhile requests of tokens are not counted. The log has a line for each time that it was asked in vain.
    """

    def add(self, *args: Any, **options: Any) -> Any:
        # As if it had been added: nothing is there that would stand in the way.
        return self._try(super().add, True, *args, **options)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._try(super().set, None, *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._try(super().touch, False, *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._try(super().delete, False, *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._try(super().get_many, {}, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._try(super().has_key, False, *args, **options)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._try(super().incr, delta, key, delta, version)

    def set_many(self, data: Any, *args: Any, **options: Any) -> Any:
        return self._try(super().set_many, list(data), data, *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> None:
        self._try(super().delete_many, None, *args, **options)

    def _try(self, call: Callable[..., Any], otherwise: Any, *args: Any, **options: Any) -> Any:
        try:
            return call(*args, **options)
        except RedisError as error:
            log.error("The cache does not answer: %s", error)
            return otherwise
