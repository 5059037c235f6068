"""What is asked of a model beyond comparing arms: why, what is it, does it work, is it built in."""
