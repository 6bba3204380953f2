import contextlib
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from services.runtime.egress import Allow, EgressRefused, address_refusal, guarded_session, url_refusal

NOBODY = Allow()
LOOPBACK = Allow.parse(["127.0.0.0/8"])

ADDRESSES = [
    ("8.8.8.8", None),
    ("1.1.1.1", None),
    ("9.255.255.255", None),
    ("11.0.0.0", None),
    ("100.63.255.255", None),
    ("100.128.0.0", None),
    ("126.255.255.255", None),
    ("128.0.0.1", None),
    ("172.15.255.255", None),
    ("172.32.0.0", None),
    ("192.167.255.255", None),
    ("192.169.0.0", None),
    ("198.17.255.255", None),
    ("198.20.0.0", None),
    ("223.255.255.255", None),
    ("2606:4700:4700::1111", None),
    ("2a00:1450:4001:81b::200e", None),
    ("2620:fe::fe", None),
    ("::ffff:8.8.8.8", None),
    ("64:ff9b::808:808", None),
    ("0.0.0.0", "this_network"),
    ("0.1.2.3", "this_network"),
    ("10.0.0.1", "private"),
    ("10.255.255.255", "private"),
    ("100.64.0.1", "carrier_nat"),
    ("100.100.100.200", "carrier_nat"),
    ("100.127.255.255", "carrier_nat"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("168.63.129.16", "cloud_metadata"),
    ("169.254.169.254", "link_local"),
    ("169.254.170.2", "link_local"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.1", "documentation"),
    ("192.31.196.1", "reserved"),
    ("192.52.193.1", "reserved"),
    ("192.88.99.1", "tunnel"),
    ("192.168.1.1", "private"),
    ("192.175.48.1", "reserved"),
    ("198.18.0.1", "benchmarking"),
    ("198.19.255.255", "benchmarking"),
    ("198.51.100.7", "documentation"),
    ("203.0.113.7", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "this_network"),
    ("::1", "loopback"),
    ("::7f00:1", "reserved"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:10.0.0.1", "private"),
    ("::ffff:169.254.169.254", "link_local"),
    ("::ffff:0:127.0.0.1", "reserved"),
    ("64:ff9b::7f00:1", "loopback"),
    ("64:ff9b::a9fe:a9fe", "link_local"),
    ("64:ff9b:1::1", "reserved"),
    ("100::1", "reserved"),
    ("2001::1", "tunnel"),
    ("2001:2::1", "reserved"),
    ("2001:10::1", "reserved"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::1", "tunnel"),
    ("2002:808:808::1", "tunnel"),
    ("2620:4f:8000::1", "reserved"),
    ("3fff::1", "documentation"),
    ("4000::1", "reserved"),
    ("5f00::1", "reserved"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("fe80::1", "link_local"),
    ("fe80::1%eth0", "link_local"),
    ("fec0::1", "reserved"),
    ("ff02::1", "multicast"),
    ("ff0e::1", "multicast"),
]


@pytest.mark.parametrize(("address", "reason"), ADDRESSES)
def test_an_address_is_let_through_or_refused_with_its_kind(address: str, reason: str | None) -> None:
    assert address_refusal(address, NOBODY) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://hooks.example.org/x", None),
        ("http://hooks.example.org:8080/x", None),
        ("https://8.8.8.8/x", None),
        ("ftp://hooks.example.org/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://hooks.example.org/", "scheme"),
        ("/x", "scheme"),
        ("http:///x", "host"),
        ("http://hooks.example.org:99999/", "host"),
        ("https://user:pass@hooks.example.org/x", "credentials"),
        ("https://user@hooks.example.org/x", "credentials"),
        ("http://hooks.example.org:6379/x", "port"),
        ("http://127.0.0.1/x", "loopback"),
        ("http://[::1]/x", "loopback"),
        ("http://[::ffff:10.0.0.1]/x", "private"),
        ("http://169.254.169.254/latest/meta-data", "link_local"),
    ],
)
def test_a_url_is_judged_before_its_name_is_resolved(url: str, reason: str | None) -> None:
    assert url_refusal(url, NOBODY) == reason


def test_an_operator_lets_networks_and_hosts_through_on_any_port() -> None:
    allow = Allow.parse(["10.1.0.0/16", "192.168.7.7", "Hooks.Internal."])
    assert url_refusal("http://10.1.2.3:9999/", allow) is None
    assert url_refusal("http://192.168.7.7:22/", allow) is None
    assert url_refusal("http://hooks.internal:9999/", allow) is None
    assert address_refusal("::ffff:10.1.2.3", allow) is None
    assert address_refusal("10.2.0.1", allow) == "private"


def test_a_malformed_network_of_the_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="host bits"):
        Allow.parse(["10.1.2.3/16"])


@contextlib.asynccontextmanager
async def local_server() -> AsyncIterator[tuple[int, list[str]]]:
    """A server on 127.0.0.1: `/go?to=URL` redirects, everything else answers 200."""
    seen: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request.path)
        if request.path == "/go":
            raise web.HTTPFound(request.query["to"])
        return web.Response(text="here")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield runner.addresses[0][1], seen
    finally:
        await runner.cleanup()


class Answers(AbstractResolver):
    """Answers each look-up with the next address, as a name under an attacker's control does."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        address = self._addresses.pop(0)
        return [ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST)]

    async def close(self) -> None:
        pass


async def test_a_local_server_is_refused_by_default_and_reached_when_allowed() -> None:
    async with local_server() as (port, seen):
        async with guarded_session(NOBODY) as session:
            for host in ("127.0.0.1", "[::ffff:127.0.0.1]"):
                with pytest.raises(EgressRefused) as refused:
                    await session.get(f"http://{host}:{port}/x")
                assert refused.value.reason == "loopback"
            with pytest.raises(EgressRefused) as refused:
                await session.get(f"http://localhost:{port}/x")
            assert refused.value.reason == "port"
        assert seen == []
        async with guarded_session(LOOPBACK) as session, session.get(f"http://127.0.0.1:{port}/x") as response:
            assert await response.text() == "here"


async def test_a_name_that_resolves_to_a_private_address_is_refused() -> None:
    async with guarded_session(NOBODY, resolver=Answers("10.0.0.8")) as session:
        with pytest.raises(EgressRefused) as refused:
            await session.get("http://hooks.example.org/x")
    assert refused.value.reason == "private"


async def test_every_connect_resolves_and_checks_anew() -> None:
    async with local_server() as (port, seen):
        allow = Allow.parse(["127.0.0.1/32"])
        async with guarded_session(allow, resolver=Answers("127.0.0.1", "127.0.0.2")) as session:
            async with session.get(f"http://rebind.example.org:{port}/x", headers={"connection": "close"}) as response:
                assert response.status == 200
            with pytest.raises(EgressRefused) as refused:
                await session.get(f"http://rebind.example.org:{port}/x")
        assert refused.value.reason == "loopback"
        assert seen == ["/x"]


async def test_a_redirect_is_not_followed_where_the_request_says_so_and_is_checked_where_it_is() -> None:
    async with local_server() as (port, seen), guarded_session(LOOPBACK) as session:
        go = f"http://127.0.0.1:{port}/go"
        async with session.get(go, params={"to": "http://10.0.0.1/"}, allow_redirects=False) as response:
            assert response.status == 302
        with pytest.raises(EgressRefused) as refused:
            await session.get(go, params={"to": "http://10.0.0.1/"})
        assert refused.value.reason == "private"
        assert seen == ["/go", "/go"]


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1", "017700000001"])
async def test_other_spellings_of_loopback_reach_nothing(host: str) -> None:
    async with local_server() as (_, seen), guarded_session(NOBODY) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"http://{host}/x")
        assert seen == []
