"""The deadline of a whole request holds over TLS too, and certificates are checked."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.translation.catalogue import GOOGLE
from index.translation.errors import Down
from index.translation.provider import ProviderTranslator
from index.translation.wire import Deadlines
from tests.translation import scenes
from tests.translation.provider_server import ProviderServer, english_of
from tests.translation.scenes import Scene

SENTENCE = "وصل 300 جندي إلى بغداد"


@pytest.fixture(scope="module")
def certificate(
    require: Callable[[str, bool, str], None], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    openssl = shutil.which("openssl")
    require("openssl", openssl is not None, "there is no openssl")
    made = tmp_path_factory.mktemp("tls") / "certificate.pem"
    name = ("-subj", "/CN=fihrist", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(made), "-out", f"{made}.crt")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    command = [str(openssl), "req", "-x509", "-days", "2", *key, *name, *files]
    subprocess.run(command, check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + Path(f"{made}.crt").read_bytes())
    return made


@pytest.fixture
def server(certificate: Path) -> Iterator[ProviderServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ProviderServer(context) as made:
        yield made


@pytest.fixture
def translator(server: ProviderServer) -> ProviderTranslator:
    return ProviderTranslator(GOOGLE, address=server.url, deadlines=Deadlines(2, 10, 0.6))


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))


@pytest.mark.usefixtures("trusted")
def test_it_translates_over_tls(translator: ProviderTranslator) -> None:
    for _ in range(2):  # the second time on the same connection
        assert translator.translate([SENTENCE], "ar", "en") == [english_of(SENTENCE)]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scene", [scenes.hang, scenes.trickle, scenes.trickle_headers])
def test_it_lets_go_in_time_over_tls(
    translator: ProviderTranslator, server: ProviderServer, scene: Scene
) -> None:
    server.play(scene)
    started = time.monotonic()
    with pytest.raises(Down, match=r"no whole answer in 0\.6 seconds"):
        translator.translate([SENTENCE], "ar", "en")
    assert time.monotonic() - started < 2
    assert translator.translate([SENTENCE], "ar", "en") == [english_of(SENTENCE)]


def test_a_server_nobody_vouches_for_is_sent_nothing(
    translator: ProviderTranslator, server: ProviderServer
) -> None:
    with pytest.raises(Down, match="CERTIFICATE_VERIFY_FAILED"):
        translator.translate([SENTENCE], "ar", "en")
    assert server.requests == []
