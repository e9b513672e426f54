"""PDFium's C functions, called without the conversions of ctypes.

For calls once a character or once an object: each takes less time than its conversions would, and
less than letting other threads run meanwhile.
"""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["handed", "quick"]


def quick(function: Any, result: Any = None) -> Any:
    """The same function; it takes whole numbers of C's `int`, and what `handed` gives.

    result: the type of what it gives; None for nothing that is asked for.
    """
    found: Any = ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)
    found.argtypes = None
    return found


handed: Any = ctypes.c_void_p.from_param
"""An address, as an argument of such a call; it can be used many times."""
