"""A subscriber's own web server, on this machine: it takes webhooks and checks their signatures."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

from deploy.trial.children import wait_until


@dataclass
class Receiver:
    """`deliveries` are (headers, body) in order of arrival, at monotonic `times`; while `status` is not 2xx none is kept."""

    port: int
    deliveries: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    status: int = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def notices(self, secret: str) -> list[Any]:
        """What was delivered, each with a signature that holds. Raises WebhookVerificationError."""
        webhook = Webhook(secret)
        return [webhook.verify(body, headers) and json.loads(body) for headers, body in list(self.deliveries)]

    def wait_for(self, count: int, seconds: float = 30) -> None:
        assert wait_until(lambda: len(self.deliveries) >= count, seconds), f"{len(self.deliveries)} deliveries, not {count}"


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.status < 300:
                receiver.times.append(time.monotonic())
                receiver.deliveries.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        receiver = Receiver(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()
