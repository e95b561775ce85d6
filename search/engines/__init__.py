"""Who holds the postings: one protocol, several engines."""
