"""The simulated Netherlands: it knows nothing of Hydra, result files or charts."""
