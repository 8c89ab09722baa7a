"""The command that looks the workbench over."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from callbench.cli.options import home_option, workbench_unopened
from callbench.cli.output import print_json, print_line
from callbench.store.doctor import Finding, examine, repair


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--repair", "mend", is_flag=True, help="Mend what can be mended; copies are kept of it."
)
@home_option
def doctor_command(as_json: bool, mend: bool, home: Path | None) -> None:
    """Check every file of the workbench, and say what to do about what is wrong.

    Nothing is changed without --repair. Exits with 1 where something is wrong.
    """
    workbench = workbench_unopened(home)
    done = list(repair(workbench)) if mend else []
    findings = examine(workbench)
    wrong = sum(found.level == "problem" for found in findings)
    if as_json:
        shape = {"ok": not wrong, "findings": [msgspec.to_builtins(found) for found in findings]}
        print_json(shape | ({"repaired": done} if mend else {}))
    else:
        _print(workbench.root, done, findings, wrong)
    sys.exit(1 if wrong else 0)


def _print(root: Path, done: list[str], findings: list[Finding], wrong: int) -> None:
    for line in done:
        print_line(f"repaired: {line}")
    for found in findings:
        print_line(f"{found.level}: {found.file}: {found.problem}")
        print_line(f"  {found.remedy}")
    if not root.exists():
        print_line(f"There is no workbench in {root} yet.")
    elif wrong:
        print_line(f"{wrong} problem{'' if wrong == 1 else 's'} found in {root}.")
    else:
        print_line(f"All is well in {root}.")
