"""The ways to fill a row of the form with what is printed for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import comb

from ..form.definition import Row, Table, row_sums
from ..reading import Placement, Reading, RowReading, State, Token
from ..values import scaled
from .choices import Amount, Choices, Filled, Option
from .habits import Habits, habits_of, has_amounts, is_blank, is_lost, is_printed
from .spreads import ending_in_total, shares, spread

_MOST_OPTIONS = 2_000
"""Ways to choose the cells of one row beyond which none is tried."""

_FEW_OPTIONS = 100
"""Ways that are sooner tried one by one than put together sum by sum."""

_MOST_KEPT = 10_000
"""Ways of one row beyond which the others are forgotten, so that nothing is proven."""

_MOST_WAYS = 20_000
"""Ways to fill the first sums of a row beyond which it is given up."""

_MOST_SHARES = 200
"""Ways to share out what a row's total leaves among several lost cells."""

_SURPLUS = 4
"""Surplus numbers beyond which a row is held to have swallowed another one."""

_UNREADABLE = State.UNREADABLE  # looked up once: enums are slow
_BLANK = Filled(State.BLANK, None, 0, None, None)


def expand(table: Table, reading: Reading) -> list[Choices]:
    """The ways to fill each row of a reading."""
    rows = {row.id: row for row in table.rows}
    habits = habits_of(rows, reading)
    made = [_Expansion(table, rows[read.row], read, habits) for read in reading.rows]
    if any(one.firm for one in made) and is_lost(reading):
        return [one.unsupported(one.read.tokens) for one in made]
    choices = [one.choices() for one in made]
    lacking = sum(one.untotalled for one in made)
    ending = sum(one.ends_in_total and row.sound for one, row in zip(made, choices, strict=True))
    if lacking > ending - lacking:  # the table leaves totals blank
        habits = habits._replace(totals=False)
        made = [_Expansion(table, rows[read.row], read, habits) for read in reading.rows]
        return [one.choices() for one in made]
    return [  # a row whose last number is no total breaks its sum
        row._replace(sound=False) if one.untotalled else row
        for one, row in zip(made, choices, strict=True)
    ]


class _Expansion:
    def __init__(self, table: Table, row: Row, read: RowReading, habits: Habits) -> None:
        self.row = row
        self.read = read
        self.size = len(row.cells)
        self.sums = row_sums(table, row)
        self.firm = _ends_in_total(table, row)
        self.full = habits.full and self.firm
        # No sum shows that the last of several zeros is the total; that all such rows print alike
        # does, unless other rows show that this table leaves totals blank.
        amounts = has_amounts(read)
        printed = len(read.tokens) > 1 and (amounts or (habits.alike and habits.totals))
        self.ends_in_total = self.firm and printed
        self.habits = habits
        self.untotalled = False
        self.cells: dict[tuple[int, int, int], Filled] = {}

    def choices(self) -> Choices:
        read, size = self.read, self.size
        tokens = read.tokens
        if read.placements is not None:
            return self.placed(read.placements)
        if not tokens:
            cells = tuple(None if read.cut else self.blank() for _ in range(size))
            return Choices(self.row, (cells,), False, True)
        if len(tokens) == size:
            option = self.option(tokens)
            told = self.holds(option) and bool(size == 1 or self.sums or not self.habits.partial)
            fixed = (self.habits.closed or told) and not self.negative(option)
            return self.judged((option,), fixed=fixed)
        if read.cut:
            return self.cut(tokens)
        if len(tokens) > size:
            return self.surplus(tokens)
        return self.short(tokens)

    # ---- cells

    def cell(self, token: Token, at: int) -> Filled:
        key = (token.start, token.end, at)
        if key not in self.cells:
            spec = self.row.cells[at]
            value = scaled(token.value, money=spec.kind == "amount", head_unit=spec.unit)
            amount = None if value.state is _UNREADABLE else value.number or 0
            self.cells[key] = Filled(value.state, value.number, amount, value.unit, token)
        return self.cells[key]

    def negative(self, option: Option) -> bool:
        """Whether a count is below zero: then signs and marks may have been cut amiss."""
        return any(
            cell is not None and (cell.amount or 0) < 0 and spec.kind == "count"
            for cell, spec in zip(option, self.row.cells, strict=True)
        )

    def blank(self) -> Filled:
        return _BLANK

    def lost(self, amount: Amount) -> Filled:
        return Filled(State.INFERRED, amount, amount, None, None)

    def option(self, placement: Placement, missing: Filled | None = None) -> Option:
        return tuple(
            self.cell(token, at) if token is not None else missing
            for at, token in enumerate(placement)
        )

    # ---- the cases

    def placed(self, placements: tuple[Placement, ...]) -> Choices:
        """The layout knows the ways itself."""
        if not placements:
            return self.unsettled()
        if self.read.glued:
            options = tuple(self.option(way, self.blank()) for way in placements)
            return self.judged(options, fixed=False)
        if len(placements) == 1 and None not in placements[0]:
            only = self.option(placements[0])
            if not self.lacks_total(only):
                others = tuple(self.moved(placements[0])) if not self.holds(only) else ()
                if others:
                    return self.made((only, *others), sound=False)
                return self.judged((only,), fixed=True)
        options = tuple(
            option
            for way in placements
            for option in (self.filled_up(way) if None in way else (self.option(way),))
        )
        whole = tuple(option for option in options if None not in option)
        if self.firm and whole and len(self.read.tokens) > self.size:
            told = tuple(option for option in whole if not self.is_bare(option))
            if self.any_sound(told):
                # The other rows print their totals, so a longer one does too; unless it is the
                # only value, which may be the surplus one.
                lone = sum(map(is_printed, self.read.tokens)) == 1
                whole = told if self.habits.summed and not lone else whole
            elif told and self.habits.summed:
                return self.made(whole, sound=False)
            else:
                sound = tuple(option for option in whole if self.holds(option))
                if any(map(self.blank_totals, sound)):  # it lacks its total, or a number is surplus
                    return self.made(sound, sound=True, confirmed=False)
        if self.sums and self.any_sound(whole):
            # Rows end in their total, so rather other cells were lost; but a mark is no total.
            options = (*whole, *(option for option in options if self.ends_in_mark(option)))
        fixed = len(placements) == 1 and len(options) == 1
        if placements[1:] == ((*placements[0][:-1], None),):  # the last may be blank or lost
            fixed = True
            if not self.lacks_total(options[0]):
                options = options[:1]
        if fixed and self.lacks_total(options[0]):
            # Perhaps a cell was lost and the others moved up, for the other sums to say; or the
            # total itself, and its blank is that of the cell before, or padding.
            first = placements[0]
            numbers = [at for at, token in enumerate(first) if not is_blank(token)]
            filled = numbers or [at for at, token in enumerate(first) if is_printed(token)]
            printed = first[: filled[-1] + 1]
            moved = [
                option
                for way in (*self.ways(printed, ends_in_total=True), (*first[:-1], None))
                for option in self.filled_up(way)
                if self.holds(option)
            ]
            return self.made((*options, *moved), sound=not self.habits.bare)
        judged = self.judged(options, fixed=fixed)
        if self.is_led(placements) and not any(map(self.keeps_all, judged.options)):
            # It may as well be moved by one: without a number, a sum may hold by chance.
            return judged._replace(confirmed=False)
        return judged

    def moved(self, placement: Placement) -> Iterator[Option]:
        """The row moved by one cell, into a blank one at its end, if all its sums hold then.

        Its last total may have been lost by that, unless it is the only one.
        """
        first, *others = placement
        *before, last = placement
        for blank, way in ((first, (*others, first)), (last, (last, *before))):
            option = self.option(way)
            told = [not is_blank(way[total]) for total in sorted(total for total, _ in self.sums)]
            if not is_printed(blank) and any(told) and all(told[:-1]) and self.holds(option):
                yield option

    def is_led(self, placements: tuple[Placement, ...]) -> bool:
        """Whether a row with one cell more than the form's begins with a blank one.

        What no way takes before it pads the label.
        """
        starts = [next((token.start for token in way if token), 0) for way in placements]
        tokens = [token for token in self.read.tokens if token.start >= min(starts)]
        return len(tokens) == self.size + 1 and not is_printed(tokens[0])

    def keeps_all(self, option: Option) -> bool:
        """Whether a way leaves out nothing but blank cells."""
        held = {cell.token.start for cell in option if cell is not None and cell.token}
        return all(token.start in held for token in self.read.tokens if is_printed(token))

    def is_bare(self, option: Option) -> bool:
        """Whether a way takes a cell that is seen to be blank for the total."""
        last = option[-1]
        return last is not None and last.token is not None and not is_printed(last.token)

    def ends_in_mark(self, option: Option) -> bool:
        """Whether cells are lost and the total, which is printed as no number, tells nothing."""
        last = option[-1]
        return None in option and last is not None and bool(last.token) and last.value is None

    def lacks_total(self, option: Option) -> bool:
        """Whether the row's total is blank though the table's habit is to print it.

        A mark is none, but where every cell of the row prints something none can have moved up.
        """
        last = option[-1]
        if not self.firm or last is None or last.value is not None or self.habits.untotalled:
            return False
        printed = [cell for cell in option if cell is not None and is_printed(cell.token)]
        if len(printed) == self.size:  # a mark, and no cell is lost
            return False
        usual = self.habits.blanks or self.habits.idle
        if is_printed(last.token):  # a mark may stand for a total of nothing
            printed = [cell for cell in printed if cell.value is not None]
        return any(cell.value for cell in printed) or bool(printed and not usual)

    def ways(self, tokens: tuple[Token | None, ...], *, ends_in_total: bool) -> list[Placement]:
        """Every way to spread fewer values than cells over the row, in printed order."""
        size, count = self.size, len(tokens)
        places = combinations(range(size - ends_in_total), count - ends_in_total)
        tail = (size - 1,) if ends_in_total else ()
        return [spread(tokens, (*chosen, *tail), size) for chosen in places]

    def ways_by_sums(self, tokens: tuple[Token, ...]) -> list[Placement]:
        """The ways to spread values over the row in which each of its sums ends in its total.

        None for a row that is not made of sums alone, one behind the other.
        """
        ways: list[tuple[int, Placement]] = [(0, ())]  # values taken, cells filled
        for total, operands in sorted(self.sums):
            cells = len(operands)
            if operands != tuple(range(total - cells, total)):
                return []
            groups = {
                (taken, past): list(ending_in_total(tokens[taken:past], cells))
                for taken in {taken for taken, _ in ways}
                for past in range(taken, min(taken + cells + 1, len(tokens)) + 1)
            }
            ways = [
                (past, (*way, *group))
                for taken, way in ways
                if len(way) == total - cells
                for past in range(taken, min(taken + cells + 1, len(tokens)) + 1)
                for group in groups[taken, past]
            ]
            if len(ways) > _MOST_WAYS:
                return []
        whole = [way for taken, way in ways if taken == len(tokens) and len(way) == self.size]
        return sorted(whole, key=lambda way: [at for at, token in enumerate(way) if token])

    def unsettled(self) -> Choices:
        """A run that cannot be cut: every cell holds it, unreadable."""
        run = self.read.tokens[0]
        cells = tuple(Filled(State.UNREADABLE, None, None, None, run) for _ in range(self.size))
        return Choices(self.row, (cells,), False, False)

    def cut(self, tokens: tuple[Token, ...]) -> Choices:
        """The text ends in this row: what it prints stands from the left, the rest is absent."""
        kept = tokens[: self.size]
        cells = (*(self.cell(token, at) for at, token in enumerate(kept)),)
        return Choices(self.row, ((*cells, *(None,) * (self.size - len(kept))),), False, False)

    def surplus(self, tokens: tuple[Token, ...]) -> Choices:
        """More numbers than cells: the sums say which are left out; the last is the total."""
        over = len(tokens) - self.size
        if not self.sums or over > _SURPLUS or comb(len(tokens), over) > _MOST_OPTIONS:
            option = self.option(tokens[: self.size])
            return Choices(self.row, (option,), False, False, strays=tokens[self.size :])
        ways: list[Placement] = list(combinations(tokens, self.size))
        if self.firm:  # the usual way ends in the last, which may be the surplus one all the same
            ways.sort(key=lambda way: way[-1] is not tokens[-1])
        judged = self.judged(tuple(self.option(way) for way in ways), fixed=False)
        return judged._replace(strays=self.left_out(tokens, judged.options[0]))

    def left_out(self, tokens: tuple[Token, ...], option: Option) -> tuple[Token, ...]:
        used = {cell.token for cell in option if cell is not None}
        return tuple(token for token in tokens if token not in used)

    def short(self, tokens: tuple[Token, ...]) -> Choices:
        """Fewer values than cells: dropped blanks, or cells lost where other rows print all."""
        count, size = len(tokens), self.size
        firm = self.ends_in_total
        number = comb(size - firm, count - firm)
        ways = self.ways_by_sums(tokens) if number > _FEW_OPTIONS and not self.full else []
        if not ways and number <= _MOST_OPTIONS:
            ways = self.ways(tokens, ends_in_total=firm)
        if not 0 < len(ways) <= _MOST_OPTIONS:
            return self.unsupported(tokens)
        if self.firm and count > 1:  # the usual way ends in the total
            ways.sort(key=lambda way: way[-1] is None)
        if self.full:
            options = tuple(option for way in ways for option in self.filled_up(way))
        else:
            options = tuple(self.option(way, self.blank()) for way in ways)
        if not self.sums or count == 1:
            return self.made(options, sound=bool(self.sums))
        judged = self.judged(options, fixed=False)
        if firm and not judged.sound and not self.full:
            # Perhaps the total is one of the dropped blanks.
            self.untotalled = True
            untotalled = tuple(
                self.option(spread(tokens, chosen, size), self.blank())
                for chosen in combinations(range(size - 1), count)
            )
            judged = self.made(untotalled, sound=True, confirmed=False)
        if firm and self.habits.chance and not has_amounts(self.read):
            return judged._replace(confirmed=False)  # the total may be a dropped blank
        return judged

    def made(self, options: tuple[Option, ...], *, sound: bool, confirmed: bool = True) -> Choices:
        """Choices that are open; never without any way."""
        if not options:
            return self.unsupported(self.read.tokens)
        return self.kept(options, fixed=False, sound=sound, confirmed=confirmed)

    def kept(
        self, options: tuple[Option, ...], *, fixed: bool, sound: bool, confirmed: bool
    ) -> Choices:
        """Choices of these ways, or of the first of too many: then they speak for nothing."""
        few = len(options) <= _MOST_KEPT
        return Choices(self.row, options[:_MOST_KEPT], fixed, sound and few, confirmed)

    def unsupported(self, tokens: tuple[Token, ...]) -> Choices:
        """Nothing tells the cells of these numbers: none is guessed, all are strays."""
        return Choices(self.row, ((None,) * self.size,), False, False, strays=tokens)

    def filled_up(self, way: Placement) -> Iterator[Option]:
        """The lost cells of a way filled with what the row's total leaves for them.

        Where there is too much to share out, or no total, they stay absent.
        """
        option = self.option(way)
        open_ = [at for at, cell in enumerate(option) if cell is None]
        known = sum(cell.amount or 0 for cell in option[:-1] if cell is not None)
        last = option[-1]
        if self.firm and open_ == [self.size - 1]:
            yield (*option[:-1], self.lost(known))
            return
        rest = None if last is None or last.value is None else (last.amount or 0) - known
        if not self.firm or not isinstance(rest, int):
            yield option
            return
        if rest < 0:
            return
        if comb(rest + len(open_) - 1, len(open_) - 1) > _MOST_SHARES:
            yield option
            return
        for shared in shares(rest, len(open_)):
            cells = list(option)
            for at, share in zip(open_, shared, strict=True):
                cells[at] = self.lost(share)
            yield tuple(cells)

    # ---- the row's own sums

    def judged(self, options: tuple[Option, ...], *, fixed: bool) -> Choices:
        """The ways in which the row's own sums hold; all of them when they hold in none.

        Ways that take a total for blank over numbers that make it up come in only when there are
        no others, and then confirm nothing.
        """
        if len(options) == 1 and not self.sums:
            return Choices(self.row, options, fixed, True)
        sound = tuple(option for option in options if self.holds(option))
        blanks = [self.blank_totals(option) for option in sound]
        if sound:
            least = min(blanks)
            sound = tuple(
                option for option, count in zip(sound, blanks, strict=True) if count == least
            )
            return self.kept(sound, fixed=fixed, sound=True, confirmed=not least)
        made = self.made(options, sound=False)
        return made._replace(fixed=fixed and bool(options))

    def blank_totals(self, option: Option) -> int:
        """How many totals are blank though numbers that make them up are printed."""
        count = 0
        for total, operands in self.sums:
            head = option[total]
            if head is not None and head.value is None:
                count += any(
                    cell is not None and cell.amount for cell in (option[at] for at in operands)
                )
        return count

    def any_sound(self, options: tuple[Option, ...]) -> bool:
        return any(self.holds(option) for option in options)

    def holds(self, option: Option) -> bool:
        """True when every sum of the row holds; a blank total breaks none."""
        amounts = [cell.amount if cell is not None else None for cell in option]
        for total, operands in self.sums:
            head = option[total]
            if head is None or head.value is None:
                continue
            made: Amount = 0
            for at in operands:
                amount = amounts[at]
                if amount is None:
                    break
                made += amount
            else:
                if head.amount is not None and head.amount != made:
                    return False
        return True


@lru_cache(maxsize=512)
def _ends_in_total(table: Table, row: Row) -> bool:
    """Whether the row's last cell is the total of all others."""
    size = len(row.cells)
    covered = {total: {*operands, total} for total, operands in row_sums(table, row)}
    return covered.get(size - 1) == set(range(size))
