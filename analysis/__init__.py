"""Analysis: reads what the experiments stored, never the model's inside."""
