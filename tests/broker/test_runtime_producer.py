"""The producer answers only for what the brokers have."""

import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from kafka.errors import KafkaError

from deploy.trial.broker import Broker
from schemas.topic_table import NEWS_ENRICHED, NEWS_ITEMS
from services.runtime.producer import Producer, Record
from tests.streams import Consume

ROOT = Path(__file__).parents[2]


def record(value: bytes, topic: str = NEWS_ITEMS.name) -> Record:
    return Record(topic, b"key", value, [("ce_id", b"1")])


def test_what_was_acknowledged_is_there_in_order_with_its_headers(kafka_bootstrap: str, consume: Consume) -> None:
    producer = Producer(kafka_bootstrap, client_id="test")
    values = [f"{uuid.uuid4()} {n}".encode() for n in range(50)]
    assert producer.send_all(map(record, values)) == [None] * 50
    producer.close()
    records = consume(NEWS_ITEMS, until=lambda found: sum(r.value in values for r in found) == 50)
    ours = [r for r in records if r.value in values]
    assert [r.value for r in ours] == values
    assert list(ours[0].headers) == [("ce_id", b"1")]


def test_each_record_has_an_answer_of_its_own(kafka_bootstrap: str) -> None:
    producer = Producer(kafka_bootstrap, client_id="test")
    answers = producer.send_all([record(b"good"), record(b"x" * 9_000_000), record(b"good")])
    producer.close()
    assert [answer is None for answer in answers] == [True, False, True]


def test_a_broker_that_does_not_answer_costs_a_bounded_time(broker: Broker) -> None:
    producer = Producer(broker.bootstrap, client_id="test", delivery_timeout_ms=2000, max_block_ms=1000)
    assert producer.send_all([record(b"before")]) == [None]
    broker.pause()
    answers = producer.send_all([record(b"during"), record(b"during", NEWS_ENRICHED.name)])
    broker.resume()
    producer.close()
    assert all(isinstance(answer, KafkaError) for answer in answers)


def test_publish_raises_the_first_failure(kafka_bootstrap: str) -> None:
    producer = Producer(kafka_bootstrap, client_id="test")
    with pytest.raises(KafkaError):
        producer.publish([record(b"good"), record(b"x" * 9_000_000)])
    producer.close()


def test_settings_that_conflict_do_not_switch_idempotence_off(kafka_bootstrap: str) -> None:
    producer = Producer(kafka_bootstrap, client_id="test")
    config = producer._kafka.config
    producer.close()
    assert config["enable_idempotence"] is True
    assert config["acks"] in (-1, "all")


def test_without_crc32c_a_service_does_not_start() -> None:
    program = (
        "import importlib.util; find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'crc32c' else find(name, *rest)\n"
        "from services.runtime.producer import Producer; Producer('127.0.0.1:1', client_id='test')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "MissingCrc32c: install the crc32c package" in done.stderr
