"""Start Groenlicht from its checkout: install it beside this file, then run it.

    python start.py [arguments of groenlicht]    run; results land in the current folder
    python start.py test [arguments of pytest]   run the tests
    python start.py install [extra ...]          only install, with extras if named
    python start.py python [script ...]          the environment's Python, for a script of yours

Standard library only, no shell. The virtual environment is `.venv` beside this file, or the
folder named by GROENLICHT_VENV. Whoever runs this is told in Dutch what went wrong; the exit
code is 2 for that, else the exit code of what was run.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        f"Groenlicht heeft Python 3.11 of nieuwer nodig en dit is {sys.version.split()[0]}:"
        " installeer een nieuwere Python en start daarmee, bijvoorbeeld met"
        " 'python3.11 start.py'.\n"
    )
    sys.exit(2)

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PYPROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "constraints.txt"


class StartError(Exception):
    """Something the user can mend; the message is one Dutch sentence that says how."""


def main(arguments: list[str]) -> int:
    """Install what is needed and run what is asked; the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        environment = Environment(environment_folder())
        if command == "install":
            environment.prepare(known_extras(rest))
            return 0
        if command == "test":
            environment.prepare({"test"})
            # Without -P on purpose: tests import their helpers from the checkout.
            return environment.run(["-m", "pytest", *rest], ROOT)
        if command == "python":  # the environment's own Python, for scripts of one's own
            environment.prepare(set())
            return environment.run(rest, Path.cwd())
        os.environ.setdefault("GROENLICHT_COMMAND", shlex.join(["python", sys.argv[0]]))
        environment.prepare(set())
        # -P: a model.py in the current folder must not hide ours.
        return environment.run(["-P", "-m", "groenlicht", *arguments], Path.cwd())
    except StartError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename or ROOT}: lezen of schrijven lukte niet ({error.strerror or error});"
            " controleer of het bestand er staat en of u er mag schrijven, en start opnieuw.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("Afgebroken; start opnieuw om verder te gaan.", file=sys.stderr)
        return 130


def environment_folder() -> Path:
    """Where the virtual environment stands."""
    named = os.environ.get("GROENLICHT_VENV")
    return Path(named).absolute() if named else ROOT / ".venv"


def known_extras(names: list[str]) -> set[str]:
    """The extras asked for; StartError if pyproject.toml does not know one."""
    known = sorted(tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["optional-dependencies"])
    for name in names:
        if name not in known:
            raise StartError(f"De uitbreiding '{name}' bestaat niet: kies uit {', '.join(known)}.")
    return set(names)


class Environment:
    """The virtual environment, and the stamp that says what was installed in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        scripts, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
        self.python = folder / scripts / f"python{suffix}"
        self.stamp = folder / "groenlicht-stamp.json"
        self.log = folder / "groenlicht-installatie.log"

    def prepare(self, extras: set[str]) -> None:
        """Make the environment and install, if anything changed since the last time."""
        source = fingerprint()
        stamped, installed = self._read_stamp()
        if stamped == source and extras <= installed and self.python.exists():
            return
        print(
            "Groenlicht wordt geïnstalleerd; dat duurt de eerste keer een minuut of twee.",
            file=sys.stderr,
            flush=True,
        )
        self._create()
        self.stamp.unlink(missing_ok=True)
        wanted = sorted(extras | installed)
        self._install(wanted)
        part = self.stamp.with_suffix(".part")
        part.write_text(json.dumps({"source": source, "extras": wanted}), "utf-8")
        part.replace(self.stamp)

    def run(self, arguments: list[str], folder: Path) -> int:
        """Run the environment's Python with these arguments in a folder; its exit code."""
        command = [str(self.python), *arguments]
        sys.stdout.flush()
        sys.stderr.flush()
        if os.name != "nt":  # become the program: signals and exit code are its own
            os.chdir(folder)
            os.execv(command[0], command)
        with subprocess.Popen(command, cwd=folder) as child:
            while True:
                # Ctrl-C reaches the child too: leave it the time to stop cleanly.
                with contextlib.suppress(KeyboardInterrupt):
                    return child.wait()

    def _read_stamp(self) -> tuple[str, set[str]]:
        """What was installed last: the fingerprint then, and the extras."""
        try:
            found = json.loads(self.stamp.read_text("utf-8"))
            return str(found["source"]), {str(extra) for extra in found["extras"]}
        except (OSError, ValueError, KeyError, TypeError):
            return "", set()

    def _create(self) -> None:
        """Make the environment, unless there is one whose Python still runs."""
        check = "import sys; sys.exit(sys.version_info < (3, 11))"
        if self._works([str(self.python), "-c", check]):
            return
        if self.folder.exists() and not (self.folder / "pyvenv.cfg").exists():
            if not self.folder.is_dir() or any(self.folder.iterdir()):
                raise StartError(
                    f"De map {self.folder} bestaat al en is geen Python-omgeving:"
                    " verplaats of verwijder die map en start opnieuw."
                )
        for part in ("venv", "ensurepip"):
            if importlib.util.find_spec(part) is None:
                raise StartError(
                    f"Deze Python mist het onderdeel '{part}': installeer het (op Debian en Ubuntu"
                    " met 'sudo apt install python3-venv') en start opnieuw."
                )
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            raise StartError(
                f"De Python-omgeving in {self.folder} kon niet worden gemaakt"
                f" ({complaint(done.stdout + done.stderr)}): maak ruimte op de schijf of geef"
                " schrijfrechten op die map, en start opnieuw."
            )

    def _install(self, extras: list[str]) -> None:
        """Install the checkout, editable, with the versions tried; output only on failure."""
        pip = [str(self.python), "-P", "-m", "pip"]
        if not self._works([*pip, "--version"]):  # an environment made without pip
            self._logged([str(self.python), "-P", "-m", "ensurepip", "--upgrade"])
        target = f".[{','.join(extras)}]" if extras else "."
        options = ["--no-input", "--disable-pip-version-check", "-c", CONSTRAINTS.name]
        self._logged([*pip, "install", *options, "-e", target])

    def _logged(self, command: list[str]) -> None:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            self.log.write_bytes(done.stdout)
            raise StartError(
                f"Het installeren lukte niet ({complaint(done.stdout)}): controleer de"
                f" internetverbinding en de schijfruimte en start opnieuw; alles wat de"
                f" installatie meldde staat in {self.log}."
            )
        self.log.unlink(missing_ok=True)

    @staticmethod
    def _works(command: list[str]) -> bool:
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def fingerprint() -> str:
    """Changes when the checkout must be installed again: other contents, another place."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (PYPROJECT, CONSTRAINTS):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def complaint(output: bytes) -> str:
    """What went wrong, in the words of pip or venv: its first error, else its last line."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines()]
    errors = [line for line in lines if re.match(r"error\b", line, re.IGNORECASE)]
    said = errors[:1] or [line for line in lines if line][-1:] or ["geen melding"]
    return re.sub(r"^error:\s*", "", said[0], flags=re.IGNORECASE).rstrip(".")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
