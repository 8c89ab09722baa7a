"""Erasing a person from every file of a workbench.

Calls stay, so that counts stay true, but without name, number and words, under an id that says
nothing. Everything else that is theirs goes, copies that were set aside included; in what others
said their name, number and address are blotted out. Whoever must not be called stays refused.
"""

from callbench.store.forget.plan import Plan, carry_out, plan_for, remaining
from callbench.store.forget.step import Step, total

__all__ = ["Plan", "Step", "carry_out", "plan_for", "remaining", "total"]
