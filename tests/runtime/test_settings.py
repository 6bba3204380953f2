import pytest
from pydantic import Field

from services.runtime.settings import ServiceSettings, load


class Example(ServiceSettings):
    wait_seconds: float = Field(1, gt=0)


def test_all_errors_come_at_once_and_name_their_variable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WAIT_SECONDS", "-1")
    monkeypatch.setenv("HTTP_PORT", "many")
    with pytest.raises(SystemExit) as ended:
        load(Example)
    assert ended.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["HTTP_PORT", "WAIT_SECONDS"]
    assert "'many'" in lines[0]


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "broker:9092")
    assert load(Example).kafka_bootstrap == "broker:9092"


def test_a_password_is_not_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HTTP_PORT", "postgresql://someone:secret@host/db")
    with pytest.raises(SystemExit):
        load(Example)
    assert "HTTP_PORT" in (said := capsys.readouterr().err)
    assert "secret" not in said
