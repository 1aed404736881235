"""Ratios against plain yardsticks; both sides run in turn in one run. `make bench` prints them all."""
