"""What ingest reads from the environment."""

from pydantic import Field

from services.runtime.settings import ServiceSettings


class IngestSettings(ServiceSettings):
    database_url: str
    http_port: int = Field(8101, ge=0, le=65535)
    batch_items_max: int = Field(10_000, ge=1)
    batch_bytes_max: int = Field(32 * 1024 * 1024, ge=1)
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
    # Networks (CIDR, comma-separated) that feeds may be fetched from although they are not public.
    egress_allow: str = ""
