"""Reads and validates what resources/ holds; nothing here writes."""
