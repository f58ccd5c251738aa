"""How often somebody may do something: a bucket of tokens for each, which fills again as time goes by."""

import math
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic

from starlette.exceptions import HTTPException

_MOST = 10_000  # whose buckets are kept; of those beyond, whoever was away longest begins anew


class Rates:
    """So many a minute for each, all of them at once if need be; ``clock`` counts seconds."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._size = float(a_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted

    def take(self, who: str) -> None:
        """Takes a token; 429 with the seconds to wait where there is none."""
        now = self._clock()
        tokens, counted = self._buckets.pop(who, (self._size, now))
        tokens = min(self._size, tokens + (now - counted) * self._size / 60)
        taken = tokens >= 1
        self._buckets[who] = (tokens - 1 if taken else tokens, now)
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        if not taken:
            wait = math.ceil((1 - tokens) * 60 / self._size)
            detail = f"more than {self._size:.0f} such requests a minute; try again in {wait} s"
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait)})
