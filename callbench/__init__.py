"""callbench: a terminal dashboard for a sales rep's calling block."""

__version__ = "0.1.0"
