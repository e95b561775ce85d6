"""`fihrist watch`: sources looked at again and again, each as often as it changes.

`schedule` says when, `looking` reads one source, `watcher` goes round and stores what is new,
`report` tells how each fares, `opml` brings lists of feeds in and out.
"""
