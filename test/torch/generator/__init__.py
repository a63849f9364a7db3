"""Reference cases from real PyTorch; `generate.py` is the way in."""
