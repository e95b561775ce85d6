"""What keeps a home over the years: backups, checks, deletion that is complete, retention.

- `takedown`: articles out of everything that holds them
- `retention`: articles that have grown too old
- `manifest`, `package`, `backup`, `restore`: a home in one file, and back
- `doctor`, `checks`: what is wrong with a home, and what of it can be mended
"""
