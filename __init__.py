"""A knowledge-graph explorer for equity in personalized learning (K-12, United States)."""

__version__ = "0.1.0"
