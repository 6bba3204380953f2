"""Settings come from environment variables; a service's own class adds what only it needs."""

import sys
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.runtime.egress import Allow


class ServiceSettings(BaseSettings):
    """What every service reads: where Kafka is, where to answer HTTP, how to log."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    kafka_bootstrap: str = "127.0.0.1:9392"
    http_host: str = "127.0.0.1"
    http_port: int = Field(8100, ge=0, le=65535)
    log_json: bool = False
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    dead_letter_limit: int = Field(100, ge=1)
    dead_letter_window_seconds: float = Field(600, gt=0)


def split_at_commas(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _well_formed(entries: tuple[str, ...]) -> tuple[str, ...]:
    Allow.parse(entries)
    return entries


# A list with commas between: `10.1.0.0/16,hooks.internal`.
Seconds = Annotated[tuple[float, ...], NoDecode, BeforeValidator(split_at_commas)]
# Networks, addresses and host names that outbound requests may reach although they are not public.
EgressAllow = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_at_commas), AfterValidator(_well_formed)]

Settings = TypeVar("Settings", bound=BaseSettings)


def load(settings: type[Settings]) -> Settings:
    """Reads the environment. Exits with status 2 and one line for each variable that is wrong, all at once."""
    try:
        return settings()
    except ValidationError as error:
        for wrong in error.errors():
            name = "_".join(str(part) for part in wrong["loc"]).upper()
            given = wrong.get("input")
            # An address may hold a password.
            shown = "" if isinstance(given, dict) or "@" in str(given) else f" (given: {given!r})"
            print(f"{name}: {wrong['msg']}{shown}", file=sys.stderr)
        raise SystemExit(2) from error
