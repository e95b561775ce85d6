"""When was it published: dates as pages and feeds write them, brought to ISO 8601.

As precise as they are stated, with the zone they are stated in, and None where that is not
known: a date is never invented.
"""

from __future__ import annotations

from index.dates.stated import published_date

__all__ = ["published_date"]
