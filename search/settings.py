"""The one settings object: environment `FIHRIST_*`, overridden by command options.

Frozen once made; a wrong value names itself and stops the start.
"""

from __future__ import annotations

import os
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from search.errors import SettingsError

_ADDRESS = r"^https?://[^\s/?#]+(/[^\s?#]*)?$"

_RULE = r"([^,=]+=)?([1-9][0-9]{0,4}d|never)"


def _default_home() -> Path:
    """The XDG data folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "fihrist"


class Settings(BaseSettings):
    """All settings. Names are fixed (DESIGN); each is read from `FIHRIST_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="FIHRIST_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=_default_home, description="where everything is kept")
    engine: Literal["tantivy", "whoosh", "opensearch"] = Field(
        "tantivy", description="who holds the postings"
    )
    opensearch_url: str = Field(
        "http://127.0.0.1:9200", description="hosts of the cluster, comma-separated, with a login"
    )
    opensearch_prefix: str = Field(
        "fihrist",
        pattern=r"^[a-z0-9][a-z0-9_-]{0,99}$",
        description="name of the home's index in the cluster, which others share",
    )
    opensearch_shards: int = Field(1, ge=1, le=1024, description="primary shards of a new index")
    opensearch_replicas: int = Field(1, ge=0, le=16, description="further copies of each shard")
    opensearch_routing: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_.-]+=[^\s=]+$",
        description="attribute=value of the nodes that may hold a new index",
    )
    opensearch_ca: Path | None = Field(None, description="file of the authority to trust for TLS")
    opensearch_timeout: float = Field(10.0, gt=0, description="seconds a search may take there")
    database_url: str | None = Field(
        None,
        repr=False,  # it may hold a password
        description="the archive's SQLAlchemy URL; by default SQLite in the home",
    )
    translator: str = Field(
        "none", description="who makes missing English, in order: google,offline; none asks nobody"
    )
    libretranslate_url: str | None = Field(
        None, pattern=_ADDRESS, description="where a LibreTranslate server is"
    )
    provider_url: str | None = Field(
        None, pattern=_ADDRESS, description="in place of a provider's scheme and host"
    )
    provider_key: SecretStr | None = Field(
        None, description="the provider's key; of several in a chain: deepl=KEY,baidu=ID:SECRET"
    )
    translate: bool = Field(False, description="serve also translates what is missing")
    translate_concurrency: int = Field(
        4, ge=1, le=64, description="requests to a provider at the same time"
    )
    translate_rate: float | None = Field(
        None, ge=0, description="requests a second to each provider; 0 is any number"
    )
    translate_budget: int | None = Field(
        None, ge=0, description="characters a day (UTC) that may be sent to providers"
    )
    provider_timeout: float = Field(
        30.0, gt=0, le=600, description="seconds for a whole request to a provider"
    )
    models: Path | None = Field(
        None, description="folder of the offline translator's models; by default in the home"
    )
    fetch_allow_private: bool = Field(
        False, description="fetch from loopback, private and other addresses of no public host"
    )
    fetch_delay: float = Field(
        1.0, ge=0, le=600, description="seconds between two requests to the same site"
    )
    fetch_contact: str | None = Field(
        None,
        pattern=r"^[\x21-\x27\x2a-\x7e]{1,200}$",
        description="address or mail that the User-Agent names, for those whose sites are read",
    )
    retention: str = Field(
        "",
        pattern=rf"^({_RULE}(,{_RULE})*)?$",
        description="how old articles get, as 365d,OUTLET=90d,OUTLET=never; by default for ever",
    )
    retention_undated: bool = Field(
        False, description="undated articles too, from the day they were added"
    )
    subwords: bool = Field(True, description="index Arabic 4-grams, which sharpen the ranking")
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(8000, ge=1, le=65535, description="port to serve on")
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="serving processes"
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Host headers answered, comma-separated"
    )
    allow_public: bool = Field(False, description="serve on an address other than loopback")
    anonymous: bool | None = Field(
        None, description="search without a key; by default on loopback and with allow_public"
    )

    rate_limit: int | None = Field(
        None,
        ge=0,
        description="requests a minute of an address, 0: any; by default 600 beyond loopback",
    )
    trusted_proxies: str = Field(
        "", description="addresses or networks whose X-Forwarded-For is believed, comma-separated"
    )
    prefix: str = Field(
        "", pattern=r"^(/[A-Za-z0-9._~-]+)*$", description="the path under which a proxy serves it"
    )
    search_deadline: float = Field(
        10.0, gt=0, le=300, description="seconds after which a search is answered with 503"
    )
    log_format: Literal["text", "json"] = Field("text", description="how a request is logged")
    log_queries: bool = Field(False, description="log what was searched for, not only its hash")

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, map(str.strip, value.split(","))):
            ip_network(part, strict=False)
        return value

    @property
    def index_dir(self) -> Path:
        """Each engine's own folder, so that one index can be made beside another's."""
        return self.home / ("index" if self.engine == "tantivy" else f"index-{self.engine}")

    @property
    def models_dir(self) -> Path:
        return self.models or self.home / "models"

    @property
    def figures_file(self) -> Path:
        """How translation stands, as the keeper tells the serving processes."""
        return self.home / "translation.json"

    @property
    def archive_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'archive.db'}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings(**options: Any) -> Settings:
    """Settings from the environment, with the given options (None: not given) on top.

    Raises SettingsError naming every wrong variable.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(
            f"FIHRIST_{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
            f" (got {fault['input']!r})"
            for fault in error.errors()
        )
        raise SettingsError(faults) from None
