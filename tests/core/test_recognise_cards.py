"""Contact cards of every version, as phones, Outlook and Thunderbird write them."""

from __future__ import annotations

import base64
import textwrap

import pytest

from sel.core.asn1 import armour
from sel.core.recognise import Kind, certificates, recognise
from tests.pilot import person, pilot

SIAN = person()
B64 = base64.b64encode(SIAN.certificate).decode()
PEM = armour("CERTIFICATE", SIAN.certificate).decode()


def _folded(line: str, by: str = "\r\n ") -> str:
    return by.join(textwrap.wrap(line, 74, break_long_words=True, break_on_hyphens=False))


def _card(key: str, version: str = "3.0") -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Siân Llŷr\r\n{key}\r\n"
        "EMAIL;TYPE=INTERNET:sian.llyr@school.example\r\nEND:VCARD\r\n"
    )


def _quoted_printable(text: str) -> str:
    return text.replace("=", "=3D").replace("\n", "=0D=0A=\r\n")


FORMS = {
    "3.0": _card(_folded(f"KEY;ENCODING=b:{B64}")),
    "3.0, typed": _card(_folded(f"KEY;TYPE=X509;ENCODING=B:{B64}")),
    "3.0, grouped": _card(_folded(f"item1.KEY;ENCODING=BASE64;TYPE=SMIME:{B64}")),
    "3.0, not folded": _card(f"KEY;ENCODING=b:{B64}"),
    "3.0, folded by tabs and LF": _card(_folded(f"key;encoding=b:{B64}", "\n\t")),
    "2.1, Outlook": _card(
        "KEY;X509;ENCODING=BASE64:\r\n " + "\r\n ".join(textwrap.wrap(B64, 72)) + "\r\n", "2.1"
    ),
    "2.1, lines without a fold": _card(
        "KEY;X509;ENCODING=BASE64:\r\n" + "\r\n".join(textwrap.wrap(B64, 72)) + "\r\n", "2.1"
    ),
    "2.1, quoted-printable armour": _card(
        "KEY;X509;ENCODING=QUOTED-PRINTABLE:" + _quoted_printable(PEM), "2.1"
    ),
    "4.0": _card(_folded(f"KEY:data:application/pkix-cert;base64,{B64}"), "4.0"),
    "4.0, escaped": _card(f"KEY:data:application/pkix-cert\\;base64\\,{B64}", "4.0"),
    "4.0, media type": _card(
        f'KEY;MEDIATYPE="application/pkix-cert;x=a:b";VALUE=uri:data:;base64,{B64}', "4.0"
    ),
    "armour in one line": _card("KEY;TYPE=SMIME;VALUE=text:" + PEM.replace("\n", "\\n"), "4.0"),
    "two cards": _card("NOTE:helo") + _card(f"KEY;ENCODING=b:{B64}"),
    "a PGP key beside it": _card(
        f"KEY;TYPE=PGP;ENCODING=b:mQENBFxY\r\nKEY;TYPE=X509;ENCODING=b:{B64}"
    ),
    "a key on the web beside it": _card(
        f"KEY;VALUE=uri:https://keys.school.example/sian\r\nKEY;ENCODING=b:{B64}", "4.0"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_certificate_comes_out_of(form: str) -> None:
    found = recognise(FORMS[form].encode())
    assert found.kind is Kind.CONTACT_CARD
    assert [piece.der for piece in found.pieces] == [SIAN.certificate]
    assert certificates(FORMS[form].encode()) == (SIAN.certificate,)
    assert recognise(FORMS[form].encode("utf-16")).pieces == found.pieces


def test_several_people_in_one_file() -> None:
    other = base64.b64encode(pilot().issuer).decode()
    cards = _card(f"KEY;ENCODING=b:{B64}") + _card(f"KEY;ENCODING=b:{other}")
    assert certificates(cards.encode()) == (SIAN.certificate, pilot().issuer)


@pytest.mark.parametrize("key", ["NOTE:x", "KEY:", "KEY;ENCODING=b:AAA", "KEY;TYPE=PGP:mQEN"])
def test_a_card_without_a_certificate_is_a_card(key: str) -> None:
    found = recognise(_card(key).encode())
    assert (found.kind, found.pieces) == (Kind.CONTACT_CARD, ())
