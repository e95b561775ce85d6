"""The commands of this room, found by the command line through entry points."""
