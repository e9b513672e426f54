"""What happens to a printed form on its way to us: one operator for each damage that was met.

An operator takes a printed form and gives another. Cells that it takes away are no longer printed,
so the facts of the result are what is left to be read. Operators can be put one upon another. They
stand in modules by what they damage; here they have their names.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from ..printed import Printed
from ..write.base import Manner, Writer
from . import around, labels, pages, rows, values, whole

Change = Callable[[Printed, Random], Printed]

ALL: tuple[Manner, ...] = ("bordered", "gapped", "spaced", "glued")
PARTED: tuple[Manner, ...] = ("bordered", "gapped", "spaced")
BORDERED: tuple[Manner, ...] = ("bordered",)


class Damage(NamedTuple):
    """One kind of damage.

    manners: the kinds of layout in which it makes sense. suffixes: the only formats, if any.
    cell_a_line: only in files that give each cell a line of its own.
    """

    name: str
    change: Change
    manners: tuple[Manner, ...] = ALL
    suffixes: tuple[str, ...] = ()
    cell_a_line: bool = False

    def __call__(self, printed: Printed, random: Random) -> Printed:
        """The printed form with this damage."""
        return self.change(printed, random)

    def suits(self, writer: Writer) -> bool:
        """Whether it makes sense in what the writer writes."""
        return (
            writer.manner in self.manners
            and (not self.suffixes or writer.suffix in self.suffixes)
            and (writer.cell_a_line or not self.cell_a_line)
        )


DAMAGES: dict[str, Damage] = {
    damage.name: damage
    for damage in (
        Damage("page_breaks", pages.page_breaks),
        Damage("fragments", pages.fragments),
        Damage("repeated_heads", pages.repeated_heads),
        Damage("page_rows", pages.page_rows, PARTED),
        Damage("halved_labels", pages.halved_labels),
        Damage("invented_heads", pages.invented_heads, BORDERED),
        Damage("lost_groups", rows.lost_groups),
        Damage("short_rows", rows.short_rows, BORDERED),
        Damage("long_rows", rows.long_rows, BORDERED),
        Damage("shifted_rows", rows.shifted_rows, BORDERED),
        Damage("padded_rows", rows.padded_rows, BORDERED),
        Damage("dropped_zeros", rows.dropped_zeros),
        Damage("blank_columns", rows.blank_columns),
        Damage("blank_totals", rows.blank_totals),
        Damage("extra_rows", rows.extra_rows),
        Damage("spare_rows", rows.spare_rows, BORDERED),
        Damage("unmerged_labels", rows.unmerged_labels, BORDERED),
        Damage("uneven_spans", rows.uneven_spans, BORDERED),
        Damage("split_labels", labels.split_labels),
        Damage("spaced_labels", labels.spaced_labels),
        Damage("wrapped_heads", labels.wrapped_heads),
        Damage("upright_labels", labels.upright_labels),
        Damage("misspelt_labels", labels.misspelt_labels),
        Damage("other_names", labels.other_names),
        Damage("lost_labels", labels.lost_labels),
        Damage("other_enumerators", labels.other_enumerators, PARTED),
        Damage("notes_in_labels", labels.notes_in_labels),
        Damage("half_width", labels.half_width),
        Damage("full_width", values.full_width, PARTED),
        Damage("traditional_script", labels.traditional_script),
        Damage("pinyin", labels.pinyin),
        Damage("spelt_values", values.spelt_values, PARTED),
        Damage("units_in_values", values.units_in_values, PARTED),
        Damage("rare_spellings", values.rare_spellings, BORDERED),
        Damage("spelt_blanks", values.spelt_blanks, BORDERED),
        Damage("half_glued", values.half_glued, ("glued",)),
        Damage("marks_for_nothing", values.marks_for_nothing, PARTED),
        Damage("site_chrome", around.site_chrome),
        Damage("lost_headings", around.lost_headings),
        Damage("other_headings", around.other_headings),
        Damage("prose_around_tables", around.prose_around_tables),
        Damage("markup_leftovers", around.markup_leftovers),
        Damage("late_year", whole.late_year),
        Damage("two_reports", whole.two_reports),
        Damage("truncated", whole.truncated),
        Damage("cut_in_row", whole.cut_in_row, suffixes=(".txt", ".html")),
        Damage("deduplicated", whole.deduplicated, PARTED, cell_a_line=True),
    )
}
"""Every kind of damage, by name."""
