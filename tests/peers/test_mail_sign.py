"""Signatures: ours judged by OpenSSL and NSS, theirs judged by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel.core import envelope
from sel.core.envelope import Reason
from tests.core.mail_material import (
    BODY,
    SIGNING,
    person,
    root,
    sign,
)
from tests.peers.mail_programs import (
    Nss,
    ToolRefused,
    openssl_signs,
    openssl_verifies,
    run,
)


@pytest.mark.parametrize("kind", SIGNING)
def test_openssl_agrees_with_our_signature(kind: str, tmp_path: Path) -> None:
    signature = sign(person(kind))
    openssl_verifies(signature, tmp_path, "-inform", "DER", "-cades", content=BODY)
    with pytest.raises(ToolRefused, match="verification failure"):
        openssl_verifies(signature, tmp_path, "-inform", "DER", content=BODY + b" ")


def test_an_opaque_signature_carries_its_content(tmp_path: Path) -> None:
    signature = sign(person(), detached=False)
    assert openssl_verifies(signature, tmp_path, "-inform", "DER") == BODY
    assert envelope.carried_content(signature) == BODY
    assert envelope.verify(signature)[0].holds


def test_nss_agrees_with_our_signatures(tmp_path: Path) -> None:
    nss = Nss(tmp_path)
    for kind in ("rsa", "p256"):
        assert nss.opens(sign(person(kind)), BODY) == BODY
    with pytest.raises(ToolRefused):
        nss.opens(sign(person()), BODY + b"x")


def test_we_agree_with_signatures_of_nss(tmp_path: Path) -> None:
    people = (person("rsa"), person("p256", "gwen"))
    nss = Nss(tmp_path, *people)
    for who in people:
        detached, opaque = nss.signs(who, BODY, "-T"), nss.signs(who, BODY)
        (signer,) = envelope.verify(detached, BODY)
        assert signer.holds
        assert signer.certificate == who.certificate
        assert signer.signed_at is not None
        assert envelope.verify(opaque)[0].holds
        assert envelope.verify(detached, BODY + b"x")[0].reason is Reason.CONTENT_ALTERED


@pytest.mark.parametrize(
    ("kind", "options", "algorithm"),
    [
        ("rsa", (), "rsa-sha256"),
        ("rsa", ("-nodetach",), "rsa-sha256"),
        ("rsa", ("-keyid", "-md", "sha512"), "rsa-sha512"),
        ("rsa", ("-md", "sha3-256"), "rsa-sha3-256"),
        ("rsa", ("-keyopt", "rsa_padding_mode:pss"), "rsa-pss-sha256"),
        (
            "rsa",
            ("-md", "sha384", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:20"),
            "rsa-pss-sha384",
        ),
        (
            "rsa",
            ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_mgf1_md:sha1"),
            "rsa-pss-sha256",
        ),
        ("p256", ("-noattr",), "ecdsa-sha256"),
        ("p384", ("-md", "sha384", "-cades"), "ecdsa-sha384"),
        ("p521", ("-md", "sha512", "-nodetach", "-stream"), "ecdsa-sha512"),
    ],
)
def test_we_agree_with_signatures_of_openssl(
    kind: str, options: tuple[str, ...], algorithm: str, tmp_path: Path
) -> None:
    who = person(kind)
    signature = openssl_signs(who, BODY, tmp_path, *options)
    (signer,) = envelope.verify(signature, BODY)
    assert (signer.reason, signer.algorithm) == (Reason.HOLDS, algorithm)
    assert signer.certificate == who.certificate
    opaque = "-nodetach" in options
    altered = envelope.verify(signature, BODY[:-1])[0].reason
    unsigned = "-noattr" in options
    assert altered is (
        Reason.OTHER_CONTENT if opaque else Reason.WRONG if unsigned else Reason.CONTENT_ALTERED
    )


@pytest.mark.parametrize("kind", ["rsa", "p384", "ed25519"])
def test_we_agree_with_signatures_of_gnutls(kind: str, tmp_path: Path) -> None:
    who = person(kind)
    (tmp_path / "in").write_bytes(BODY)
    pem = who.pem(tmp_path)
    armoured = run(
        "certtool", "--p7-detached-sign", "--p7-time", "--load-privkey", pem,
        "--load-certificate", pem, "--infile", str(tmp_path / "in"),
    )  # fmt: skip
    (signer,) = envelope.verify(armoured, BODY)
    assert signer.holds
    assert signer.certificate == who.certificate
    assert not envelope.verify(armoured, BODY + b"x")[0].holds


@pytest.mark.parametrize("digest", ["md5", "sha1"])
def test_a_digest_that_others_can_match_is_called_weak(digest: str, tmp_path: Path) -> None:
    signature = openssl_signs(person("rsa"), BODY, tmp_path, "-md", digest)
    (signer,) = envelope.verify(signature, BODY)
    assert signer.holds
    assert signer.weak
    assert signer.digest == digest


def test_each_of_several_signers_is_judged(tmp_path: Path) -> None:
    one, other = person("rsa"), person("p256", "gwen")
    signature = openssl_signs(one, BODY, tmp_path, "-signer", other.pem(tmp_path))
    signers = envelope.verify(signature, BODY)
    assert {each.certificate for each in signers} == {one.certificate, other.certificate}
    assert all(each.holds for each in signers)
    assert not any(each.holds for each in envelope.verify(signature, b"other"))


def test_a_signer_without_certificate_is_found_among_the_known(tmp_path: Path) -> None:
    who = person("rsa")
    signature = openssl_signs(who, BODY, tmp_path, "-nocerts")
    (unknown,) = envelope.verify(signature, BODY)
    assert (unknown.reason, unknown.certificate) == (Reason.NO_CERTIFICATE, None)
    (known,) = envelope.verify(signature, BODY, certificates=[root()[1], who.certificate])
    assert known.holds


def test_armour_is_taken_off(tmp_path: Path) -> None:
    who = person()
    armoured = openssl_signs(who, BODY, tmp_path, "-outform", "PEM")
    assert armoured.startswith(b"-----BEGIN CMS-----")
    assert envelope.verify(armoured, BODY)[0].holds
    bare = b"\n".join(armoured.splitlines()[1:-1])
    assert envelope.verify(bare, BODY)[0].holds
