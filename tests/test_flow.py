"""A document as one folded text: every offset leads back to the character and the place it has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govdisclose_extract.document import Cell, Document, Grid, Paragraph, Provenance
from govdisclose_extract.flow import Flow, Squeezed
from govdisclose_extract.fold import fold
from govdisclose_extract.where import Where

LETTERS = st.text(
    st.sampled_from("一二开開①ﬁ½ \u3000\u200b\u00a00１，|(a\t")
    | st.characters(exclude_characters="\n"),
    max_size=12,
)


def document(*blocks: Paragraph | Grid) -> Document:
    return Document(Provenance(), blocks)


def lines_of(*texts: str) -> Flow:
    """A flow of lines, as the text adapter gives them."""
    return Flow(
        document(
            *(
                Paragraph(text, Where(block=number, line=number + 1, col=1))
                for number, text in enumerate(texts)
            )
        )
    )


def test_a_paragraph_is_a_line_of_the_flow():
    flow = lines_of("总体情况", "", "１２ 件")
    assert flow.raw == "总体情况\n\n１２ 件\n"
    assert flow.text == "总体情况\n\n12 件\n"


def test_an_empty_document_flows_into_nothing():
    flow = Flow(document())
    assert (flow.raw, flow.text) == ("", "")
    assert flow.where(0) is None
    assert flow.raw_of(0, 0) == ""
    assert flow.squeezed.text == ""
    assert flow.squeezed.offset(0) == 0
    assert flow.squeezed.index(0) == 0
    assert flow.squeezed.index(5) == 0


class TestPlaces:
    def test_columns_count_code_points_of_the_printed_line_from_one(self):
        flow = lines_of("a", "\u200b⑫件")
        assert flow.text == "a\n(12)件\n"
        assert flow.where(0) == Where(block=0, line=1, col=1)
        assert [flow.where(at).col for at in range(2, 7)] == [2, 2, 2, 2, 3]
        assert all(flow.where(at).line == 2 for at in range(2, 7))

    def test_a_paragraph_inside_a_line_counts_from_its_own_column(self):
        flow = Flow(document(Paragraph("ab", Where(block=0, page=3, line=4, col=7))))
        assert flow.where(1) == Where(block=0, page=3, line=4, col=8)

    def test_a_paragraph_without_a_column_counts_from_one(self):
        box = (1.0, 2.0, 3.0, 4.0)
        flow = Flow(document(Paragraph("ab", Where(page=3, box=box))))
        assert flow.where(1) == Where(page=3, col=2, box=box)

    def test_behind_the_end_is_the_end_of_the_last_line(self):
        flow = lines_of("ab", "c\u200b")
        assert flow.where(99) == Where(block=1, line=2, col=4)
        assert flow.raw_offset(99) == len(flow.raw)
        assert lines_of("ab").raw_offset(99) == 99

    @given(st.lists(LETTERS, max_size=6))
    def test_every_offset_leads_back_to_its_character_line_and_column(self, texts):
        flow = lines_of(*texts)
        for offset, char in enumerate(flow.text):
            raw = flow.raw_of(offset, offset + 1)
            assert len(raw) == 1
            assert char in fold(raw)[0]
            where = flow.where(offset)
            printed = [*texts[where.block], "\n"]
            assert where.line == where.block + 1
            assert printed[where.col - 1] == raw

    @given(st.lists(LETTERS, max_size=6), st.data())
    def test_a_stretch_is_printed_from_its_first_to_its_last_character(self, texts, data):
        flow = lines_of(*texts)
        start = data.draw(st.integers(0, len(flow.text)))
        end = data.draw(st.integers(0, len(flow.text)))
        raw = flow.raw_of(start, end)
        if start >= end:
            assert raw == ""
        else:
            assert flow.text[start:end] in fold(raw)[0]
            assert raw == flow.raw[flow.raw_offset(start) : flow.raw_offset(end - 1) + 1]


class TestGrids:
    def test_cells_are_parted_by_tabs_and_rows_by_line_breaks(self):
        grid = Grid(2, 2, (Cell("a", 0, 0), Cell("b", 0, 1), Cell("c", 1, 0), Cell("d", 1, 1)))
        assert Flow(document(grid)).raw == "a\tb\nc\td\n"

    def test_a_merged_cell_stands_once_at_its_first_place(self):
        grid = Grid(2, 3, (Cell("x", 0, 0, rows=2, cols=2), Cell("y", 0, 2), Cell("z", 1, 2)))
        assert Flow(document(grid)).raw == "x\t\ty\n\t\tz\n"

    def test_breaks_inside_a_cell_part_what_stands_around_them(self):
        grid = Grid(1, 2, (Cell("商业\n企\t业", 0, 0), Cell("1", 0, 1)))
        assert Flow(document(grid)).raw == "商业\r企\r业\t1\n"

    def test_a_place_without_a_cell_is_blank(self):
        grid = Grid(1, 3, (Cell("a", 0, 1),))
        flow = Flow(document(Paragraph("p", Where(block=0, line=1, col=1)), grid))
        assert flow.raw == "p\n\ta\t\n"
        assert flow.where(2) == Where(block=1, row=0, col=0)
        assert flow.where(3) == Where(block=1, row=0, col=1)
        assert flow.where(4) == flow.where(3)
        assert flow.where(5) == Where(block=1, row=0, col=2)

    def test_a_cell_keeps_the_place_that_the_adapter_gave(self):
        place = Where(block=0, page=2, row=5, col=6, box=(1.0, 2.0, 3.0, 4.0))
        flow = Flow(document(Grid(1, 1, (Cell("ab", 0, 0, where=place),))))
        assert flow.where(0) == flow.where(1) == place

    def test_a_cell_that_only_knows_its_page_gets_row_and_column(self):
        box = (1.0, 2.0, 3.0, 4.0)
        cell = Cell("a", 0, 0, where=Where(page=2, box=box))
        flow = Flow(document(Grid(1, 1, (cell,))))
        assert flow.where(0) == Where(block=0, page=2, row=0, col=0, box=box)

    def test_a_grid_without_columns_flows_into_nothing(self):
        assert Flow(document(Grid(3, 0, ()))).raw == ""

    @given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), min_size=1, max_size=4), st.booleans())
    def test_every_offset_leads_back_to_its_cell(self, rows, merged):
        cells = [
            Cell(text, row, col)
            for row, texts in enumerate(rows)
            for col, text in enumerate(texts)
            if not (merged and row == 0 and col > 0)
        ]
        if merged:
            cells[0] = Cell(rows[0][0], 0, 0, cols=3)
        flow = Flow(document(Grid(len(rows), 3, tuple(cells))))
        printed = {(cell.row, cell.col): cell.text.replace("\t", "\r") for cell in cells}
        seen: dict[tuple[int, int], str] = {}
        for offset in range(len(flow.text)):
            where = flow.where(offset)
            raw = flow.raw_of(offset, offset + 1)
            place = (where.row, where.col)
            assert raw in printed.get(place, "") + "\t\n"
            seen[place] = seen.get(place, "") + flow.text[offset]
        folded = {place: fold(printed.get(place, ""))[0] for place in seen}
        assert {place: text[:-1] for place, text in seen.items()} == folded
        assert len(seen) == 3 * len(rows)


class TestSqueezed:
    def test_white_space_and_pipes_are_left_out(self):
        assert Squeezed(" 一 |\t二\n|三|").text == "一二三"

    def test_an_index_leads_to_its_offset_and_back(self):
        squeezed = Squeezed(" a|bc \n d")
        assert [squeezed.offset(at) for at in range(5)] == [1, 3, 4, 8, 9]
        assert [squeezed.index(at) for at in range(10)] == [0, 0, 1, 1, 2, 3, 3, 3, 3, 4]

    @given(st.text(st.sampled_from("ab|\t\n 件"), max_size=30))
    def test_every_kept_character_is_found_at_its_offset(self, text):
        squeezed = Squeezed(text)
        kept = [at for at, char in enumerate(text) if not (char.isspace() or char == "|")]
        assert squeezed.text == "".join(text[at] for at in kept)
        assert [squeezed.offset(at) for at in range(len(kept))] == kept
        assert squeezed.offset(len(kept)) == squeezed.offset(len(kept) + 9) == len(text)
        for offset in range(len(text) + 2):
            assert squeezed.index(offset) == sum(at < offset for at in kept)

    def test_the_flow_squeezes_its_folded_text_once(self):
        flow = lines_of("（ 一 ）", "| 1 |")
        assert flow.squeezed.text == "(一)1"
        assert flow.squeezed is flow.squeezed


class TestLines:
    def test_lines_end_before_their_break(self):
        flow = lines_of("ab", "", "c")
        assert list(flow.lines(0, len(flow.text))) == [(0, 2), (3, 3), (4, 5), (6, 6)]

    def test_the_first_and_the_last_line_may_be_cut(self):
        flow = lines_of("abc", "def")
        assert list(flow.lines(1, 6)) == [(1, 3), (4, 6)]

    def test_a_stretch_without_a_break_is_one_line(self):
        flow = lines_of("abc")
        assert list(flow.lines(1, 2)) == [(1, 2)]
        assert list(flow.lines(2, 1)) == []

    @given(st.lists(LETTERS, max_size=5))
    def test_the_lines_are_the_printed_ones(self, texts):
        flow = lines_of(*texts)
        found = [flow.text[start:end] for start, end in flow.lines(0, len(flow.text))]
        assert found == [*(fold(text)[0] for text in texts), ""]
