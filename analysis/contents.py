"""Which tables a study gets: decided by what it holds, never by its name."""

from __future__ import annotations

from analysis import tables
from analysis.arrangements import covered_table, limited, list_table
from analysis.cells import levers, variants
from analysis.crossing import crossing
from analysis.levers import levers_table
from analysis.matrix import matrix_tables
from analysis.means import flagged, unequal
from analysis.shapley import mixes, shapley_table
from analysis.sides import Sides, one_by_one
from analysis.table import Table
from analysis.tipping import tipping_tables
from analysis.variants import variants_table
from experiments.store import Results


def contents(results: Results, found: Sides, language: str = "nl") -> list[Table]:
    """All tables of the screen, in their order; what decides stands before the verdict words.

    What answers the question of the study comes first, then what every study has.
    """
    arms = results.manifest["arms"]
    columns = tables.chosen(results, found, language)
    made = [tables.decides(results, found, language)]
    grid, mixed = crossing(arms, language), mixes(arms)
    if grid is not None:
        made += matrix_tables(results, grid, language)
    if mixed is not None:
        made.append(shapley_table(results, found, mixed, language))
    made += tipping_tables(results, found, language)
    if levers(results):
        made.append(levers_table(results, found, language))
    if one_by_one(arms, found):
        made.append(list_table(results, language))
    if any(arm for arm in limited(results.manifest)):
        made.append(covered_table(results, language))
    if variants(results):
        made.append(variants_table(results, found, language))
    if columns.lettered:
        made.append(tables.legend(results, language))
    made.append(tables.arms(results, columns, language))
    if mixed is None and not one_by_one(arms, found):
        made.append(tables.contrasts(results, found, language))
    made += [
        tables.outcomes(results, found, language),
        tables.losses(results, columns, language),
        tables.hours(results, columns, language),
        tables.pairings(results, found, language),
    ]
    return [flagged(table, language) for table in made] if unequal(results) else made
