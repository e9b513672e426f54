"""The one door for developers: `nox` runs every check, `nox -s tests` one of them."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "layers", "tests", "package", "plugins", "tutorial"]

PACKAGE = "govdisclose_extract"
PYPROJECT = nox.project.load_toml("pyproject.toml")
SAMPLE = Path("samples/tabbed/report.txt")
SAMPLE_PLUGINS = sorted(
    path.parent.name for path in Path("samples/plugins").glob("*/pyproject.toml")
)
WHOLLY_COVERED = ("form", "reading", "solve")
"""Folders or modules whose every branch a test must take: a slip there is a wrong number."""


def _group(session: nox.Session, name: str) -> None:
    session.install(*nox.project.dependency_groups(PYPROJECT, name))


@nox.session
def lint(session: nox.Session) -> None:
    """Style, likely bugs, spelling."""
    _group(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")


@nox.session
def types(session: nox.Session) -> None:
    """Two type checkers, and the completeness of the public types."""
    _group(session, "types")
    session.install("-e", ".[test]")
    session.run("mypy", "--strict", "src")
    session.run("pyright", "src")
    session.run("pyright", "--verifytypes", PACKAGE, "--ignoreexternal")
    session.run("pytest", "-q", "tests/architecture/test_typing.py")


@nox.session
def layers(session: nox.Session) -> None:
    """Who may import whom."""
    _group(session, "layers")
    session.install("-e", ".")
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """Every test, with branch coverage. Arguments after `--` go to pytest, without the floors."""
    session.install("-e", ".[test]")
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    # As a module, so that processes that tests start find the tests too.
    session.run("python", "-m", "pytest", f"--cov={PACKAGE}", "--cov-branch", "--cov-report=")
    session.run("coverage", "report")
    for name in WHOLLY_COVERED:
        path = f"src/{PACKAGE}/{name}"
        include = f"{path}/*" if Path(path).is_dir() else f"{path}.py"
        session.run("coverage", "report", f"--include={include}", "--fail-under=100")


@nox.session
def camelot(session: nox.Session) -> None:
    """The tests of an engine that other sessions skip: it brings a library of pictures along."""
    session.install("-e", ".[test,camelot]")
    session.run("python", "-m", "pytest", "tests/adapters", "-k", "camelot", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Build, look into what was built, and use it from an empty environment."""
    _group(session, "package")
    with tempfile.TemporaryDirectory() as folder:
        dist, home = Path(folder, "dist"), Path(folder, "home")
        session.run("python", "-m", "build", "--outdir", str(dist))
        (wheel,) = dist.glob("*.whl")
        (sdist,) = dist.glob("*.tar.gz")
        _check_contents(session, wheel, sdist)
        sample = shutil.copy(SAMPLE, folder)
        session.run("python", "-m", "venv", str(home))
        scripts = next(path for path in (home / "bin", home / "Scripts") if path.is_dir())
        install = [str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
        session.run(*install, external=True)
        command = str(scripts / "govdisclose")
        with session.chdir(folder):
            session.run(command, "--help", external=True, silent=True)
            session.run(command, "extract", sample, "--format", "json", external=True, silent=True)


@nox.session
@nox.parametrize("plugin", SAMPLE_PLUGINS)
def plugins(session: nox.Session, plugin: str) -> None:
    """A sample plugin beside the built wheel: its own tests, and what is said of it."""
    folder = Path("samples/plugins", plugin)
    _group(session, "package")
    with tempfile.TemporaryDirectory() as dist:
        session.run("python", "-m", "build", "--wheel", "--outdir", dist, silent=True)
        (wheel,) = Path(dist).glob("*.whl")
        session.install(str(wheel), "pytest")
        session.install(str(folder))
    with session.chdir(folder):
        session.run("pytest", *session.posargs, env={"PYTHONPATH": ""})
        session.run("govdisclose", "plugins")
        sample = next(Path().glob("report.*"))
        session.run("govdisclose", "extract", str(sample), "--format", "json", silent=True,
                    success_codes=(0, 1))  # fmt: skip


@nox.session
def tutorial(session: nox.Session) -> None:
    """The tutorial as a new author follows it: its files and commands, in an empty environment."""
    _group(session, "package")
    with tempfile.TemporaryDirectory() as top:
        dist, folder = Path(top, "dist"), Path(top, "govdisclose-odt")
        session.run("python", "-m", "build", "--wheel", "--outdir", str(dist), silent=True)
        (wheel,) = dist.glob("*.whl")
        session.install(str(wheel))
        write = str(Path("tests/tutorial.py").resolve())
        with session.chdir(top):
            for step, passes in ((3, False), (5, True)):
                session.run("python", write, str(folder), str(step))
                with session.chdir(folder):
                    session.install("-e", ".[test]")
                    session.run("govdisclose", "plugins", "odt")
                    session.run("pytest", "-q", success_codes=(0,) if passes else (1,))


def _check_contents(session: nox.Session, wheel: Path, sdist: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
    editions = sorted(Path(f"src/{PACKAGE}/form/editions").glob("*.toml"))
    wanted = [f"{PACKAGE}/py.typed"]
    wanted += [path.relative_to("src").as_posix() for path in editions]
    if not editions:
        session.error("src holds no edition of the form")
    for name in wanted:
        if name not in inside:
            session.error(f"{wheel.name} lacks {name}")
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in inside):
        session.error(f"{wheel.name} lacks the licence")
    for name in inside:
        if not name.startswith((f"{PACKAGE}/", f"{PACKAGE}-")):
            session.error(f"{wheel.name} holds {name}, outside the package")
    with tarfile.open(sdist) as archive:
        inside = [name.partition("/")[2] for name in archive.getnames()]
    for name in inside:
        if name.startswith(("tests", "samples")):
            session.error(f"{sdist.name} holds {name}")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, with every warning an error."""
    _group(session, "docs")
    session.run("mkdocs", "build", "--strict", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """How fast the samples are read, and how that compares. Needs a quiet machine."""
    session.install(".[test]")
    session.run("pytest", "benchmarks", "--benchmark-only", *session.posargs)
    session.run("python", "benchmarks/ratios.py")


@nox.session
def accuracy(session: nox.Session) -> None:
    """How well a fixed set of forged reports is read; nothing may be worse than the floors.

    `-- --update` pins what is reached; `--allow-regression` besides pins what is worse.
    """
    session.install(".[testing]")
    session.run("python", "tests/accuracy/gate.py", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Every target for its share of some seconds, 600 in all unless `-- SECONDS` says otherwise."""
    session.install(".[testing]")
    _group(session, "fuzz")
    session.run("python", "fuzz/fuzz.py", "all", *(session.posargs or ["600"]))


@nox.session
def mutate(session: nox.Session) -> None:
    """20,000 damaged HTML, DOCX and PDF files: only errors of the library, no hang, no bloat."""
    session.install(".[testing]")
    session.run("python", "fuzz/mutate.py", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Memory after 5,000 readings lies within 20 MiB of that after 500."""
    session.install(".[testing]")
    session.run("python", "benchmarks/soak.py", *session.posargs)


@nox.session
def limits(session: nox.Session) -> None:
    """How late the deadline fires on heavy inputs, and how much memory they take."""
    session.install(".[testing]")
    session.run("python", "benchmarks/limits.py", *session.posargs)
