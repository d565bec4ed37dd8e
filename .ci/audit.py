"""Asks pip-audit whether an installed package has a known hole.

Only one thing is let pass: that nobody could be asked. pip-audit ends happily where a mirror of the package
index answers "not found" for every package, and with a connection error where there is no network. Both are
said, and neither is taken for "no known holes".
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

NOBODY_TO_ASK = "NOT AUDITED: the service that knows of holes in packages can't be reached from here."
_NO_CONNECTION = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "NameResolutionError", "Could not connect")


def verdict(output: str, errors: str) -> tuple[int, str]:
    """What pip-audit's report (JSON) or its errors come to: an exit code and words."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except ValueError:
        reached = not any(sign in errors for sign in _NO_CONNECTION)
        return (1, f"pip-audit failed:\n{errors}") if reached else (0, NOBODY_TO_ASK)
    asked = [package for package in packages if "vulns" in package]
    holes = [f"{p['name']} {p['version']}: {hole['id']}" for p in asked for hole in p["vulns"]]
    if holes:
        return 1, "Known holes:\n" + "\n".join(holes)
    if not asked:
        return 0, NOBODY_TO_ASK
    unknown = [p["name"] for p in packages if "editable" not in p.get("skip_reason", "editable")]
    if unknown:
        return 1, f"Unknown to the service: {', '.join(unknown)}"
    return 0, f"{len(asked)} packages, no known holes."


def main() -> int:
    """Runs pip-audit over this environment. Our own package is no package of the index."""
    command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--format", "json"]
    done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    code, words = verdict(done.stdout, done.stderr)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
