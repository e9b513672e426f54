"""Nothing but the input is opened, no network is used, and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]

SCRIPT = """
import io, sys, zipfile
from govdisclose_extract import Extractor, GovDiscloseError
from govdisclose_extract.testing.forge import Case, WRITERS, forge, read

secret = sys.argv[1]
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
for written in files:  # whatever is loaded late is loaded now
    read(written, extractor)
seen = []
watched = {"open", "os.mkdir", "socket.connect", "socket.getaddrinfo", "subprocess.Popen",
           "tempfile.mkstemp", "tempfile.mkdtemp", "urllib.Request"}

def watch(event, arguments):
    if event in watched and not (event == "open" and arguments[0] is None):
        seen.append((event, str(arguments[0])))

sys.addaudithook(watch)
reports = [read(written, extractor) for written in files]
for data in hostile:
    try:
        reports.append(extractor.extract(data))
    except GovDiscloseError:
        pass
assert len(hostile) > 5
assert not any("s3cr3t" in report.to_json() for report in reports)
print(seen)
"""


def test_only_the_input_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cr3t", encoding="ascii")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(secret)],
        check=True,
        capture_output=True,
        text=True,
        cwd=TOP / "src",
    )
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == [secret]
