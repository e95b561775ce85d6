"""The HTTP API, version 1: its routes, models, description, and the probes.

A new address is a function under `@operation` in a module of this package that `routes` imports.
"""

from web.api.context import SERVICE, service
from web.api.routes import blueprint

__all__ = ["SERVICE", "blueprint", "service"]
