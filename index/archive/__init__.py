"""What must never be lost: articles, the translation memory and the numbered change log.

- `record`: a draft as the archive keeps it, and back to an article
- `database`: connecting, transactions, and what a database's failures mean to the user
- `merging`: which drafts are new, unchanged or replace an article
- `store`: the Archive itself
"""

from index.archive.merging import Outcome
from index.archive.record import Record, record_of
from index.archive.store import Archive, Change, Stats

__all__ = ["Archive", "Change", "Outcome", "Record", "Stats", "record_of"]
