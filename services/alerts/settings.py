"""What an operator can set for alerts."""

from typing import Self

from pydantic import Field, model_validator

from services.runtime.database import DatabaseUrl
from services.runtime.egress import Allow
from services.runtime.settings import EgressAllow, Seconds, ServiceSettings

# Three days in nine steps: a receiver that is mended within a weekend misses nothing.
RETRY_SECONDS = (5.0, 30.0, 120.0, 600.0, 1800.0, 7200.0, 21600.0, 86400.0, 172800.0)


class AlertsSettings(ServiceSettings):
    """Lists are given with commas between: `EGRESS_ALLOW=10.1.0.0/16,hooks.internal`."""

    http_port: int = Field(8103, ge=0, le=65535)
    database_url: DatabaseUrl
    session_timeout_seconds: float = Field(10, ge=6)
    match_batch: int = Field(100, ge=1, le=1000)
    clock_interval_seconds: float = Field(60, gt=0)
    outbox_batch: int = Field(500, ge=1)
    egress_allow: EgressAllow = ()
    webhook_in_flight: int = Field(64, ge=1)
    webhook_timeout_seconds: float = Field(10, gt=0)
    webhook_lease_seconds: float = Field(15, gt=0)
    webhook_retry_seconds: Seconds = RETRY_SECONDS
    stream_heartbeat_seconds: float = Field(15, gt=0)

    @model_validator(mode="after")
    def lease_outlives_request(self) -> Self:
        if self.webhook_lease_seconds <= self.webhook_timeout_seconds:
            raise ValueError("WEBHOOK_LEASE_SECONDS must be more than WEBHOOK_TIMEOUT_SECONDS, or a slow receiver is told twice")
        return self

    @property
    def egress(self) -> Allow:
        return Allow.parse(self.egress_allow)
