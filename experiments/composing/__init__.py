"""From names to dataclasses: what `experiments.compose` puts together."""
