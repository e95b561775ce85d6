"""`python -m search`: the `fihrist` command for processes that we start ourselves."""

from search.cli import main

main()
