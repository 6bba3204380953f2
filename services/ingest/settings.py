"""What ingest reads from the environment."""

from pydantic import Field

from services.runtime.database import DatabaseUrl
from services.runtime.egress import Allow
from services.runtime.settings import EgressAllow, ServiceSettings


class IngestSettings(ServiceSettings):
    database_url: DatabaseUrl
    http_port: int = Field(8101, ge=0, le=65535)
    batch_items_max: int = Field(10_000, ge=1)
    batch_bytes_max: int = Field(32 * 1024 * 1024, ge=1)
    # A client that sends nothing for so long, in the middle of a body, is answered 408.
    body_idle_seconds: float = Field(30, gt=0)
    # A request is answered 503 when Kafka has not acknowledged its items by then.
    acknowledgement_seconds: float = Field(5, gt=0)
    # Until then an item that was answered 503 may still reach the topic; a retry of it waits for that same attempt.
    delivery_seconds: float = Field(120, gt=0)
    # More than this handed to the producer and not yet acknowledged: 503 at once.
    in_flight_bytes_max: int = Field(256 * 1024 * 1024, ge=1)
    publish_threads: int = Field(32, ge=2)
    retry_after_seconds: int = Field(5, ge=1)
    feed_timeout_seconds: float = Field(20, gt=0)
    feed_bytes_max: int = Field(8 * 1024 * 1024, ge=1)
    feed_compressed_bytes_max: int = Field(4 * 1024 * 1024, ge=1)
    egress_allow: EgressAllow = ()
    # Where `poll` answers /healthz, /readyz and /metrics.
    feed_http_port: int = Field(8104, ge=0, le=65535)

    @property
    def egress(self) -> Allow:
        return Allow.parse(self.egress_allow)
