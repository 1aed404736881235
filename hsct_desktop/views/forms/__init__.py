"""The forms of ui/, compiled to Python by installer/build_assets.py."""
