"""Kechuang: sci-tech innovation platforms and their achievements, run by the law that governs them."""

__version__ = "0.1.0"
