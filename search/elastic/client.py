"""The way to a cluster: addresses, key, certificates, and the names of what Rasad makes there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch

from model.errors import ConfigError
from model.settings import ElasticSettings


@dataclass(frozen=True, slots=True)
class Cluster:
    """A connected cluster. Searches ask the alias ``serving``, documents go where ``writing`` points; both name one of
    the generations (``rasad-g000001``); ``state`` is the index that notes how far each generation has come."""

    client: Elasticsearch
    settings: ElasticSettings

    @property
    def serving(self) -> str:
        """The alias that searches ask."""
        return self.settings.prefix

    @property
    def writing(self) -> str:
        """The alias of the generation that the worker fills."""
        return f"{self.settings.prefix}-write"

    @property
    def state(self) -> str:
        """The index of watermarks."""
        return f"{self.settings.prefix}-state"

    @property
    def template(self) -> str:
        """The index template of generations."""
        return f"{self.settings.prefix}-articles"

    @property
    def generations(self) -> str:
        """The pattern of the generations' names."""
        return f"{self.settings.prefix}-g*"

    def generation(self, number: int) -> str:
        """The name of a generation."""
        return f"{self.settings.prefix}-g{number:06d}"

    def number(self, name: str) -> int:
        """The number of a generation's name; 0 for another name."""
        begin = f"{self.settings.prefix}-g"
        return int(name[len(begin) :]) if name.startswith(begin) and name[len(begin) :].isdigit() else 0


def connect(
    settings: ElasticSettings, folder: Path | None = None, *, api_key: str | None = None, password: str | None = None
) -> Cluster:
    """A cluster by its settings and the secrets that they name, ``folder`` being where a relative ``ca_file`` lies.

    Nothing is asked of it yet. Raises ConfigError where the certificate file is missing.
    """
    options: dict[str, Any] = {}
    if api_key is not None:
        options["api_key"] = api_key
    if settings.user is not None and password is not None:
        options["basic_auth"] = (settings.user, password)
    if settings.ca_file is not None:
        path = (folder or Path()) / settings.ca_file
        if not path.is_file():
            raise ConfigError(f"search.elastic.ca_file: {path} is not there", "copy the authority's certificate there")
        options["ca_certs"] = str(path)
    client = Elasticsearch(
        [_with_port(url) for url in settings.urls],
        request_timeout=settings.timeout,
        retry_on_timeout=False,
        # One try for each node, and one more for a connection that was closed while it lay idle.
        max_retries=len(settings.urls),
        **options,
    )
    return Cluster(client, settings)


def _with_port(url: str) -> str:
    """An address with its port, which the client insists on."""
    bare = url.rstrip("/")
    if bare.rpartition("]")[2].rpartition("/")[2].count(":"):
        return bare
    return f"{bare}:{443 if bare.startswith('https:') else 80}"
