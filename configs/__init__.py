"""Hydra config groups: arrangements, scenarios, opgaven and experiments as data."""
