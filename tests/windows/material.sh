#!/usr/bin/env bash
# What the Windows tests are given, made by OpenSSL: one identity in every kind of PKCS#12.
#
#   tests/windows/material.sh FOLDER
set -euo pipefail
out=${1:?FOLDER}
rm -rf "$out"
mkdir -p "$out"
cd "$out"

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 30 \
    -subj '/O=Ysgol/CN=Ysgol root' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -utf8 \
    -subj '/CN=Siân Llŷr' 2>/dev/null
cat >leaf.ext <<'X'
subjectAltName = email:sian.llyr@school.example
extendedKeyUsage = emailProtection
keyUsage = critical, digitalSignature, keyEncipherment
X
openssl x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 20 \
    -extfile leaf.ext -out leaf.crt 2>/dev/null

printf 'ysgol' >pass.txt
printf 'gŵydd Llŷn £5' >welsh.txt

make() { # make NAME PASS_FILE OPTIONS…
    openssl pkcs12 -export -inkey leaf.key -in leaf.crt -certfile ca.crt -name 'Siân ŵ' \
        -passout "file:$2" -out "$1.p12" "${@:3}"
    cp "$2" "$1.pass"
}

make aes-256-sha256 pass.txt
make aes-128-sha512 pass.txt -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg sha512
make 3des-sha1 pass.txt -legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1
make rc2-40-sha1 pass.txt -legacy
make rc2-128-sha1 pass.txt -legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128 -macalg sha1
make rc4-128-sha1 pass.txt -legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-128 -macalg sha1
make many-rounds pass.txt -iter 200000
make no-mac pass.txt -nomac
make open-certificates pass.txt -certpbe NONE
make welsh-passphrase welsh.txt
make welsh-passphrase-old welsh.txt -legacy
openssl pkcs12 -export -inkey leaf.key -in leaf.crt -certfile ca.crt -name 'Siân ŵ' \
    -passout pass: -out empty-passphrase.p12
: >empty-passphrase.pass
