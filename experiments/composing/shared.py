"""What all arms of a study share: opgaven, regions, scenario, assumptions, design and cells."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from experiments import cells as cells_of
from experiments.composing import checked, convert
from experiments.composing.arms import Arm
from experiments.composing.overrides import Setting
from experiments.composing.shelf import OPGAVE, Shelf
from experiments.designs import DESIGNS
from experiments.options import KEYS as OPTION_KEYS
from experiments.points import Input, Point
from experiments.preflight import wrong, wrong_name
from experiments.study import Cell
from model.assumptions import TABLE, Assumptions
from model.geography import Geography
from model.official_geography import load_netherlands
from model.opgaven import Opgave

DIVISIONS = ("res", "corop", "provincie")


class Shared:
    """What all arms of a study share: opgaven, regions, scenario, assumptions, design."""

    def __init__(self, shelf: Shelf, shared: Sequence[Setting]) -> None:
        chosen = [s for s in shared if s.key == "opgaven"]
        others = [s for s in shared if s.key != "opgaven"]
        first = chosen[-1].value if chosen else shelf.main.config["opgaven"]
        self.ids = checked.names("opgaven", first) or ()
        shelf.check_opgaven(self.ids)
        composed = shelf.compose(others, self.ids)
        self.config, self.choices = composed.config, composed.choices
        self.experiment = [s for s in others if s.key == "experiment"]
        self.opgaven: tuple[Opgave, ...] = tuple(
            convert.opgave_of(name, self.config[OPGAVE][name]) for name in self.ids
        )
        self.means = convert.means_of(self.config["scenario"])
        self.assumptions = convert.assumptions_of(self.config["assumptions"])
        self.fixed = Point(Assumptions(**self.assumptions), self.means)
        self.design = str(self.config["design"])
        if self.design not in DESIGNS:
            raise wrong_name("design", self.design, DESIGNS)
        self.inputs = self._inputs()
        self.grids, self.arm_levels = cells_of.split_factors(self.config["factors"])
        cells_of.check_factors(self.design, self.grids or self.arm_levels)

    def _inputs(self) -> list[Input]:
        """What the design draws: as the command names it, or every assumption and mean."""
        ranges = convert.edges_of(self.config["scenario"])
        given = self.config["inputs"]
        if given is None:
            drawn = convert.ranges_of(self.config["scenario"], self.means)
            free = [row.name for row in TABLE if row.name not in self.assumptions]
            varied = [n for n, (low, high) in drawn.items()
                      if low < getattr(self.means, n) < high]  # fmt: skip
            named: dict[str, object] = dict.fromkeys((*free, *varied))
        elif isinstance(given, Mapping):
            named = {str(name): edges for name, edges in given.items()}
        else:
            named = dict.fromkeys(checked.names("inputs", given) or ())
        plain = {k.removeprefix("assumptions.").removeprefix("scenario."): v
                 for k, v in named.items()}  # fmt: skip
        for name in plain:
            if name in self.assumptions:
                raise wrong("inputs", name, f"geen vaste waarde ernaast (assumptions.{name}=...)")
        return [
            cells_of.input_of(f"inputs.{name}", name, edges, ranges, self.fixed)
            for name, edges in plain.items()
        ]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """As it is, the variants, the listed cells and the grids."""
        ranges = convert.edges_of(self.config["scenario"])
        return (
            Cell(),
            *cells_of.variant_cells(self.config["variants"]),
            *cells_of.listed_cells(self.config["cells"], self.fixed),
            *cells_of.grid_cells(self.grids, ranges, self.fixed),
        )

    def geography(self) -> Geography:
        """Load the country: the shipped tables, or those in the folder named by `regions`."""
        regions = str(self.config["regions"])
        if regions in DIVISIONS:
            return load_netherlands(self.opgaven, regions)
        folder = Path(regions).expanduser()
        if not folder.is_dir():
            expected = [*DIVISIONS, "een map met eigen tabellen"]
            raise wrong_name("regions", regions, expected)
        return load_netherlands(self.opgaven, folder=folder)

    def resolved(self, arms: Sequence[Arm]) -> dict[str, object]:
        """The resolved configuration as plain data, for the manifest and the hash."""
        plain = ("regions", "design", "first_seed", "results", "record", "variants", *OPTION_KEYS)
        scenario = {"name": self.choices["scenario"], **self.config["scenario"]}
        return {
            "experiment": self.choices["experiment"],
            "arms": [arm.described for arm in arms],
            "scenario": scenario,
            "assumptions": dict(self.assumptions),
            "opgaven": {opgave.id: dataclasses.asdict(opgave) for opgave in self.opgaven},
            "inputs": [dataclasses.asdict(drawn) for drawn in self.inputs],
            "cells": [dataclasses.asdict(cell) for cell in self.cells if not cell.is_variant],
            **{key: self.config[key] for key in plain},
        }
