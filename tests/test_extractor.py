"""The front door: what it takes, how it is configured, and what it makes of foreign code."""

from __future__ import annotations

import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest

import govdisclose_extract as gd
from govdisclose_extract.adapters.base import AdapterInfo, Match, ReadOptions
from govdisclose_extract.adapters.text import TextAdapter, document_of
from govdisclose_extract.form.loader import parse_edition
from govdisclose_extract.layouts.base import Declined, Layout
from govdisclose_extract.layouts.tabbed import LAYOUT as TABBED
from govdisclose_extract.plugins import ADAPTERS, LAYOUTS, resolve
from govdisclose_extract.reading import Reading
from govdisclose_extract.source import Source

SAMPLES = Path(__file__).parents[1] / "samples"
PATH = SAMPLES / "tabbed" / "report.txt"
DATA = PATH.read_bytes()
NAMES = sorted(path.parent.name for path in SAMPLES.glob("*/report.txt"))


def sample(name: str) -> Path:
    return SAMPLES / name / "report.txt"


def without_source(report: gd.Report) -> gd.Report:
    return msgspec.structs.replace(report, source=gd.Provenance())


REPORT = gd.extract(PATH)


class Stub:
    """An adapter that claims everything, says what it was given, and reads one sample."""

    info: ClassVar[AdapterInfo] = AdapterInfo(name="stub")

    def __init__(self, result: Any = None, match: Any = Match.CONTENT) -> None:
        self.result = result
        self.answer = match
        self.seen: list[Any] = []

    def match(self, head: bytes, hints: Any, /) -> Any:
        self.seen.append((head, hints))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def read(self, source: Any, options: ReadOptions, /) -> Any:
        self.seen.append((source, options))
        if isinstance(self.result, Exception):
            raise self.result
        return document_of(DATA.decode()) if self.result is None else self.result


class Printed:
    """A layout that gives what it was made with."""

    def __init__(self, result: Any, name: str = "printed") -> None:
        self.result = result
        self.name = name

    def read(self, flow: Any, region: Any, /) -> Any:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class TestInputs:
    @pytest.mark.parametrize(
        "given",
        [str(PATH), PATH, DATA, bytearray(DATA), memoryview(DATA), io.BytesIO(DATA)],
        ids=lambda given: type(given).__name__,
    )
    def test_a_path_bytes_or_a_stream(self, given):
        assert without_source(gd.extract(given)) == without_source(REPORT)

    def test_a_stream_is_left_open_and_where_it_was(self):
        stream = io.BytesIO(b"skipped" + DATA)
        stream.seek(7)
        report = gd.extract(stream)
        assert not stream.closed
        assert stream.tell() == 7
        assert without_source(report) == without_source(REPORT)

    def test_a_stream_is_put_back_after_a_refusal(self):
        stream = io.BytesIO("今天天气很好。".encode())
        with pytest.raises(gd.NotAReport):
            gd.extract(stream)
        assert stream.tell() == 0
        assert not stream.closed

    def test_a_file_names_itself(self):
        with PATH.open("rb") as stream:
            report = gd.extract(stream)
            assert not stream.closed
        assert report.source.name == str(PATH)
        assert gd.extract(DATA).source.name is None
        assert gd.extract(PATH).source.name == gd.extract(str(PATH)).source.name == str(PATH)

    @pytest.mark.parametrize("given", [DATA, bytearray(DATA), memoryview(DATA), PATH, None, 3])
    @pytest.mark.parametrize("method", ["extract_text", "trace_text"])
    def test_text_is_text(self, given, method):
        with pytest.raises(gd.UsageError) as caught:
            getattr(gd.Extractor(), method)(given)
        assert type(given).__name__ in caught.value.message
        assert "extract()" in caught.value.hint

    @pytest.mark.parametrize("given", [None, 3, ["a"], io.StringIO("a")])
    def test_no_other_input(self, given):
        with pytest.raises(gd.UsageError):
            gd.extract(given)

    def test_a_text_is_no_path(self):
        with pytest.raises(gd.SourceError, match="no such file"):
            gd.extract("一、总体情况")

    def test_a_refusal_names_the_file(self, tmp_path):
        path = tmp_path / "news.txt"
        path.write_text("今天天气很好。", encoding="utf-8")
        with pytest.raises(gd.NotAReport) as caught:
            gd.extract(path)
        assert caught.value.where == str(path)
        assert str(caught.value).startswith(str(path))

    def test_the_module_functions_are_those_of_a_plain_extractor(self):
        extractor = gd.Extractor()
        assert extractor.extract(PATH) == REPORT
        assert extractor.extract_text(DATA.decode()) == gd.extract_text(DATA.decode())


class TestAdapters:
    def test_by_name(self):
        assert gd.Extractor(adapters=["text"]).extract(PATH) == REPORT

    def test_by_object(self):
        stub = Stub()
        report = gd.Extractor(adapters=[stub]).extract(b"whatever")
        assert report.facts == REPORT.facts
        head, hints = stub.seen[0]
        assert (head, hints.name) == (b"whatever", None)

    def test_names_and_objects_together(self):
        extractor = gd.Extractor(adapters=["text", Stub(match=Match.SUFFIX)])
        assert extractor.trace(PATH).adapter == "text"

    def test_content_beats_suffix(self):
        extractor = gd.Extractor(adapters=[Stub(match=Match.SUFFIX), "text"])
        assert extractor.trace(PATH).adapter == "text"

    def test_the_earlier_wins_a_tie(self):
        assert gd.Extractor(adapters=[Stub(), "text"]).trace(PATH).adapter == "stub"
        assert gd.Extractor(adapters=["text", Stub()]).trace(PATH).adapter == "text"

    def test_the_head_is_only_the_first_bytes(self):
        stub = Stub()
        gd.Extractor(adapters=[stub]).extract(b"x" * 1_000_000)
        assert len(stub.seen[0][0]) <= 65_536

    def test_nobody_reads_it(self):
        with pytest.raises(gd.FormatError) as caught:
            gd.Extractor(adapters=["text"]).extract(b"%PDF-1.7 ...")
        assert "text" in caught.value.hint
        with pytest.raises(gd.FormatError):
            gd.Extractor(adapters=[]).extract(PATH)
        with pytest.raises(gd.FormatError):
            gd.Extractor(adapters=[Stub(match=Match.NO)]).extract(PATH)

    def test_one_that_fails_is_not_replaced(self):
        error = RuntimeError("page 3 is torn")
        with pytest.raises(gd.ReadError) as caught:
            gd.Extractor(adapters=[Stub(error), "text"]).extract(PATH)
        assert type(caught.value) is gd.ReadError
        assert caught.value.__cause__ is error
        assert "stub" in caught.value.message
        assert "page 3 is torn" in caught.value.message
        assert "stub" in caught.value.message_zh

    def test_its_own_errors_of_the_tree_pass(self):
        error = gd.EncryptedDocument("a password is needed")
        with pytest.raises(gd.EncryptedDocument) as caught:
            gd.Extractor(adapters=[Stub(error)]).extract(PATH)
        assert caught.value is error

    def test_one_that_raises_when_it_looks(self):
        error = RuntimeError("never raises, it said")
        with pytest.raises(gd.PluginError) as caught:
            gd.Extractor(adapters=[Stub(match=error)]).extract(PATH)
        assert caught.value.__cause__ is error

    @pytest.mark.parametrize("result", ["text", {}, b"", 0])
    def test_no_document(self, result):
        with pytest.raises(gd.PluginError) as caught:
            gd.Extractor(adapters=[Stub(result)]).extract(PATH)
        assert type(result).__name__ in caught.value.message
        assert "Document" in caught.value.message

    def test_findings_of_the_document_reach_the_report(self):
        finding = gd.Finding("document.several", gd.Severity.WARNING, "Odd.", "可疑。")
        document = document_of(DATA.decode())
        document = msgspec.structs.replace(document, findings=(finding,))
        report = gd.Extractor(adapters=[Stub(document)]).extract(b"any")
        assert finding in report.findings

    def test_the_provenance_is_the_document_s(self):
        source = gd.Provenance(name="x.doc", adapter="stub", engine="e")
        document = msgspec.structs.replace(document_of(DATA.decode()), source=source)
        trace = gd.Extractor(adapters=[Stub(document)]).trace(b"any")
        assert trace.report.source == source


class TestLayouts:
    def test_by_name(self):
        assert gd.Extractor(layouts=["tabbed"]).extract(PATH) == REPORT

    def test_by_object(self):
        assert gd.Extractor(layouts=[TABBED]).extract(PATH) == REPORT

    @pytest.mark.parametrize("name", NAMES)
    def test_the_order_does_not_decide_where_one_is_better(self, name):
        turned = gd.Extractor(layouts=[*LAYOUTS][::-1]).extract(sample(name))
        facts = gd.extract(sample(name)).facts
        assert {id: (f.value, f.state) for id, f in turned.facts.items()} == {
            id: (f.value, f.state) for id, f in facts.items()
        }

    def test_where_none_applies_the_tables_are_missing(self):
        report = gd.Extractor(layouts=["pipe"]).extract(PATH)
        assert len(report.facts) == 0
        codes = [finding.code for finding in report.findings]
        assert codes.count("table.missing") == 3
        assert report.sections

    def test_none_at_all(self):
        assert len(gd.Extractor(layouts=[]).extract(PATH).facts) == 0

    def test_one_that_raises(self):
        error = ZeroDivisionError("no columns")
        with pytest.raises(gd.PluginError) as caught:
            gd.Extractor(layouts=[Printed(error)]).extract(PATH)
        assert caught.value.__cause__ is error
        assert "printed" in caught.value.message
        assert "no columns" in caught.value.message
        assert caught.value.where == str(PATH)

    @pytest.mark.parametrize("result", [None, "tabbed", [], 7])
    def test_no_reading(self, result):
        with pytest.raises(gd.PluginError) as caught:
            gd.Extractor(layouts=[Printed(result)]).extract(PATH)
        assert type(result).__name__ in caught.value.message
        assert "Reading" in caught.value.message

    def test_one_that_declines(self):
        declines = Printed(Declined("not mine", "不适用"))
        report = gd.Extractor(layouts=[declines, "tabbed"]).extract(PATH)
        assert report == REPORT

    def test_one_of_the_caller_s_own_is_compared_like_any(self):
        class Empty:
            name = "empty"

            def read(self, flow: Any, region: Any, /) -> Reading:
                return Reading(region.table.id, self.name, ())

        trace = gd.Extractor(layouts=[Empty(), "tabbed"]).trace(PATH)
        assert trace.report.facts == REPORT.facts
        chosen = [one.layout for table in trace.tables for one in table.attempts if one.chosen]
        assert chosen == ["tabbed"] * 3


class TestNames:
    @pytest.mark.parametrize("kind", ["adapters", "layouts"])
    def test_an_unknown_name(self, kind):
        with pytest.raises(gd.UsageError) as caught:
            gd.Extractor(**{kind: ["parchment"]})
        assert "parchment" in caught.value.message
        assert "parchment" in caught.value.message_zh
        assert ("text" if kind == "adapters" else "cell_per_line") in caught.value.hint

    @pytest.mark.parametrize(
        "options",
        [
            {"adapters": ["text", "text"]},
            {"adapters": ["text", TextAdapter()]},
            {"adapters": [Stub(), Stub()]},
            {"layouts": ["tabbed", "pipe", "tabbed"]},
            {"layouts": ["tabbed", TABBED]},
            {"layouts": [Printed(None, "pipe"), "pipe"]},
        ],
    )
    def test_two_of_one_name(self, options):
        with pytest.raises(gd.UsageError, match="two"):
            gd.Extractor(**options)

    @pytest.mark.parametrize(
        "options",
        [
            {"adapters": [TextAdapter]},
            {"layouts": [type(TABBED)]},
            {"adapters": [object()]},
            {"layouts": [object()]},
            {"adapters": [None]},
            {"layouts": [7]},
            {"adapters": [TABBED]},
        ],
    )
    def test_what_is_no_plugin(self, options):
        with pytest.raises(gd.PluginError):
            gd.Extractor(**options)

    @pytest.mark.parametrize("given", [TextAdapter, type(TABBED)])
    def test_a_class_is_told_apart(self, given):
        with pytest.raises(gd.PluginError) as caught:
            gd.Extractor(**{"adapters" if given is TextAdapter else "layouts": [given]})
        assert caught.value.hint is not None
        assert "instance" in caught.value.hint

    @pytest.mark.parametrize("kind", ["adapters", "layouts", "editions"])
    @pytest.mark.parametrize("given", ["text", "2019", 7])
    def test_what_is_no_list(self, kind, given):
        with pytest.raises(gd.GovDiscloseError):
            gd.Extractor(**{kind: given})

    def test_a_generator_will_do(self):
        extractor = gd.Extractor(layouts=(name for name in ("tabbed",)))
        assert extractor.extract(PATH) == REPORT
        assert extractor.extract(PATH) == REPORT

    def test_the_built_ins_keep_their_contracts(self):
        assert [adapter.info.name for adapter in resolve("adapter", None)] == [*ADAPTERS]
        layouts = resolve("layout", None)
        assert [layout.name for layout in layouts] == [*LAYOUTS]
        assert all(isinstance(layout, Layout) for layout in layouts)
        (adapter,) = resolve("adapter", ["text"])
        assert adapter.match(b"", Source.of(b"").hints) in Match


def provincial() -> gd.Edition:
    """The form of 2019 with a third row in block one, as TOML text gives it."""
    source = files("govdisclose_extract.form") / "editions" / "2019.toml"
    text = source.read_text(encoding="utf-8")
    row = 'id = "normative_documents"'
    line = next(line for line in text.splitlines() if row in line)
    text = text.replace(
        line, f'{line}\n    {{ id = "other_documents", label = "其他主动公开文件" }},', 1
    )
    return parse_edition(text.replace('id = "2019"', 'id = "2019-east"', 1))


class TestEditions:
    def test_one_of_a_province_reads_its_own_row(self):
        path = sample("cell-per-line")
        assert "row.extra" in {finding.code for finding in gd.extract(path).findings}
        report = gd.Extractor(editions=["2019", "2021", provincial()]).extract(path)
        assert report.editions["proactive"] == "2019-east"
        facts = [report[f"proactive.other_documents.{id}"] for id in ("made", "disclosed", "total")]
        assert [(fact.value, fact.certainty) for fact in facts] == [
            (7, gd.Certainty.READ),
            (7, gd.Certainty.READ),
            (64, gd.Certainty.READ),
        ]
        assert not report.extras
        assert "row.extra" not in {finding.code for finding in report.findings}

    def test_the_other_facts_stay_as_they_are(self):
        path = sample("cell-per-line")
        report = gd.Extractor(editions=["2019", "2021", provincial()]).extract(path)
        facts = gd.extract(path).facts
        assert {id: report.facts[id] for id in facts} == dict(facts)
        assert len(report.facts) == 201

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "cell-per-line"])
    @pytest.mark.parametrize("first", [True, False])
    def test_national_reports_are_left_alone(self, name, first):
        editions = [provincial(), "2019", "2021"] if first else ["2019", "2021", provincial()]
        report = gd.Extractor(editions=editions).extract(sample(name))
        plain = gd.extract(sample(name))
        assert report.facts == plain.facts
        assert report.editions == plain.editions
        assert report.edition == plain.edition
        assert report.findings == plain.findings

    def test_by_id(self):
        assert gd.Extractor(editions=["2019"]).extract(PATH).facts == REPORT.facts

    @pytest.mark.parametrize("editions", [[], ["2019", "2019"], [gd.edition("2021"), "2021"]])
    def test_none_or_two_of_one_id(self, editions):
        with pytest.raises(gd.UsageError):
            gd.Extractor(editions=editions)

    @pytest.mark.parametrize("one", [None, 2019, Path("2019.toml")])
    def test_what_is_no_edition(self, one):
        with pytest.raises(gd.UsageError) as caught:
            gd.Extractor(editions=[one])
        assert "load_edition" in caught.value.hint

    def test_an_unknown_id(self):
        with pytest.raises((gd.UsageError, gd.EditionError), match="1999") as caught:
            gd.Extractor(editions=["1999"])
        assert "2019, 2021" in caught.value.hint

    @pytest.mark.parametrize("name", ["tabbed", "glued-2019"])
    def test_with_the_wrong_edition_only_nothing_certain_is_wrong(self, name):
        """What the other edition does not know is left out, or doubted; common rows are right."""
        plain = gd.extract(sample(name))
        report = gd.Extractor(editions=["2021"]).extract(sample(name))
        wrong = {
            id: (fact.value, plain.facts[id].value if id in plain.facts else "absent")
            for id, fact in report.facts.items()
            if fact.certain and (id not in plain.facts or plain.facts[id].value != fact.value)
        }
        assert wrong == {}


class TestLimits:
    def test_bytes(self):
        with pytest.raises(gd.SourceTooLarge):
            gd.Extractor(limits=gd.Limits(bytes=100)).extract(PATH)

    def test_characters_reach_the_adapter(self):
        extractor = gd.Extractor(limits=gd.Limits(characters=1000))
        with pytest.raises(gd.LimitExceeded) as caught:
            extractor.extract(PATH)
        assert caught.value.where == str(PATH)
        with pytest.raises(gd.LimitExceeded):
            extractor.extract_text(DATA.decode())
        with pytest.raises(gd.LimitExceeded):
            extractor.trace_text(DATA.decode())

    def test_all_of_them_reach_an_adapter(self):
        limits = gd.Limits(bytes=10_000_000, characters=123_456, steps=77)
        stub = Stub()
        gd.Extractor(adapters=[stub], limits=limits).extract(DATA)
        assert stub.seen[-1][1].limits == limits

    def test_just_enough_is_enough(self):
        text = DATA.decode()
        limits = gd.Limits(bytes=len(DATA), characters=len(text))
        assert gd.Extractor(limits=limits).extract(PATH) == REPORT

    @pytest.mark.parametrize("name", ["flattened", "glued"])
    def test_steps_reach_the_solver(self, name):
        few = gd.Extractor(limits=gd.Limits(steps=5)).extract(sample(name))
        whole = gd.extract(sample(name))
        assert "solver.budget" in {finding.code for finding in few.findings}
        assert "solver.budget" not in {finding.code for finding in whole.findings}
        assert any("5" in f.message for f in few.findings if f.code == "solver.budget")

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("steps", [1, 50, 500, 5000])
    def test_with_fewer_steps_less_is_certain_and_nothing_wrong(self, name, steps):
        few = gd.Extractor(limits=gd.Limits(steps=steps)).extract(sample(name))
        whole = gd.extract(sample(name))
        for id, fact in few.facts.items():
            if fact.certain:
                assert whole.facts[id].certain
                assert (fact.value, fact.state) == (whole.facts[id].value, whole.facts[id].state)


class TestFrozen:
    @pytest.mark.parametrize("field", ["adapters", "layouts", "editions", "limits", "new"])
    def test_it_does_not_change(self, field):
        extractor = gd.Extractor()
        with pytest.raises(AttributeError):
            setattr(extractor, field, ())

    def test_a_list_that_changes_later_changes_nothing(self):
        layouts: list[Any] = ["tabbed"]
        extractor = gd.Extractor(layouts=layouts)
        layouts.append("nonsense")
        assert extractor.extract(PATH) == REPORT

    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"layouts": ["tabbed", "glued"], "adapters": ["text"], "limits": gd.Limits(steps=9)},
            {"editions": ["2019"]},
            {"editions": [provincial()]},
        ],
    )
    def test_it_pickles(self, options):
        extractor = gd.Extractor(**options)
        again = pickle.loads(pickle.dumps(extractor))
        assert again.limits == extractor.limits
        assert again.extract(PATH) == extractor.extract(PATH)

    def test_threads_share_one(self):
        extractor = gd.Extractor()
        alone = {name: extractor.extract(sample(name)) for name in NAMES}
        with ThreadPoolExecutor(8) as pool:
            done = [
                (name, pool.submit(extractor.extract, sample(name)))
                for turn in range(8)
                for name in NAMES[turn:] + NAMES[:turn]
            ]
            assert all(future.result() == alone[name] for name, future in done)

    def test_what_was_read_before_does_not_matter(self):
        extractor = gd.Extractor()
        forth = [extractor.extract(sample(name)) for name in NAMES]
        back = [extractor.extract(sample(name)) for name in reversed(NAMES)]
        assert forth == back[::-1]


@pytest.mark.parametrize("name", NAMES)
class TestTrace:
    def tables(self, name: str) -> tuple[Any, ...]:
        return gd.Extractor().trace(sample(name)).tables

    def test_the_report_is_that_of_extract(self, name):
        trace = gd.Extractor().trace(sample(name))
        assert trace.report == gd.extract(sample(name))
        assert trace.adapter == "text"
        assert trace.source == trace.report.source

    def test_three_tables_each_with_every_layout(self, name):
        tables = self.tables(name)
        assert [table.table for table in tables] == ["proactive", "applications", "review"]
        for table in tables:
            assert [attempt.layout for attempt in table.attempts] == [*LAYOUTS]

    def test_the_chosen_one_leaves_least_doubt(self, name):
        for table in self.tables(name):
            ranks = {
                one.layout: (one.rules_broken, one.strays, one.rows_missing, one.facts_assumed)
                for one in table.attempts
                if one.applied
            }
            chosen = [one.layout for one in table.attempts if one.chosen]
            assert len(chosen) == 1
            least = min(ranks.values())
            assert chosen == [name for name, rank in ranks.items() if rank == least][:1]

    def test_reasons_in_both_languages(self, name):
        for table in self.tables(name):
            for attempt in table.attempts:
                assert attempt.reason.isascii()
                assert attempt.reason
                assert any("\u4e00" <= char <= "\u9fff" for char in attempt.reason_zh)
                assert attempt.applied or not attempt.chosen

    def test_rows_of_the_chosen_one(self, name):
        for table in self.tables(name):
            (chosen,) = (attempt for attempt in table.attempts if attempt.chosen)
            assert chosen.rows_found == len(chosen.rows) <= chosen.rows_expected
            assert chosen.rows_found + chosen.rows_missing == chosen.rows_expected
            assert all(row.placements >= 1 for row in chosen.rows)
            assert all(row.where is not None for row in chosen.rows)

    def test_tables_have_places_in_order(self, name):
        places = [
            (where.line, where.col)
            for table in self.tables(name)
            for where in (table.start, table.end)
        ]
        assert places == sorted(places)
