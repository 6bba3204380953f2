"""What the trial reads from the environment. A given Kafka or database takes the place of the embedded one."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).parents[2]


class TrialSettings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    kafka_bootstrap: str | None = None
    database_url: str | None = None
    kafka_port: int = Field(9392, ge=1, le=65535)
    postgres_port: int = Field(5532, ge=1, le=65535)
    ingest_port: int = Field(8101, ge=1, le=65535)
    enricher_port: int = Field(8102, ge=1, le=65535)
    alerts_port: int = Field(8103, ge=1, le=65535)
    demarche_data: Path = REPOSITORY / ".data"

    @property
    def logs(self) -> Path:
        return self.demarche_data / "logs"

    @property
    def environment_file(self) -> Path:
        return self.demarche_data / "environment"
