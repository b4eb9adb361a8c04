"""When a push that was not answered is sent again: the waits before each further attempt.

Rule: which of the readings of the documentation counts is for the profile to say; nothing is assumed here.
Source: fact sheet section 3.3 (ref/statusfrequency; blogs webdav_101 2014-04-17).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache


@lru_cache(maxsize=128)
def waits(
    times: tuple[float, ...], limit: dt.timedelta | None, are_elapsed: bool, scale: float, most: int | None
) -> tuple[dt.timedelta, ...]:
    """The waits from times in seconds, which are waits or, in growing order, elapsed since the first attempt.

    `limit`: of times longer than this there is no attempt; `scale` is what waits are multiplied with; `most`: how many
    there are at most.
    """
    spans = [dt.timedelta(seconds=time) for time in times]
    if limit is not None:
        spans = [span for span in spans if span <= limit]
    before = [dt.timedelta(), *spans] if are_elapsed else [dt.timedelta()] * len(spans)
    return tuple((span - earlier) * scale for span, earlier in zip(spans, before, strict=False))[:most]
