"""The page for operators names every metric and every setting."""

import importlib
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from services.alerts.settings import AlertsSettings
from services.enricher.settings import EnricherSettings
from services.ingest.settings import IngestSettings
from services.runtime.settings import ServiceSettings

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")

for service in ("ingest", "alerts", "runtime"):
    importlib.import_module(f"services.{service}.metrics")


@pytest.mark.parametrize("settings", [ServiceSettings, IngestSettings, EnricherSettings, AlertsSettings])
def test_every_setting_is_named(settings: type[ServiceSettings]) -> None:
    missing = [name.upper() for name in settings.model_fields if f"`{name.upper()}`" not in PAGE]
    assert missing == []


def test_every_metric_is_named() -> None:
    names = {f"{family.name}_total" if family.type == "counter" else family.name for family in REGISTRY.collect()}
    missing = sorted(name for name in names if name.startswith("demarche_") and f"`{name}" not in PAGE)
    assert missing == []
