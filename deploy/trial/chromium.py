"""The browser of the tests: the one that is installed, else Debian's package, else Playwright's own."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed_chromium() -> str | None:
    """Its path, or None: then Playwright finds its own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install_commands(playwright: str) -> tuple[list[str], ...]:
    if from_debian():
        return ["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
    return ([playwright, "install", "chromium"],)
