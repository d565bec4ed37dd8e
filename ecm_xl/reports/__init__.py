"""Tidy pandas frames for analysis."""
