"""Apache Kafka's jars: which ones, in kafka.lock, and where on this machine, fetched once.

`python -m deploy.trial.kafka_jars` fetches them; with the word `lock` it writes kafka.lock anew.
"""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jgo
import requests
from jgo.maven import MavenContext

from deploy.trial.errors import NotFetched

# The second lets Kafka log at all, since its own dependencies hold no binding for slf4j; "!" keeps its parent from choosing versions for Kafka.
COORDINATES = "org.apache.kafka:kafka_2.13:4.3.1+org.apache.logging.log4j:log4j-slf4j-impl:2.25.4!"
LOCK_FILE = Path(__file__).with_name("kafka.lock")
REPOSITORY = Path(__file__).parents[2]
FETCHES_AT_ONCE = 8


@dataclass(frozen=True)
class Jar:
    group: str
    artifact: str
    version: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version} sha256:{self.sha256}"


def cache_folder() -> Path:
    return Path(os.environ.get("DEMARCHE_CACHE", REPOSITORY / ".cache"))


def locked_jars() -> tuple[Jar, ...]:
    lines = LOCK_FILE.read_text().splitlines()
    return tuple(_parse(line) for line in lines if not line.startswith("#"))


def jar_paths(cache: Path) -> list[Path]:
    """The jars of the lock file, in its order, fetched where they are not in the cache.

    Raises NotFetched without a network, or for a jar whose bytes are not those of the lock file.
    """
    maven = MavenContext(repo_cache=cache / "maven")
    with _one_at_a_time(cache), ThreadPoolExecutor(FETCHES_AT_ONCE) as pool:
        return list(pool.map(lambda jar: _path(maven, jar), locked_jars()))


def write_lock_file(cache: Path) -> None:
    """Resolves Kafka's dependencies anew and writes down what they are."""
    maven = MavenContext(repo_cache=cache / "maven")
    jars = []
    for artifact in jgo.resolve(COORDINATES):
        found = maven.project(artifact.groupId, artifact.artifactId).at_version(artifact.version).artifact()
        jars.append(Jar(found.groupId, found.artifactId, found.version, _sha256(found.resolve())))
    LOCK_FILE.write_text("# The jars of Apache Kafka and their sums, written by `make lock`.\n" + "".join(f"{jar}\n" for jar in jars))


def _parse(line: str) -> Jar:
    coordinates, _, digest = line.partition(" sha256:")
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, digest)


def _path(maven: MavenContext, jar: Jar) -> Path:
    artifact = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    cached = maven.repo_cache / artifact.component.path_prefix / artifact.cached_filename
    if cached.exists() and _sha256(cached) != jar.sha256:
        cached.unlink()  # a download that was broken off
    try:
        path: Path = artifact.resolve()
    except (requests.RequestException, RuntimeError) as error:
        raise NotFetched(f"cannot fetch {cached.name} of Apache Kafka: is there a network? ({type(error).__name__})") from error
    if _sha256(path) != jar.sha256:
        raise NotFetched(f"{path.name} of Apache Kafka is not the file that {LOCK_FILE.name} names: its SHA-256 sum differs")
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _one_at_a_time(cache: Path) -> Iterator[None]:
    """Processes that share a cache fetch one after another."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "kafka-jars.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    cache = cache_folder()
    if sys.argv[1:] == ["lock"]:
        write_lock_file(cache)
        return 0
    try:
        jar_paths(cache)
    except NotFetched as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
