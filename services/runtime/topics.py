"""Declares the topics of the topic table on a Kafka cluster: `python -m services.runtime.topics`, as often as one likes."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError, NoError, TopicAlreadyExistsError, for_code
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.topic_table import PARTITIONS, TOPICS, Topic
from services.runtime.admin import admin_client
from services.runtime.settings import load


class TopicSettings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    kafka_bootstrap: str = "127.0.0.1:9392"


@dataclass(frozen=True)
class Layout:
    """How a topic lies on its brokers."""

    partitions: int
    replication: int
    settings: Mapping[str, str]


@dataclass(frozen=True)
class Declared:
    """`differences` are sentences about topics that were there already; nothing about them is changed."""

    created: tuple[str, ...]
    differences: tuple[str, ...]


class TopicNotCreatedError(RuntimeError):
    def __init__(self, topic: str, reason: str) -> None:
        super().__init__(f"{topic} cannot be created: {reason}")
        self.topic = topic
        self.reason = reason


def main() -> int:
    settings = load(TopicSettings)
    try:
        declared = declare(settings.kafka_bootstrap)
    except (KafkaError, TopicNotCreatedError) as error:
        print(f"topics at {settings.kafka_bootstrap}: {error}", file=sys.stderr)
        return 1
    for name in declared.created:
        print(f"created {name}")
    for difference in declared.differences:
        print(difference, file=sys.stderr)
    print(f"{len(TOPICS)} topics, {len(declared.created)} of them new")
    return 1 if declared.differences else 0


def declare(bootstrap: str, topics: Sequence[Topic] = TOPICS) -> Declared:
    """Creates what is missing and waits until each partition has a leader.

    Raises TopicNotCreatedError where the cluster refuses, KafkaError where it does not answer.
    """
    with admin_client(bootstrap) as admin:
        brokers = len(admin.describe_cluster()["brokers"])
        wanted = {topic.name: layout(topic, brokers) for topic in topics}
        created = _create(admin, wanted)
        admin.wait_for_topics(list(wanted))
        return Declared(
            created, tuple(sentence for name in wanted for sentence in differences(name, wanted[name], _found(admin, name, wanted)))
        )


def layout(topic: Topic, brokers: int) -> Layout:
    """Three copies, of which two must have a message before it counts; on fewer than three brokers a single copy."""
    replication, in_sync = (3, 2) if brokers >= 3 else (1, 1)
    return Layout(PARTITIONS, replication, {**topic.settings(), "min.insync.replicas": str(in_sync)})


def differences(name: str, wanted: Layout, found: Layout) -> list[str]:
    due, there = _as_settings(wanted), _as_settings(found)
    return [f"{name} has {what} {there.get(what)}, and should have {value}" for what, value in due.items() if there.get(what) != value]


def _as_settings(layout: Layout) -> dict[str, str]:
    return {"partitions": str(layout.partitions), "replication": str(layout.replication), **layout.settings}


def _create(admin: KafkaAdminClient, wanted: Mapping[str, Layout]) -> tuple[str, ...]:
    there = set(admin.list_topics())
    missing = {
        name: {"num_partitions": layout.partitions, "replication_factor": layout.replication, "configs": dict(layout.settings)}
        for name, layout in wanted.items()
        if name not in there
    }
    if not missing:
        return ()
    answer = admin.create_topics(missing, raise_errors=False)
    return tuple(topic["name"] for topic in answer["topics"] if _is_new(topic))


def _is_new(answer: Mapping[str, object]) -> bool:
    """False where another process was faster."""
    error = for_code(answer["error_code"])
    if error not in (NoError, TopicAlreadyExistsError):
        raise TopicNotCreatedError(str(answer["name"]), str(answer["error_message"] or error.__name__))
    return error is NoError


def _found(admin: KafkaAdminClient, name: str, wanted: Mapping[str, Layout]) -> Layout:
    partitions = admin.describe_topics([name])[0]["partitions"]
    resource = ConfigResource(ConfigResourceType.TOPIC, name, dict.fromkeys(wanted[name].settings))
    settings = admin.describe_configs([resource], config_filter="all")["topic"][name]
    return Layout(
        partitions=len(partitions),
        replication=min(len(partition["replica_nodes"]) for partition in partitions),
        settings={setting: str(found["value"]) for setting, found in settings.items()},
    )


if __name__ == "__main__":
    sys.exit(main())
