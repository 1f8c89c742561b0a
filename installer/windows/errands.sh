#!/usr/bin/env bash
# A person's errands with the installed sel.com: Credential Manager, a file from IT, Windows' store.
#
#   WINEPREFIX=DIR installer/windows/errands.sh SEL.COM FOLDER [--again]
#
# FOLDER gets given.p12 (its password: castell). With --again nothing new is made: what the errands
# before made is still there. Uses the person's own data folder, as nobody names another.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=${1:?SEL.COM} folder=$(realpath "${2:?FOLDER}")
python=$here/../../.venv/bin/python
windows() { printf 'Z:%s' "${1//\//\\}"; }
sel() { # one command; its JSON
    "$here/run.sh" "$program" --json --no-network --policy "$(windows "$folder/policy.json")" \
        "$@" >"$folder/answer.json" || {
        printf 'errands: %s: %s\n' "$*" "$(<"$folder/answer.json")" >&2
        return 1
    }
}
is() { # is EXPRESSION: holds of the answer `a`
    "$python" -c 'import json, sys
a = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(not eval(sys.argv[2]))' "$folder/answer.json" "$1" || {
        printf 'errands: not so: %s: %s\n' "$1" "$(<"$folder/answer.json")" >&2
        return 1
    }
}

# Wine keeps no keys in CNG; Windows' older way, which policy can ask for, it does.
printf '{"version": 1, "windows_capi": true}' >"$folder/policy.json"
if [[ ${3:-} != --again ]]; then
    printf 'castell' >"$folder/password"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/it.key" -out "$folder/it.pem" \
        -subj '/CN=Ysgol IT' -days 60 -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
    openssl req -newkey rsa:2048 -nodes -keyout "$folder/sian.key" -out "$folder/sian.csr" \
        -subj '/CN=Siân Llŷr' -utf8 2>/dev/null
    printf '%s\n' subjectAltName=email:sian.llyr@school.example \
        extendedKeyUsage=emailProtection keyUsage=critical,digitalSignature,keyEncipherment \
        basicConstraints=critical,CA:FALSE >"$folder/extensions"
    openssl x509 -req -in "$folder/sian.csr" -CA "$folder/it.pem" -CAkey "$folder/it.key" \
        -out "$folder/sian.pem" -days 30 -extfile "$folder/extensions" -CAcreateserial 2>/dev/null
    openssl pkcs12 -export -inkey "$folder/sian.key" -in "$folder/sian.pem" \
        -certfile "$folder/it.pem" -passout file:"$folder/password" -out "$folder/given.p12"
    rm "$folder"/*.key
    sel id import "$(windows "$folder/given.p12")" --pass-file "$(windows "$folder/password")"
    sel id list
    is 'len(a["ids"]) == 1'
    "$python" -c 'import json, sys
print(json.load(open(sys.argv[1], encoding="utf-8"))["ids"][0]["id"])' "$folder/answer.json" \
        >"$folder/id"
    sel store install "$(<"$folder/id")" --store windows
    is 'a["installed"] == [{"store": "windows", "proved": True}]'
fi
sel unlock status
is 'a["keyring"] is True'
sel id list
is 'len(a["ids"]) == 1 and a["ids"][0]["installed"] == ["windows"]'
sel store list --store windows
is '"sian.llyr@school.example" in json.dumps(a)'
