"""What ties a process to its parent's life."""

import shutil


def leash(on_parent_death: str) -> list[str]:
    """The words in front of a command that has the kernel signal its process when its parent dies. Only Linux has such a thing."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", on_parent_death] if setpriv else []
