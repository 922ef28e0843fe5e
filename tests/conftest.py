"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from authority import Authority
from hypothesis import HealthCheck, settings
from known_bytes import SCRIPTS
from rawserver import RawServer

# Two busy cores make single examples slow now and then; that says nothing about the code.
settings.register_profile("readmore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("readmore")


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    """A plain server of known bytes (`known_bytes.SCRIPTS`)."""
    with RawServer(SCRIPTS) as server:
        yield server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Signs certificates for TLS servers; nobody trusts it yet."""
    return Authority(tmp_path_factory.mktemp("authority"))
