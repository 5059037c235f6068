"""The submodels of one quarter: S1-S12 of docs/odd.md 3.5, one file and one public function each.

Each takes arrays and scalars by the names that `model.state` and `model.prepared` give them,
allocates nothing and calls no library mathematics.
"""
