"""Make .venv from requirements.lock. Plain Python and its standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys

LEAST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
STAMP = os.path.join(VENV, ".installed")


def main():
    """Install what the lock names; do nothing when that is installed already."""
    if sys.version_info < LEAST:
        stop(
            "Python {}.{} is too old: expected 3.11 or newer; name one: make PYTHON=python3.12".format(
                *sys.version_info
            )
        )
    wanted = digest()
    if read(STAMP) == wanted and os.path.exists(PYTHON):
        return
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            stop(
                "Python's {} module is missing: on Debian and Ubuntu, apt install python3-venv".format(module)
            )
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        call([sys.executable, "-m", "venv", VENV], "can't create .venv")
    count = sum(1 for line in read(os.path.join(ROOT, "requirements.lock")).splitlines() if "==" in line)
    print("installing {} packages into .venv, about two minutes …".format(count), flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lock = ["-r", os.path.join(ROOT, "requirements.lock")]
    if os.environ.get("TORCH_INDEX"):  # a local version, such as +cpu, goes before the bare one
        lock += ["--extra-index-url", os.environ["TORCH_INDEX"]]
    if subprocess.call([*pip, "--only-binary=:all:", *lock]):
        if not (shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")):
            stop(
                "a package has no wheel for this machine and no C compiler was found: "
                "install one (apt install gcc python3-dev)"
            )
        call([*pip, *lock], "can't install requirements.lock")
    call([*pip, "--no-deps", "--editable", ROOT], "can't install ecosystem-nb itself")
    with open(STAMP, "w") as file:
        file.write(wanted)


def digest():
    """Return one hash over what the environment is made from."""
    known = hashlib.sha256(sys.version.encode())
    for name in ("requirements.lock", "pyproject.toml"):
        known.update(read(os.path.join(ROOT, name)).encode())
    return known.hexdigest()


def works(python):
    """Tell whether an earlier, perhaps interrupted, .venv can be gone on with."""
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.call([python, "-m", "pip", "--version"], **quiet) == 0
    except OSError:
        return False


def read(path):
    """Return a file's text, empty where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def call(command, problem):
    """Run a command; stop with one line when it fails."""
    if subprocess.call(command):
        stop("{}: see the lines above".format(problem))


def stop(message):
    """End with one line."""
    sys.exit("ecosystem-nb: " + message)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("interrupted; the next call goes on from here")
