"""Commands whose arguments are a search: words, and words to leave out."""

from __future__ import annotations

from itertools import takewhile

import click


class QueryCommand(click.Command):
    """Takes ``-word`` for a word that is to be left out, but not ``--word`` for anything.

    Click's own way to let the first through lets a mistyped option through as well, which would
    be searched for without a word. Behind a bare ``--`` everything is words.
    """

    ignore_unknown_options = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            click.NoSuchOption: a word with two hyphens is no option of this command.
        """
        known = [name for param in self.get_params(ctx) for name in param.opts]
        for word in takewhile(lambda word: word != "--", args):
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, ctx=ctx)
        return super().parse_args(ctx, args)
