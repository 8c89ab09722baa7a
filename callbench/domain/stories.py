"""Success stories: which one fits a prospect, and whether they have heard it."""

from __future__ import annotations

from collections.abc import Container

from callbench.domain.folding import fold
from callbench.domain.playbook import Playbook, Story
from callbench.domain.records import Prospect


def matching(prospect: Prospect, told: Container[str], playbook: Playbook) -> tuple[Story, ...]:
    """The stories that share a tag with the prospect, best first.

    Those already told come last; then more shared tags come first; then the playbook's order.

    Args:
        prospect: Whose tags to look at.
        told: Ids of the stories they know.
        playbook: The story book.
    """
    fitting = [(story, len(shared_tags(prospect, story))) for story in playbook.stories]
    fitting.sort(key=lambda pair: (pair[0].id in told, -pair[1]))
    return tuple(story for story, shared in fitting if shared)


def shared_tags(prospect: Prospect, story: Story) -> tuple[str, ...]:
    """The story's tags that the prospect has too, whatever case and punctuation."""
    theirs = {folded for tag in prospect.tags if (folded := fold(tag))}
    return tuple(tag for tag in story.tags if fold(tag) in theirs)
