import signal
import socket
from pathlib import Path

import pytest

from deploy.trial.broker import Broker, answers
from deploy.trial.errors import ChildCrashed, NotFetched, PortInUse
from deploy.trial.kafka_jars import cache_folder, jar_paths, locked_jars
from deploy.trial.ports import HOST, free_port
from schemas.topic_table import NEWS_ITEMS
from tests.streams import end_offsets, produce_with, producer, read_until


def test_what_was_acknowledged_survives_a_kill_and_a_start_on_other_ports(broker: Broker) -> None:
    starts = end_offsets(broker.bootstrap, [NEWS_ITEMS])
    client = producer(broker.bootstrap)
    produce_with(client)(NEWS_ITEMS, b"key", b"value")
    broker.kill()
    client.close()

    again = Broker(broker.data, broker.log)
    again.start()
    records = read_until(again.bootstrap, starts, lambda records: len(records) > 0, 30)
    again.stop()

    assert [(record.key, record.value) for record in records] == [(b"key", b"value")]


def test_a_paused_broker_answers_nothing_until_it_is_resumed(broker: Broker) -> None:
    broker.pause()
    assert not answers(broker.bootstrap)
    broker.resume()
    assert answers(broker.bootstrap)


def test_a_paused_broker_can_be_stopped(broker: Broker) -> None:
    broker.pause()
    broker.stop(seconds=20)
    assert broker.child is not None
    assert broker.child.process.returncode == 128 + signal.SIGTERM


def test_a_port_in_use_is_named_with_the_setting_that_changes_it(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} for Apache Kafka is in use.*KAFKA_PORT=") as error:
            Broker(tmp_path / "data", tmp_path / "log", port=port).start()
    assert "\n" not in str(error.value)


def test_a_broker_that_ends_at_its_start_shows_its_last_word_and_its_log(tmp_path: Path) -> None:
    broker = Broker(tmp_path / "data", tmp_path / "log")
    broker.data.mkdir()
    (broker.data / "meta.properties").write_text("version=1\nnode.id=7\ncluster.id=AAAAAAAAAAAAAAAAAAAAAA\n")
    with pytest.raises(ChildCrashed, match=rf"Apache Kafka ended with exit status 1; its log is {broker.log}, and ends: .*node") as error:
        broker.start()
    assert "\n" not in str(error.value)


def test_without_network_and_cache_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cut_the_network(monkeypatch)
    with pytest.raises(NotFetched, match=r"cannot fetch \S+\.jar of Apache Kafka: is there a network\?") as error:
        jar_paths(tmp_path)
    assert "\n" not in str(error.value)


def test_a_jar_whose_sum_is_wrong_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _cut_the_network(monkeypatch)
    whole = dict(zip(locked_jars(), jar_paths(cache_folder()), strict=True))
    for path in whole.values():
        copy = tmp_path / path.relative_to(cache_folder())
        copy.parent.mkdir(parents=True)
        copy.symlink_to(path)
    assert len(jar_paths(tmp_path)) == len(whole)
    copy.unlink()
    copy.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(NotFetched):
        jar_paths(tmp_path)
    assert not copy.exists()


def _cut_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{HOST}:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
