"""Experiments: compose, check, run and store comparisons; they drive the model."""
