#!/usr/bin/env bash
# OpenSSL's word on what keys in Windows' store signed: every signature the tests left.
#
#   tests/windows/verify.sh FOLDER
set -euo pipefail
cd "${1:?FOLDER}"
count=0
for signature in *.signature; do
    [[ -e $signature ]] || break
    name=${signature%.signature}
    openssl x509 -inform DER -in "$name.crt" -noout -pubkey >"$name.pub"
    openssl dgst -sha256 -verify "$name.pub" -signature "$signature" "$name.text" >/dev/null ||
        { printf 'OpenSSL: %s does not hold\n' "$signature" >&2 && exit 1; }
    count=$((count + 1))
done
((count)) || { printf 'no signature was left in %s\n' "$PWD" >&2 && exit 1; }
printf 'OpenSSL verified %d signatures made by keys in the Windows store\n' "$count"
