"""The translators that the settings name, checked before anything is asked of them."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Sequence
from typing import Any

from index.translation import NONE, Translator
from index.translation.catalogue import ROWS, Row
from index.translation.provider import ProviderTranslator
from index.translation.wire import Deadlines
from search.errors import SettingsError
from search.settings import Settings

OFFLINE = "offline"
log = logging.getLogger("fihrist.translation")


def make_chain(settings: Settings) -> tuple[Translator, ...]:
    """The translators in the order in which they are asked.

    Raises SettingsError naming a translator there is not, or the variable that is missing.
    """
    names = [name.strip() for name in settings.translator.split(",")]
    for name in names:
        if name != OFFLINE and name not in ROWS:
            known = ", ".join(sorted([NONE, OFFLINE, *ROWS]))
            raise SettingsError(
                f"FIHRIST_TRANSLATOR: there is no translator {name!r}; known: {known}"
                " (none stands alone)"
            )
    if len(set(names)) < len(names):
        raise SettingsError("FIHRIST_TRANSLATOR: names a translator twice")
    remote = [name for name in names if name != OFFLINE]
    keys = keys_of(remote, settings)
    made = {name: _provider(ROWS[name], keys.get(name), settings) for name in remote}
    return tuple(made[name] if name in made else _offline(settings) for name in names)


def fetch_offline(settings: Settings, say: Callable[[str], None]) -> None:
    """Download the Arabic-English model that the offline translator lacks (index.translation)."""
    if OFFLINE not in [name.strip() for name in settings.translator.split(",")]:
        raise SettingsError("--fetch-models: only offline has models; name it with --translator")
    _offline_module().fetch("ar-en", settings.models_dir, say)


def _offline(settings: Settings) -> Translator:
    offline = _offline_module()
    offline.check(settings.models_dir)
    translator: Translator = offline.OfflineTranslator(settings.models_dir)
    return translator


def _offline_module() -> Any:
    try:  # an extra of its own: most have no use for it
        return importlib.import_module("index.translation.offline")
    except ModuleNotFoundError as error:
        if error.name != "fxtranslate":
            raise
        raise SettingsError(
            "FIHRIST_TRANSLATOR: offline needs fxtranslate: pip install 'fihrist[offline]'"
        ) from None


def keys_of(names: Sequence[str], settings: Settings) -> dict[str, str]:
    """Whose key is which: a bare one goes to the one provider that can mean it, others say so
    (`deepl=KEY,baidu=ID:SECRET`), so that no provider is ever sent another's."""
    given = settings.provider_key.get_secret_value().strip() if settings.provider_key else ""
    if not given:
        return {}
    if not given.isprintable() or " " in given:  # it would be refused, and shown, as a header
        raise SettingsError("FIHRIST_PROVIDER_KEY: there is a blank or a line break in it")
    parts = [part.strip().partition("=") for part in given.split(",")]
    if all(sign and name in ROWS for name, sign, _ in parts):
        return {name: key for name, _, key in parts}
    needing = [name for name in names if ROWS[name].key in ("required", "pair")]
    taking = needing or [name for name in names if ROWS[name].key == "optional"]
    if len(taking) > 1:
        raise SettingsError(
            f"FIHRIST_PROVIDER_KEY: say whose it is, as {','.join(f'{n}=KEY' for n in taking)}"
        )
    return dict.fromkeys(taking, given)


def _provider(row: Row, key: str | None, settings: Settings) -> Translator:
    name = row.provider.name
    if key is None and row.key in ("required", "pair"):
        raise SettingsError(f"FIHRIST_PROVIDER_KEY is missing: {name} needs a key")
    if row.key == "pair" and ":" not in (key or ""):
        raise SettingsError(f"FIHRIST_PROVIDER_KEY: {name} needs it as ID:SECRET")
    address = settings.provider_url
    if row.address:
        address = settings.libretranslate_url or address
        if address is None:
            raise SettingsError(
                "FIHRIST_LIBRETRANSLATE_URL is missing: libretranslate needs its server's address,"
                " such as http://127.0.0.1:5000"
            )
    if not row.tested:
        log.warning("%s: Fihrist has no tests of this provider; watch what it gives", name)
    total = settings.provider_timeout
    deadlines = Deadlines(connect=min(10.0, total), read=total, total=total)
    return ProviderTranslator(row.provider, key=key, address=address, deadlines=deadlines)
