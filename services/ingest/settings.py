"""What ingest reads from the environment."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from services.runtime.egress import Allow
from services.runtime.settings import ServiceSettings


class IngestSettings(ServiceSettings):
    database_url: str
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
    # Networks, addresses and host names that feeds may be fetched from although they are not public.
    egress_allow: Annotated[tuple[str, ...], NoDecode] = ()
    # Where `poll` answers /healthz, /readyz and /metrics.
    feed_http_port: int = Field(8104, ge=0, le=65535)

    @field_validator("egress_allow", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("egress_allow")
    @classmethod
    def well_formed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Allow.parse(value)
        return value

    @property
    def egress(self) -> Allow:
        return Allow.parse(self.egress_allow)
