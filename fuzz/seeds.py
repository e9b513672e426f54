"""Writes the small corpus that fuzzing begins with: `python fuzz/seeds.py`."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from govdisclose_extract.testing.forge import WRITERS, Case, forge
from govdisclose_extract.testing.others import KINDS, other
from govdisclose_extract.testing.write.encodings import encoded

HERE = Path(__file__).parent / "corpus"
EDITIONS = HERE.parents[1] / "src" / "govdisclose_extract" / "form" / "editions"
SEEDS = ((), ("page_breaks", "spaced_labels"), ("fragments", "spelt_values"))


def main() -> None:
    """Write every file anew."""
    from reportlab import rl_config

    from govdisclose_extract import extract_text

    rl_config.pageCompression = 0  # so that what is mutated is what is drawn
    rl_config.useA85 = 0
    for name, writer in WRITERS.items():
        for number, damages in enumerate(SEEDS):
            if name.startswith(("glued", "pdf")) and number:
                continue
            written = forge(Case(name, damages, number + 40))
            data = written.data if isinstance(written.data, bytes) else written.data.encode()
            _keep(writer.suffix[1:].replace("txt", "text"), f"{name}-{number}", data)
            if writer.suffix == ".docx":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    _keep("body", f"{name}-{number}", archive.read("word/document.xml"))
    page = encoded(forge(Case("html-site", (), 2)), "gb18030")
    _keep("html", "gb18030", page.data if isinstance(page.data, bytes) else b"")
    for kind in KINDS[:6]:
        _keep("everything", kind.__name__, other(kind, 1).text.encode())
    tabbed = forge(Case("tabbed", (), 1))
    _keep("everything", "tabbed", str(tabbed.data).encode())
    for path in sorted(EDITIONS.glob("*.toml")):
        _keep("toml", path.stem, path.read_bytes())
    _keep("json", "report", extract_text(str(tabbed.data)).to_json().encode())


def _keep(folder: str, name: str, data: bytes) -> None:
    path = HERE / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
