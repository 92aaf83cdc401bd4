"""Who asks: nobody can choose it by a header."""

from __future__ import annotations

import pytest

from equigraph.web.clients import client_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "has_proxy", "expected"),
    [
        ("192.0.2.1", [], False, "192.0.2.1"),
        ("192.0.2.1", [b"198.51.100.9"], True, "192.0.2.1"),  # not a proxy of this machine
        ("127.0.0.1", [b"198.51.100.9"], False, "127.0.0.1"),  # none is expected
        ("127.0.0.1", [b"198.51.100.9"], True, "198.51.100.9"),
        ("::1", [b"203.0.113.1, 2001:db8::7"], True, "2001:db8::7"),  # what the proxy added is the last
        ("127.0.0.1", [b"203.0.113.1", b"198.51.100.9"], True, "198.51.100.9"),
        ("127.0.0.1", [b"nonsense"], True, "127.0.0.1"),
        ("127.0.0.1", [], True, "127.0.0.1"),
        ("testclient", [b"198.51.100.9"], True, "testclient"),
        (None, [], True, ""),
    ],
)
def test_client(peer: str | None, forwarded: list[bytes], has_proxy: bool, expected: str) -> None:
    scope = {"client": peer and (peer, 4000), "headers": [(b"x-forwarded-for", value) for value in forwarded]}

    assert expected == client_of(scope, has_proxy=has_proxy)
