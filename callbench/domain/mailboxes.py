"""Addresses that a whole company reads, and that therefore say nothing about one person."""

from __future__ import annotations

__all__ = ["is_shared"]

_SHARED = frozenset(
    {"info", "sales", "office", "contact", "contactus", "hello", "mail", "admin", "support", "team"}
    | {"enquiries", "inquiries", "accounts", "reception", "service", "post", "hr", "jobs", "help"}
    | {"kontakt", "vertrieb", "zentrale", "buero", "contacto", "ventas", "verkoop", "vendite"}
)


def is_shared(address: str) -> bool:
    """Whether a mailbox is read by whoever is in: ``info@example.com``."""
    return address.strip().casefold().partition("@")[0] in _SHARED
