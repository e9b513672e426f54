"""Nothing but the input is opened, no network is used, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]

SCRIPT = """
import io, sys, zipfile
from govdisclose_extract import Extractor, GovDiscloseError
from govdisclose_extract.testing.forge import Case, WRITERS, forge, read

secret = sys.argv[1]
ENGINES = {
    ".html": ("lxml", "bs4"),
    ".docx": ("ooxml", "python-docx"),
    ".pdf": ("pdfium", "pdfplumber"),
}
extractor = Extractor()
names = [name for name in WRITERS if not name.startswith("glued")]
files = [forge(Case(name, (), 2)) for name in names]
entity = f'<!DOCTYPE r [<!ENTITY e SYSTEM "file://{secret}">]>'
hostile = []
for written in files:
    data = written.data.encode() if isinstance(written.data, str) else written.data
    if written.suffix == ".html":
        page = data.decode().replace("<!DOCTYPE html>", entity)
        page = page.replace("<body>", f'<body>&e;<img src="file://{secret}"><iframe src="{secret}">')
        hostile.append(page.encode())
    if written.suffix == ".docx":
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                text = old.read(name)
                if name == "word/document.xml":
                    text = text.replace(b"<w:document", entity.encode() + b"<w:document", 1)
                    text = text.replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p>")
                new.writestr(name, text)
        hostile.append(packed.getvalue())
jobs = []
for written in files:
    data = written.data.encode() if isinstance(written.data, str) else written.data
    usual, *others = ENGINES.get(written.suffix, (None,))
    seconds = [] if any(engine in others for _, engine in jobs) else others
    jobs += [(data, engine) for engine in (usual, *seconds)]
jobs += [(data, "bs4") for data in hostile if b"<html" in data]
jobs += [(data, "python-docx") for data in hostile if b"<html" not in data]
jobs += [(data, None) for data in hostile]

def reports():
    for data, engine in jobs:
        try:
            yield extractor.extract(data, engine=engine)
        except GovDiscloseError:
            pass

list(reports())  # whatever is loaded late is loaded now
seen = []
kinds = ("open", "os", "socket", "subprocess", "shutil", "tempfile", "urllib", "http", "ftplib",
         "glob", "mmap", "pty", "webbrowser", "winreg", "sqlite3", "import")

def watch(event, arguments):
    if event.partition(".")[0] in kinds and not (event == "open" and arguments[0] is None):
        seen.append((event, str(arguments[0])))

sys.addaudithook(watch)
made = list(reports())
assert len(made) > len(jobs) // 2
assert len(hostile) > 5
assert not any("s3cr3t" in report.to_json() for report in made)
told, seen = seen, []
extractor.extract(sys.argv[2])
print([one for one in told if one[0] != "import"], [one for one in seen if one[0] != "import"])
"""


def test_only_the_input_is_read(tmp_path):
    secret, given, left = tmp_path / "secret.txt", tmp_path / "report.txt", tmp_path / "left"
    secret.write_text("s3cr3t", encoding="ascii")
    given.write_bytes((TOP / "samples" / "tabbed" / "report.txt").read_bytes())
    left.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(secret), str(given)],
        check=True,
        capture_output=True,
        text=True,
        cwd=TOP / "src",
        env={**os.environ, "TMPDIR": str(left), "TEMP": str(left), "TMP": str(left)},
    )
    assert done.stdout.strip() == f"[] {[('open', str(given))]}"
    assert sorted(tmp_path.iterdir()) == sorted([secret, given, left])
    assert list(left.iterdir()) == []
