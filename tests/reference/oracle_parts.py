"""The things of the oracle: one plain Python object per government, table, pot and project."""

from __future__ import annotations

import mesa
from oracle_blocks import NEVER, RIJK, Block, Side

IDEA, DECIDED, PLANNING, BUILDING, DONE, STRANDED = range(6)

CAUSES = (
    "agenda", "consent", "own share", "window", "border", "lost money", "too little money",
    "staff", "objection", "clash", "stranded", "building space", "time",
)  # fmt: skip


class Government(mesa.Agent):
    """A government: staff and what its hours go to.

    Hours are per quarter: asked, talk, reporting, applying, work, idle; `overvraagd` is what
    did not fit. `reporting_due` and `applying_due` are what reports and applications ask.
    """

    tier = -1

    def __init__(self, model: mesa.Model, row: int, name: str, staff: float, size: float) -> None:
        super().__init__(model)
        self.row, self.name, self.staff, self.size = row, name, staff, size
        self.asked = self.attendance = self.talk = 0.0
        self.reporting_due = self.applying_due = 0.0
        self.reporting = self.applying = self.work = self.idle = self.overvraagd = 0.0

    def cost(self, fte: float) -> float:
        """Hours a quarter this many fte stand for here: cost_g(x) (2, Staff)."""
        fixed = self.model.assumptions.fixed
        return self.model.hours_per_fte * fte * (fixed + (1 - fixed) * self.size)


class Ministry(Government):
    """A ministry: leads opgaven, holds national pots."""

    tier = 0

    def __init__(self, model: mesa.Model, row: int, name: str, staff: float, size: float) -> None:
        super().__init__(model, row, name, staff, size)
        self.opgaven: list[int] = []
        self.pots: list[Pot] = []


class Province(Government):
    """A province: its municipalities, the regions it chairs, the pots it holds."""

    tier = 1

    def __init__(self, model: mesa.Model, row: int, name: str, staff: float, size: float) -> None:
        super().__init__(model, row, name, staff, size)
        self.municipalities: list[int] = []
        self.regions: list[int] = []
        self.pots: list[Pot] = []


class Municipality(Government):
    """A municipality: hosts projects, pays its own share, does the work."""

    tier = 2

    def __init__(self, model: mesa.Model, row: int, name: str, staff: float, size: float) -> None:
        super().__init__(model, row, name, staff, size)
        self.index = self.region = self.province = -1
        self.projects: list[Project] = []
        self.own_weight = 0.0
        self.own_drawn = 0.0
        self.size_pull = 0.0  # ln(inhabitants / national mean), for capture (S4, C11)


class Region:
    """A region: draagvlak and trust; `events` is the draagvlak lost this quarter."""

    def __init__(self, index: int, target: float) -> None:
        self.index, self.target = index, target
        self.draagvlak, self.trust = 0.55, 0.5
        self.events = 0.0


class Square:
    """A regio-opgave: target, credit at its table, what is realised."""

    def __init__(self, region: int, opgave: int, target: float, ideas: float, credit: float,
                 dna: float, base: Side, new: Side) -> None:  # fmt: skip
        self.region, self.opgave, self.target, self.ideas = region, opgave, target, ideas
        self.credit, self.dna = credit, dna
        self.realised = self.realised_now = 0.0
        self.realised_at_deadline = 0.0
        self.base, self.new = base, new
        self.money_from = self.tables_from = NEVER  # R5
        self.projects: list[Project] = []

    def deciding(self, t: int) -> Side:
        """Whose table decides here; during overlap still the base's (3)."""
        return self.new if t >= self.tables_from else self.base

    def paying(self, t: int) -> Side:
        """Whose pots and money terms hold here."""
        return self.new if t >= self.money_from else self.base

    def overlapping(self, t: int) -> bool:
        """Whether the new table is starting up while the old one decides."""
        return self.money_from <= t < self.tables_from


class Table:
    """A table: its block, an account per host, this quarter's members and speed."""

    def __init__(self, block: Block, breadth: float, span_opgaven: float) -> None:
        self.block, self.breadth, self.span_opgaven = block, breadth, span_opgaven
        self.account: dict[int, float] = {}
        self.through: dict[int, list[int]] = {}  # member municipality -> opgaven it is in for
        self.speed: dict[int, float] = {}  # per package area

    def package_area(self, region: int) -> int:
        """The Rijk deals region by region; other tables have one package (S3)."""
        return region if self.block.area == RIJK else self.block.index


class Package:
    """The candidates of one meeting in one package area."""

    def __init__(self, table: Table, area: int) -> None:
        self.table, self.area = table, area
        self.candidates: list[Project] = []


class Pot:
    """A pot: exactly inflow = spent + balance + drifted + lapsed + cut."""

    def __init__(self, identity: tuple[object, ...], block: Block, number: int, window: int,
                 offset: int, side: Side) -> None:  # fmt: skip
        self.identity, self.block, self.number = identity, block, number
        self.window, self.offset, self.terms = window, offset, side.terms
        self.order = -1  # place among all pots
        self.watched = False
        self.span_opgaven = self.span_area = 0.0
        self.region_part: dict[int, float] = {}  # R25: a region's share of the block's target
        self.holders: list[Government] = []
        self.balance = self.inflow = self.spent = 0.0
        self.drifted = self.lapsed = self.cut = 0.0
        self.inflow_now = self.cut_now = self.before_cut = 0.0
        self.sides: list[Side] = []  # whose money flows into it
        self.theirs = 0.0  # R29: of the balance, what covered squares left behind

    def holds_for(self, side: Side) -> float:
        """What a square whose money flows to that side may draw (R29)."""
        if side in self.sides:
            return max(0.0, self.balance - self.theirs)
        # only who left a pot has something of its own in it
        return min(self.theirs, self.balance) if self.theirs > 0 else 0.0

    def is_open(self, t: int) -> bool:
        """Whether money can be asked this quarter (3, window)."""
        return self.window == 1 or t % self.window == self.offset

    @property
    def lost(self) -> float:
        """What drifted, lapsed or was cut so far."""
        return self.drifted + self.lapsed + self.cut


class Link:
    """A link: open, stacked, kept, broken, settled, surfaced or void."""

    def __init__(self, index: int, ends: tuple[Project, Project], synergy: bool, chain: bool,
                 strength: float, seen: tuple[float, float], clash: float,
                 strand: float) -> None:  # fmt: skip
        self.index, self.ends, self.synergy, self.chain = index, ends, synergy, chain
        self.strength = strength
        self.seen_luck, self.clash_luck, self.strand_luck = seen, clash, strand
        self.status = "open"

    def other(self, project: Project) -> Project:
        """The project at the other end."""
        return self.ends[1] if project is self.ends[0] else self.ends[0]


class Project:
    """A project, from idea to done.

    Quarters are None until they have happened; -1 = before 2021.
    """

    def __init__(self, index: int, host: Municipality, square: Square) -> None:
        self.index, self.host, self.square = index, host, square
        self.opgave = square.opgave
        self.phase = IDEA
        self.running = False
        self.size = self.first_size = self.size_at_deadline = 0.0
        self.cost = self.work = self.work_left = self.value = 0.0
        self.log_merit = self.noise = 0.0
        self.remaining = 0.0
        self.planning_left = 0
        self.objection_luck, self.objection_wait = 0.0, 0
        self.links: list[Link] = []  # synergies strongest first, then conflicts by id (S6)
        # at the table
        self.attempts = 0
        self.dropped: int | None = None
        self.imposed = False
        self.decided: int | None = None
        self.table: Table | None = None
        self.merit = 0.0  # as perceived at the deciding table
        # stack
        self.partner: Project | None = None
        self.stack: Link | None = None
        self.stacked_at = -1
        # money
        self.refused: str | None = None
        self.need = 0.0  # asked from pots at the S7 of this quarter
        self.paid: int | None = None
        self.cost_paid = 0.0
        self.own_paid = 0.0
        self.turn = -1  # place in the order of payments
        self.pots: list[Pot] = []
        # work, permit, building
        self.could_work = self.worked = 0.0
        self.permit_moment: int | None = None
        self.clash_until = -1
        self.permit_from = -1
        self.permit: int | None = None
        self.building_longer = 0
        self.finish: int | None = None  # quarter in whose S10 it is done, once building is sure
        self.done: int | None = None
        self.clocks = dict.fromkeys(CAUSES, 0.0)

    @property
    def stack_holds(self) -> bool:
        """Whether it stands in a stack that is neither kept nor broken."""
        return self.stack is not None and self.stack.status == "stacked"

    @property
    def age_key(self) -> tuple[float, float, int]:
        """Oldest first: running 2021 by smallest u, then order of payment (S8, R22)."""
        if self.running:
            return (0.0, self.remaining, self.index)
        return (1.0, float(self.turn), self.index)
