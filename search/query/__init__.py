"""What the reader asked: text, parsed to a frozen tree, expanded to a plan for an engine."""
