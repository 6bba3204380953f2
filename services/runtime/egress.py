"""Outbound HTTP to addresses that users give: where it may go, checked at every connect.

The address that is checked is the one connected to, so a name that answers first with a public and then with a private address gains
nothing. `ipaddress.is_global` is not enough: it lets multicast, 6to4, Teredo, NAT64 and the AS112 anycast networks through.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.resolver import ThreadedResolver
from aiohttp.tracing import Trace
from yarl import URL

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# To the public Internet; an allowed network or host may be reached on any port.
PORTS = frozenset({80, 443, 8080, 8443})

# The IANA special-purpose registries of IPv4 and IPv6, and addresses inside public ranges that clouds answer on themselves.
REFUSED: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this_network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier_nat"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud_metadata"),
        ("169.254.0.0/16", "link_local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "tunnel"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this_network"),
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link_local"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "tunnel"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "documentation"),
    )
)
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Both carry an IPv4 address in their last 32 bits, and reach what it reaches.
CARRIERS = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))


class EgressRefused(aiohttp.ClientError):
    """`reason` is a word of a closed list: the address's kind, or port, scheme, credentials, host."""

    def __init__(self, reason: str, target: str) -> None:
        super().__init__(f"outbound connection to {target} refused: {reason}")
        self.reason = reason
        self.target = target


@dataclass(frozen=True)
class Allow:
    """What an operator lets through beside the public Internet. Host names are lower case."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "Allow":
        """Each entry is a network ("10.1.0.0/16"), an address, or a host name. Raises ValueError for a malformed network."""
        networks: list[Network] = []
        hosts: list[str] = []
        for entry in entries:
            if "/" in entry or _literal(entry):
                networks.append(ipaddress.ip_network(entry))
            else:
                hosts.append(_plain(entry))
        return cls(tuple(networks), frozenset(hosts))

    def host(self, host: str) -> bool:
        return _plain(host) in self.hosts

    def address(self, address: Address) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def address_refusal(address: str, allow: Allow) -> str | None:
    """Why no connection may go to this literal address; None if one may."""
    parsed = _unwrap(ipaddress.ip_address(address.partition("%")[0]))
    if allow.address(parsed):
        return None
    for network, reason in REFUSED:
        if network.version == parsed.version and parsed in network:
            return reason
    return "reserved" if parsed.version == 6 and parsed not in GLOBAL_UNICAST else None


def url_refusal(url: str, allow: Allow) -> str | None:
    """What can be said of a URL before its name is resolved."""
    try:
        parsed = URL(url)
        port = parsed.port
    except ValueError:
        return "host"
    if parsed.scheme not in ("http", "https"):
        return "scheme"
    if not parsed.host:
        return "host"
    if parsed.raw_user is not None or parsed.raw_password is not None:
        return "credentials"
    return _target_refusal(parsed.host, port or 0, allow)


def guarded_session(allow: Allow, *, resolver: AbstractResolver | None = None, **session: object) -> aiohttp.ClientSession:
    """A session whose connections go only where `allow` and the public Internet are; else a request raises EgressRefused.

    Redirects are checked hop by hop like any request, but followed unless the request says `allow_redirects=False`.
    Call in a running loop. `session` goes to aiohttp.ClientSession.
    """
    return aiohttp.ClientSession(connector=_GuardedConnector(allow, resolver or ThreadedResolver()), trust_env=False, **session)  # type: ignore[arg-type]


class _GuardedConnector(aiohttp.TCPConnector):
    def __init__(self, allow: Allow, resolver: AbstractResolver) -> None:
        super().__init__(resolver=_GuardedResolver(allow, resolver), use_dns_cache=False, limit=200, limit_per_host=20)
        self._allow = allow

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:
        # Literal addresses never reach the resolver.
        if reason := url_refusal(str(req.url), self._allow):
            raise EgressRefused(reason, f"{req.url.host}:{req.url.port}")
        return await super().connect(req, traces, timeout)


class _GuardedResolver(AbstractResolver):
    def __init__(self, allow: Allow, inner: AbstractResolver) -> None:
        self._allow = allow
        self._inner = inner

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if self._allow.host(host):
            return found
        judged = [(answer, _resolved_refusal(answer["host"], port, self._allow)) for answer in found]
        good = [answer for answer, reason in judged if reason is None]
        if not good:
            raise EgressRefused(next((reason for _, reason in judged if reason), "host"), f"{host}:{port}")
        return good

    async def close(self) -> None:
        await self._inner.close()


def _target_refusal(host: str, port: int, allow: Allow) -> str | None:
    if allow.host(host):
        return None
    if _literal(host):
        return _resolved_refusal(host, port, allow)
    # A name may still resolve into an allowed network, where any port is open.
    return "port" if port not in PORTS and not allow.networks else None


def _resolved_refusal(address: str, port: int, allow: Allow) -> str | None:
    if reason := address_refusal(address, allow):
        return reason
    allowed = allow.address(_unwrap(ipaddress.ip_address(address.partition("%")[0])))
    return None if allowed or port in PORTS else "port"


def _unwrap(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and any(address in carrier for carrier in CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _plain(host: str) -> str:
    return host.lower().rstrip(".")
