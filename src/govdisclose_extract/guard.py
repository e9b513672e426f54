"""The one guard around calls into adapters and layouts, built-in or foreign."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .errors import GovDiscloseError, MissingDependency

T = TypeVar("T")


def guarded(
    kind: type[GovDiscloseError], what: str, zh: str, call: Callable[..., T], *arguments: object
) -> T:
    """What the call gives.

    Errors of this library pass; a missing module becomes MissingDependency; any other error
    becomes one of `kind`.
    """
    try:
        return call(*arguments)
    except GovDiscloseError:
        raise
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0].replace("_", "-")
        raise MissingDependency(
            f"{what}: the module {error.name} is not installed",
            zh=f"{zh}:缺少模块 {error.name}",
            hint=f"pip install {name}" if name else None,
        ) from error
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        raise kind(
            f"{what}: {detail}",
            zh=f"{zh}:{detail}",
            hint="The file may be broken; if it opens elsewhere, please report this.",
            hint_zh="文件可能已损坏;如在别处可以打开,请反馈此问题。",
        ) from error
