"""docker-compose.yml and what it mounts, as far as files can tell; `make compose-test` brings it up."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from deploy.trial.kafka_jars import COORDINATES
from deploy.trial.settings import TrialSettings

ROOT = Path(__file__).parents[2]
SERVICES: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "demarche"}
METRICS_OF = ("services.runtime.metrics", "services.ingest.metrics", "services.alerts.metrics")


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_may_do_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert service.get("read_only") or name in ("kafka", "grafana"), "these write beside their volumes"


@pytest.mark.parametrize("name", SERVICES)
def test_every_port_is_open_to_this_host_alone(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


def test_the_ports_are_those_of_make_run() -> None:
    settings = TrialSettings.model_construct()
    published = {port for service in SERVICES.values() for port in service.get("ports", ())}
    for variable in ("ingest_port", "alerts_port", "kafka_port"):
        port = getattr(settings, variable)
        assert f"127.0.0.1:${{{variable.upper()}:-{port}}}:{port}" in published


def test_kafka_is_the_version_of_make_run() -> None:
    version = SERVICES["kafka"]["image"].removeprefix("apache/kafka:")
    assert f"kafka_2.13:{version}+" in COORDINATES


def test_every_long_running_service_has_a_health_check_and_waits_for_what_it_needs() -> None:
    running = {name: service for name, service in OURS.items() if service["restart"] != "no"}
    assert set(running) == {"ingest", "enricher", "alerts"}
    for service in running.values():
        assert "/readyz" in service["healthcheck"]["test"][-1]
        assert service["depends_on"]["topics"] == {"condition": "service_completed_successfully"}


def test_prometheus_scrapes_each_service_where_it_answers() -> None:
    jobs = yaml.safe_load((ROOT / "deploy/compose/prometheus.yml").read_text())["scrape_configs"]
    scraped = {job["job_name"]: job["dns_sd_configs"][0]["port"] for job in jobs}
    assert scraped == {name: service["environment"]["HTTP_PORT"] for name, service in OURS.items() if "HTTP_PORT" in service["environment"]}


def test_the_dashboard_asks_only_for_metrics_that_are_exported() -> None:
    for module in METRICS_OF:
        importlib.import_module(module)
    exported = {sample for metric in REGISTRY.collect() for sample in _names(metric.name, metric.type)}
    panels = json.loads((ROOT / "deploy/compose/grafana/demarche.json").read_text())["panels"]
    asked = {name for panel in panels for target in panel["targets"] for name in re.findall(r"demarche_\w+", target["expr"])}
    assert len(asked) > 10
    assert asked <= exported


def _names(metric: str, kind: str) -> tuple[str, ...]:
    return {"counter": (f"{metric}_total",), "histogram": (f"{metric}_bucket",)}.get(kind, (metric,))


def test_every_file_that_is_mounted_is_there() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            assert not volume.startswith("./") or (ROOT / volume.partition(":")[0]).is_file(), volume
