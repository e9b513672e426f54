"""The commands and their options, and what becomes of errors."""
# Annotations here are values that typer reads, so they are not postponed.

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from .. import __version__
from ..errors import EditionError, GovDiscloseError, UsageError
from .explaining import explain_file
from .extracting import FAILED, USAGE, Format, complain, extract_files
from .forming import print_form
from .output import hang_up, prepare_streams
from .plugging import print_plugins
from .words import language, say

PROGRAM = "govdisclose"
INTERRUPTED = 130
_PREFIX = "Value error, "

# Typer brings click's exceptions under changing names; this is the class of all wrong calls.
_WrongCall = cast(type[Exception], typer.BadParameter.__mro__[1])


class Lang(StrEnum):
    """Languages of the messages."""

    EN = "en"
    ZH = "zh"


class FormFormat(StrEnum):
    """How an edition is written."""

    TABLE = "table"
    JSON = "json"


def make_app(lang: str) -> typer.Typer:
    """The command line with its help in one language. Each command gives its exit code."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=say("app", lang),
    )
    chosen_lang = typer.Option("--lang", help=say("lang", lang), show_default=False)

    def version(wanted: bool) -> None:
        if wanted:
            sys.stdout.write(f"{PROGRAM} {__version__}\n")
            raise typer.Exit

    @app.callback()
    def options(
        _: Annotated[
            bool,
            typer.Option("--version", callback=version, is_eager=True, help=say("version", lang)),
        ] = False,
        chosen: Annotated[Lang | None, chosen_lang] = None,
    ) -> None:
        """Options of the program itself; `run` has looked for the language already."""

    its_engine: Any = typer.Option("--engine", metavar="NAME", help=say("engine", lang))
    its_password: Any = typer.Option("--password", metavar="TEXT", help=say("password", lang))

    @app.command(help=say("extract", lang))
    def extract(
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=say("files", lang))],
        format: Annotated[Format, typer.Option(help=say("format", lang))] = Format.TABLE,
        out: Annotated[
            Path | None, typer.Option(metavar="PATH", help=say("out", lang), show_default=False)
        ] = None,
        layout: Annotated[
            list[str] | None,
            typer.Option(metavar="NAME", help=say("layout_option", lang), show_default=False),
        ] = None,
        engine: Annotated[str | None, its_engine] = None,
        password: Annotated[str | None, its_password] = None,
        cross_check: Annotated[
            bool, typer.Option("--cross-check", help=say("cross_check", lang))
        ] = False,
        everything: Annotated[bool, typer.Option("--all", help=say("all", lang))] = False,
        chosen: Annotated[Lang | None, chosen_lang] = None,
    ) -> int:
        tongue = chosen or lang
        return _guarded(
            lambda: extract_files(
                files,
                format=format,
                out=out,
                layouts=layout or (),
                lang=tongue,
                engine=engine,
                password=password,
                cross_check=cross_check,
                everything=everything,
            ),
            tongue,
        )

    @app.command(help=say("explain", lang))
    def explain(
        file: Annotated[str, typer.Argument(metavar="FILE", help=say("file", lang))],
        engine: Annotated[str | None, its_engine] = None,
        password: Annotated[str | None, its_password] = None,
        chosen: Annotated[Lang | None, chosen_lang] = None,
    ) -> int:
        tongue = chosen or lang
        return _guarded(
            lambda: explain_file(file, lang=tongue, engine=engine, password=password), tongue, file
        )

    @app.command(help=say("form", lang))
    def form(
        edition: Annotated[str, typer.Argument(metavar="EDITION", help=say("edition", lang))],
        format: Annotated[
            FormFormat, typer.Option(help=say("form_format", lang))
        ] = FormFormat.TABLE,
        chosen: Annotated[Lang | None, chosen_lang] = None,
    ) -> int:
        tongue = chosen or lang
        json = format is FormFormat.JSON
        return _guarded(lambda: print_form(edition, json=json, lang=tongue), tongue)

    @app.command(help=say("plugins", lang))
    def plugins(
        name: Annotated[
            str | None,
            typer.Argument(metavar="NAME", help=say("plugin_name", lang), show_default=False),
        ] = None,
        chosen: Annotated[Lang | None, chosen_lang] = None,
    ) -> int:
        tongue = chosen or lang
        return _guarded(lambda: print_plugins(name, lang=tongue), tongue)

    return app


def run(arguments: Sequence[str]) -> int:
    """Run the command line and give its exit code; see `main`."""
    prepare_streams()
    lang = language(arguments, os.environ)
    command: Any = typer.main.get_command(make_app(lang))
    try:
        code = command.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except _WrongCall as error:
        return _wrong_call(error, lang)
    return code if isinstance(code, int) else 0


def _guarded(action: Callable[[], int], lang: str, name: str | None = None) -> int:
    try:
        code = action()
        sys.stdout.flush()
    except BrokenPipeError:
        hang_up()
        return 0
    except KeyboardInterrupt:
        print(say("interrupted", lang), file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except GovDiscloseError as error:
        complain(error, lang, name)
        # An unknown name of an edition has no place; a broken TOML file has one.
        unknown = isinstance(error, EditionError) and error.where is None
        return USAGE if unknown or isinstance(error, UsageError) else FAILED
    except OSError as error:
        hang_up()
        said = say("unwritable_out", lang, reason=error.strerror or error)
        print(said, file=sys.stderr)  # noqa: T201
        return USAGE
    return code


def _wrong_call(error: Any, lang: str) -> int:
    """Say on the standard error what is wrong with the call."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        error.show()
        return USAGE
    said = str(error.format_message())
    said = said.replace(f": {_PREFIX}", ": ")
    if lang == "zh":
        said = _in_chinese(error, kind, said)
    path = error.ctx.command_path if error.ctx else PROGRAM
    lines = (f"{say('error', lang)}: {said}", say("try", lang, command=path))
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201
    return USAGE


def _in_chinese(error: Any, kind: str, said: str) -> str:
    option = getattr(error, "option_name", None)
    if kind == "NoSuchOption" and option:
        return say("no_option", "zh", name=option)
    parameter = getattr(error, "param", None)
    if parameter is None:
        return said
    name = parameter.metavar or parameter.opts[-1]
    if parameter.opts[-1].startswith("-"):
        name = parameter.opts[-1]
    if kind == "MissingParameter":
        return say("lacking", "zh", name=name)
    message = str(error.message).removeprefix(_PREFIX).replace(" is not one of ", " 不是下列之一: ")
    return say("invalid", "zh", name=name, message=message)
