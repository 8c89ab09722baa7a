"""How fast callbench is, measured through real terminals and beside the plainest app that could be.

``python -m benchmarks`` prints a table; names behind it choose rows.
"""
