"""Faust's settings that are wrong by default here, one by one."""

import datetime
from typing import cast

import pytest

from schemas.topic_table import MAX_DEAD_LETTER_BYTES
from services.enricher.app import add_agent, faust_app
from services.enricher.settings import EnricherSettings
from services.enricher.transport import Producer
from services.runtime.dead_letters import DeadLetterLimit
from services.runtime.observe import Progress
from services.runtime.producer import Record
from services.runtime.received import Received

SETTINGS = EnricherSettings(kafka_bootstrap="one:9092,two:9092", send_timeout_seconds=60, session_timeout_seconds=15)
APP = faust_app(SETTINGS)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("producer_linger", 0.002),
        ("producer_request_timeout", 60),
        ("producer_max_request_size", MAX_DEAD_LETTER_BYTES),
        ("consumer_auto_offset_reset", "earliest"),
        ("broker_session_timeout", 15),
        ("topic_allow_declare", False),
        ("topic_disable_leader", True),
        ("web_enabled", False),
        ("key_serializer", "raw"),
        ("value_serializer", "raw"),
    ],
)
def test_setting(setting: str, value: object) -> None:
    assert getattr(APP.conf, setting) == value


def test_every_broker_is_given() -> None:
    assert [url.host for url in APP.conf.broker] == ["one", "two"]


def test_the_producer_waits_for_all_replicas_and_writes_once() -> None:
    producer = cast(Producer, APP.producer)
    assert producer._settings_extra() == {"acks": "all", "enable_idempotence": True}


def test_there_is_one_agent_of_concurrency_one_and_no_table() -> None:
    def handle(received: Received, _now: datetime.datetime) -> Record:
        return Record("t", received.key, received.value, [])

    add_agent(APP, SETTINGS, handle, progress=Progress(), limit=DeadLetterLimit(limit=1, window_seconds=1))
    assert [agent.concurrency for agent in APP.agents.values()] == [1]
    assert not APP.tables
