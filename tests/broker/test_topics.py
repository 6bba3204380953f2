import dataclasses
import os
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from kafka import KafkaAdminClient

from deploy.trial.broker import Broker
from schemas.topic_table import DIPLOMACY_EVENTS, NEWS_ITEMS, TOPICS, Topic
from services.runtime.topics import Layout, declare, differences, layout
from tests.streams import Consume, Produce

WANTED = Layout(12, 3, {"cleanup.policy": "delete", "min.insync.replicas": "2"})


def test_one_copy_on_one_broker_and_three_of_which_two_must_answer_on_three() -> None:
    assert [
        (layout(NEWS_ITEMS, brokers).replication, layout(NEWS_ITEMS, brokers).settings["min.insync.replicas"]) for brokers in (1, 2, 3, 5)
    ] == [
        (1, "1"),
        (1, "1"),
        (3, "2"),
        (3, "2"),
    ]


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        (WANTED, []),
        (dataclasses.replace(WANTED, partitions=3), ["t has partitions 3, and should have 12"]),
        (dataclasses.replace(WANTED, replication=1), ["t has replication 1, and should have 3"]),
        (
            dataclasses.replace(WANTED, settings={"cleanup.policy": "compact"}),
            ["t has cleanup.policy compact, and should have delete", "t has min.insync.replicas None, and should have 2"],
        ),
        (dataclasses.replace(WANTED, settings={**WANTED.settings, "segment.ms": "1"}), []),
    ],
)
def test_each_difference_is_a_sentence(found: Layout, sentences: list[str]) -> None:
    assert differences("t", WANTED, found) == sentences


def test_declaring_twice_at_once_and_once_again_makes_each_topic_once(kafka_bootstrap: str) -> None:
    topics = [_topic() for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: declare(kafka_bootstrap, topics), range(2)))
    assert sorted(name for declared in both for name in declared.created) == sorted(topic.name for topic in topics)
    again = declare(kafka_bootstrap, topics)
    assert (again.created, again.differences) == ((), ())


def test_a_topic_that_is_there_in_another_form_is_told_and_left(kafka_bootstrap: str) -> None:
    topic = _topic()
    with KafkaAdminClient(bootstrap_servers=kafka_bootstrap) as admin:
        admin.create_topics(
            {topic.name: {"num_partitions": 2, "replication_factor": 1, "configs": {"retention.ms": "60000"}}}, wait_for_metadata=True
        )
    for _ in range(2):
        assert declare(kafka_bootstrap, [topic]).differences[:2] == (
            f"{topic.name} has partitions 2, and should have 12",
            f"{topic.name} has retention.ms 60000, and should have 1000",
        )


def test_the_command_declares_all_and_ends_with_1_for_a_difference(broker: Broker) -> None:
    assert _command(broker.bootstrap) == (0, f"{len(TOPICS)} topics, 0 of them new\n", "")
    with KafkaAdminClient(bootstrap_servers=broker.bootstrap) as admin:
        admin.create_partitions({DIPLOMACY_EVENTS.name: 13})
    assert _command(broker.bootstrap)[::2] == (1, "diplomacy.events.v1 has partitions 13, and should have 12\n")
    broker.stop()
    assert _command(broker.bootstrap) == (
        1,
        "",
        f"topics at {broker.bootstrap}: KafkaTimeoutError: Unable to bootstrap from {broker.bootstrap}\n",
    )


def test_a_message_comes_out_with_the_key_and_headers_it_went_in_with(produce: Produce, consume: Consume) -> None:
    key = uuid.uuid4().bytes
    produce(NEWS_ITEMS, key, b"before", [("ce_id", b"1")])
    produce(NEWS_ITEMS, key, None)
    records = consume(NEWS_ITEMS, until=lambda records: sum(record.key == key for record in records) == 2)
    mine = [record for record in records if record.key == key]
    assert [(record.value, list(record.headers)) for record in mine] == [(b"before", [("ce_id", b"1")]), (None, [])]


def test_the_largest_message_passes(produce: Produce, consume: Consume) -> None:
    key, value = uuid.uuid4().bytes, os.urandom(8 * 1024 * 1024 - 1024)
    produce(NEWS_ITEMS, key, value)
    records = consume(NEWS_ITEMS, until=lambda records: any(record.key == key for record in records))
    assert [record.value for record in records if record.key == key] == [value]


def _topic() -> Topic:
    return Topic(f"test.{uuid.uuid4()}", None, "", "", 1000)


def _command(bootstrap: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "services.runtime.topics"],
        env={**os.environ, "KAFKA_BOOTSTRAP": bootstrap},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr
