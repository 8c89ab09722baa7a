"""The command palette's source: what the screen can do now, with its names shown literally.

Textual's own reads a command's name as markup, and some of ours come from the rep's playbook.
"""

from __future__ import annotations

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content


class LiteralCommands(Provider):
    """The app's system commands."""

    async def discover(self) -> Hits:
        """Every command that is to be shown before anything is typed, by name."""
        commands = self.app.get_system_commands(self.screen)
        for name, help_text, callback, discover in sorted(commands, key=lambda entry: entry.title):
            if discover:
                yield DiscoveryHit(Content(name), callback, text=name, help=help_text)

    async def search(self, query: str) -> Hits:
        """The commands whose names match, with what matches marked."""
        matcher = self.matcher(query)
        for name, help_text, callback, _ in self.app.get_system_commands(self.screen):
            score, offsets = matcher.fuzzy_search.match(query, name)
            if score > 0:
                shown = Content(name)
                for offset in offsets:
                    shown = shown.stylize(matcher.match_style, offset, offset + 1)
                yield Hit(score, shown, callback, text=name, help=help_text)
