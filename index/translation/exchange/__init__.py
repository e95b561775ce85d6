"""Sentence pairs in files: TMX 1.4b, which translators' tools share, and JSON Lines.

- `pair`: a pair as a file holds it
- `tmx`, `jsonl`: the two formats, read and written as streams
- `keys`: a set of memory keys on the disk
- `moving`: pairs into the memory and out of it
"""
