"""School packs that are not taken in."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "not-a-pack",
        "This file is not a school pack.",
        hint="Choose the file that your IT team sent; its name usually ends in .selpack.",
    ),
    message(
        "pack-altered",
        "This school pack was changed on the way, or it was not signed.",
        hint="Do not use it. Get it again from your IT team, and tell them about this one.",
    ),
    message(
        "pack-broken",
        "This school pack is signed, but not made as a pack should be: {entry}",
        hint="Nothing is wrong on this computer. Ask your IT team to make the pack again.",
    ),
    message(
        "pack-newer",
        "This school pack is made for a newer Sêl.",
        hint="Ask your IT team for a newer version of Sêl.",
    ),
    message(
        "pack-expired",
        "This school pack ended on {ended}.",
        hint="Ask your IT team for the newest pack.",
    ),
    message(
        "pack-not-yet",
        "This school pack was made in the future: {begins}",
        hint="Check the date and time of this computer. If they are right, ask your IT team.",
    ),
    message(
        "pack-older",
        "This school pack is older than the one that is here: number {number}, and number {held}"
        " is here.",
        hint="Ask your IT team for the newest pack.",
    ),
    message(
        "pack-signer-unknown",
        "Nobody on this computer has said yet that this signer may send school packs: {signer}",
        hint="Telephone your IT team on a number you already had. Ask them to read their code, and"
        " compare it with this one: {check_code}",
    ),
    message(
        "pack-other-signer",
        "This school pack was signed by somebody else than the one that is here: {signer}",
        hint="Telephone your IT team on a number you already had, before you use it. Until then"
        " the pack that is here stays; its signer: {held}.",
    ),
    message(
        "pack-number-used",
        "There are two different school packs with the number {number}.",
        hint="Ask your IT team to make the pack again with a higher number.",
    ),
    message(
        "pack-signer-ended",
        "The certificate this school pack was signed with had ended, or not begun, when the pack"
        " was made: {signer}",
        hint="Ask your IT team to make the pack again with a certificate that is valid.",
    ),
    message(
        "pack-of-another",
        "The edition before was not signed by you, so this cannot be the next one: {signer}",
        hint="Choose the pack that you made yourself. For one of somebody else, make a new pack"
        " of your own.",
        command="Name the pack that you made yourself, or leave out --previous: then it is a new"
        " pack of your own.",
    ),
    message(
        "unknown-pack",
        "There is no school pack here with this name: {id}",
        hint="See which ones there are.",
        command="See which ones there are: sel pack list",
    ),
)
