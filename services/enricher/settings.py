"""What the enricher's worker reads from the environment."""

from pydantic import Field

from services.runtime.settings import ServiceSettings


class EnricherSettings(ServiceSettings):
    http_port: int = Field(8102, ge=0, le=65535)
    # A worker holds a batch for as long as its items take together, a few milliseconds each.
    batch_items: int = Field(100, ge=1, le=5000)
    batch_within_seconds: float = Field(0.02, gt=0, le=5)
    # How long a send may wait for the brokers before the worker stops without a commit.
    send_timeout_seconds: float = Field(60, gt=0)
    # A worker that dies is missed for this long, and its partitions wait.
    session_timeout_seconds: float = Field(15, ge=6, le=300)
    commit_interval_seconds: float = Field(0.5, gt=0)
