"""Which mail programs are on this computer, what is set up in them, and what works there."""

from __future__ import annotations

from sel.clients import apple_mail, new_outlook, outlook, outlook_mac, thunderbird
from sel.clients._machine import Machine
from sel.clients._this_computer import ThisComputer
from sel.ports.clients import MailProgram

CLIENTS = (outlook, new_outlook, outlook_mac, apple_mail, thunderbird)


def programs(machine: Machine | None = None) -> tuple[MailProgram, ...]:
    """Every mail program that is installed; nothing is started, written or asked of the person.

    machine  the computer that is looked at; by default the one Sêl runs on
    """
    looked_at = machine or ThisComputer()
    return tuple(found for client in CLIENTS for found in client.find(looked_at))


__all__ = ["CLIENTS", "programs"]
