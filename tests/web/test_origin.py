"""Under which names the explorer answers, and to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from equigraph.errors import ParameterError
from equigraph.web.origin import Origins, origin_of
from equigraph.web.settings import Settings

LOCAL = Settings()
SHARED = Settings(base_url="https://example.org/equigraph/", is_shared=True)
OPEN = Settings(host="0.0.0.0")
OPEN_6 = Settings(host="::")
NAMED = Settings(host="graph.school.example")
OTHERS = Settings(origins=("https://yasgui.example.org/",))

SAME = {"sec-fetch-site": "same-origin"}
CROSS = {"sec-fetch-site": "cross-site"}
LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
EVIL = {"origin": "https://evil.example"}


def refused(settings: Settings, pairs: list[tuple[str, str]], method: str = "GET", server: str = "127.0.0.1") -> int:
    """Return the status with which a request of these header fields is refused; 0 if it is let through."""
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    scope = {"type": "http", "method": method, "scheme": "http", "server": (server, 8021), "headers": raw}
    refusal = Origins(settings).refusal(scope, Headers(raw=raw))
    return refusal.status if refusal else 0


@pytest.mark.parametrize(
    ("settings", "host", "status"),
    [
        (LOCAL, "127.0.0.1:8021", 0),
        (LOCAL, "localhost", 0),
        (LOCAL, "LOCALHOST:9000", 0),  # through a tunnel
        (LOCAL, "[::1]:8021", 0),
        (LOCAL, "localhost.", 400),  # another name in a browser, though the same machine
        (LOCAL, "localhost.evil.example", 403),
        (LOCAL, "evil.example", 403),
        (LOCAL, "evil.example:8021", 403),
        (LOCAL, "127.0.0.1.nip.example", 403),
        (LOCAL, "127.0.0.1:8021@evil.example", 400),
        (LOCAL, "evil.example#127.0.0.1", 400),
        (LOCAL, "evil.example/127.0.0.1", 400),
        (LOCAL, "127.0.0.1, evil.example", 400),
        (LOCAL, "127.0.0.1:80:80", 400),
        (LOCAL, "127.0.0.1:", 400),
        (LOCAL, "127.0.0.1:port", 400),
        (LOCAL, "127.1", 403),
        (LOCAL, "2130706433", 403),
        (LOCAL, "[::ffff:127.0.0.1]", 403),
        (LOCAL, "::1", 400),
        (LOCAL, "[::1", 400),
        (LOCAL, "", 400),
        (LOCAL, " ", 400),
        (LOCAL, "locälhost", 400),
        (LOCAL, "0.0.0.0", 403),
        (SHARED, "example.org", 0),
        (SHARED, "Example.ORG:443", 0),
        (SHARED, "127.0.0.1:8021", 403),  # a proxy has to hand on the name it was asked for
        (SHARED, "www.example.org", 403),
        (OPEN, "10.1.2.3:8021", 0),  # the address at which the connection arrived
        (OPEN, "10.1.2.4:8021", 403),
        (OPEN, "localhost", 0),
        (OPEN, "evil.example", 403),
        (OPEN, "0.0.0.0", 403),
        (NAMED, "graph.school.example:8021", 0),
        (NAMED, "school.example", 403),
    ],
)
def test_a_host_is_a_name_of_ours(settings: Settings, host: str, status: int) -> None:
    assert status == refused(settings, [("host", host)], server="10.1.2.3")


def test_the_address_of_this_machine_may_be_of_version_6() -> None:
    assert refused(OPEN_6, [("host", "[2001:db8::1]:8021")], server="2001:db8::1") == 0
    assert refused(OPEN_6, [("host", "[2001:db8::2]:8021")], server="2001:db8::1") == 403


@pytest.mark.parametrize("pairs", [[], [("host", "localhost"), ("host", "localhost")]], ids=["no host", "two"])
def test_a_request_has_one_host(pairs: list[tuple[str, str]]) -> None:
    assert refused(LOCAL, pairs) == 400


@pytest.mark.parametrize("name", ["origin", "sec-fetch-site", "sec-fetch-mode", "content-length", "content-type"])
def test_what_decides_is_said_once(name: str) -> None:
    assert refused(LOCAL, [("host", "localhost"), (name, "0"), (name, "0")]) == 400


@pytest.mark.parametrize(
    ("method", "given", "status"),
    [
        ("GET", {}, 0),  # a program
        ("POST", {}, 0),
        ("GET", SAME, 0),
        ("POST", SAME, 0),
        ("GET", {"sec-fetch-site": "none"}, 0),  # typed, or a bookmark
        ("POST", {"origin": "http://localhost:8021"}, 0),
        ("POST", {"origin": "http://127.0.0.1:8021", **SAME}, 0),
        ("POST", {"origin": "null", **SAME}, 0),
        ("POST", {"origin": "null"}, 403),  # a sandboxed frame, or a file
        ("POST", {"origin": "http://localhost:3000", "sec-fetch-site": "same-site"}, 403),  # another program here
        ("POST", {"origin": "https://localhost:8021"}, 403),
        ("GET", CROSS | LINK, 0),
        ("HEAD", CROSS | LINK, 0),
        ("GET", {"sec-fetch-site": "same-site"} | LINK, 0),
        ("POST", CROSS | LINK | EVIL, 403),  # a form
        ("POST", CROSS | LINK, 403),
        ("GET", CROSS | LINK | {"sec-fetch-dest": "iframe"}, 403),
        ("GET", CROSS | {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 403),
        ("GET", CROSS | {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, 403),
        ("GET", CROSS | {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"} | EVIL, 403),
        ("GET", CROSS | LINK | EVIL, 403),
        ("GET", CROSS, 403),
        ("GET", {"sec-fetch-site": "anything"}, 403),
        ("GET", EVIL, 403),  # a browser that says no more
        ("POST", EVIL, 403),
        ("OPTIONS", CROSS | EVIL, 403),
        ("GET", SAME | EVIL, 403),
        ("GET", {"origin": "https://yasgui.example.org"} | CROSS, 403),
    ],
)
def test_other_sites_can_only_link_here(method: str, given: dict[str, str], status: int) -> None:
    assert status == refused(LOCAL, [("host", "localhost:8021"), *given.items()], method)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_origin_can_be_allowed(method: str) -> None:
    pairs = [("host", "localhost"), ("origin", "https://yasgui.example.org"), *CROSS.items()]

    assert refused(OTHERS, pairs, method) == 0
    assert refused(OTHERS, [*pairs[:1], ("origin", "https://evil.example")], method) == 403


def test_behind_a_proxy_the_origin_is_that_of_the_address_others_see() -> None:
    host = ("host", "example.org")

    assert refused(SHARED, [host, ("origin", "https://example.org")], "POST") == 0
    assert refused(SHARED, [host, ("origin", "https://example.org:444")], "POST") == 403


@pytest.mark.parametrize(
    "origin",
    ["yasgui.example.org", "https://a.example/path", "https://a.example/?x", "ftp://a.example", "*", "https://"],
)
def test_an_allowed_origin_is_a_host_alone(origin: str) -> None:
    with pytest.raises(ParameterError, match="an origin is"):
        Settings(origins=(origin,))


@given(st.text(max_size=30).filter(lambda text: text.isprintable()))
def test_no_other_name_is_let_through(host: str) -> None:
    is_ours = host.lower().rpartition(":")[0] in {"127.0.0.1", "localhost", "[::1]"} or host.lower() == "localhost"
    pairs = [("host", host.encode("utf-8").decode("latin-1"))]

    assert is_ours or refused(LOCAL, pairs) in {400, 403}


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("http://localhost:80/", "http://localhost"),
        ("http://localhost:8021/a", "http://localhost:8021"),
        ("https://a.example:80", "https://a.example:80"),
    ],
)
def test_an_origin_is_written_as_browsers_do(address: str, origin: str) -> None:
    assert origin == origin_of(address)
