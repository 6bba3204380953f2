"""One spelling for the addresses of one article. It is compared, never fetched."""

import functools
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import yaml

_DATA = yaml.safe_load((Path(__file__).parent / "tracking_parameters.yaml").read_text())
_TRACKING = re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in _DATA["tracking"]), re.IGNORECASE)
_DRESS = re.compile(rf"^(?:{'|'.join(_DATA['hosts'])})\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=\.html?$)|\.amp$")
# A page in Google's cache of accelerated pages: the article's own address follows.
_AMP_CACHE = re.compile(r"^https?://(?:www\.google\.[a-z.]+/amp|[a-z0-9-]+\.cdn\.ampproject\.org/[acv])/(?:s/)?(?=[^/]+\.)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadUrl(ValueError):
    """Not an absolute http or https address."""


@functools.lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """Without tracking, fragment, user, default port, trailing slash and AMP; https, the host in lower case. Raises BadUrl."""
    try:
        parts = urlsplit(_AMP_CACHE.sub("https://", url.strip()))
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise BadUrl(str(error)) from error
    if scheme not in _DEFAULT_PORTS or not host or re.search(r"\s", url.strip()):
        raise BadUrl("must be an absolute http or https address")
    host = f"[{host}]" if ":" in host else host
    place = _DRESS.sub("", host.rstrip(".")) + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~", errors="surrogateescape")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])))
    return f"https://{place}{_AMP_PATH.sub('', path).rstrip('/')}{'?' + query if query else ''}"
