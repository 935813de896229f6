"""Programs the tests drive, got from the system's packages where we may."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

LOG = Path(__file__).resolve().parent.parent / "var" / "log" / "packages.log"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Give the browser's path, or None; `CHROMIUM` in the environment comes first."""
    names = (os.environ.get("CHROMIUM", ""), *CHROMIUM)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _postgresql() -> object:
    return shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _redis() -> object:
    return shutil.which("redis-server") or shutil.which("valkey-server")


IS_HERE: dict[str, Callable[[], object]] = {
    "postgresql": _postgresql,
    "redis-server": _redis,
    "chromium": chromium,
    "poppler-utils": lambda: shutil.which("pdftoppm"),
}


def provide(*packages: str) -> dict[str, str]:
    """Install what is missing if we may; give what still is, with the reason in a line."""
    missing = [package for package in packages if not IS_HERE[package]()]
    if not missing:
        return {}
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return {
            package: f"it is not installed, and only root can (apt-get install {package})"
            for package in missing
        }
    print(f"Installing {', '.join(missing)} …", flush=True)
    _apt_get("update")
    for package in missing:
        _apt_get("install", "-y", "--no-install-recommends", package)
    return {
        package: f"apt-get install {package} did not bring it; see {LOG}"
        for package in missing
        if not IS_HERE[package]()
    }


def _apt_get(*arguments: str) -> None:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    # RUNLEVEL=1 keeps a package from starting its server: the tests start their own.
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    with LOG.open("ab") as log:
        subprocess.run(["apt-get", *arguments], env=env, stdout=log, stderr=log, check=False)
