#!/bin/sh
# Writes requirements.lock and requirements-dev.lock anew from pyproject.toml: exact versions and the SHA-256 of every
# file of each, for Linux, Windows and macOS and every Python from 3.11 on, without the address of any index.
# `installer/lock.sh --upgrade` takes the newest versions that pyproject.toml allows; without it, only what must move moves.
set -eu
cd "$(dirname "$0")/.."

tool=build/lock-tool
if [ ! -x "$tool/bin/uv" ]; then
    python3 -m venv "$tool"
    "$tool/bin/python" -m pip install --quiet 'uv>=0.9,<1'
fi

# What is set on this machine (extra folders with wheels, other indexes) must not leak into a file that others install from.
for name in $(env | sed -n 's/^\(\(UV\|PIP\)_[A-Z_]*\)=.*/\1/p'); do
    unset "$name"
done

compile() {
    output=$1
    shift
    "$tool/bin/uv" pip compile pyproject.toml "$@" --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-sources --quiet \
        --custom-compile-command "make lock" --output-file "$output"
}

compile requirements.lock --group build "$@"
# The development lock must hold the same versions as the user's.
compile requirements-dev.lock --group dev --constraint requirements.lock "$@"

if grep -nE '://|^ *(-i|-f|--index|--extra|--find)|/(opt|home|tmp|root)/' requirements.lock requirements-dev.lock; then
    echo "A lock names an address or a path: not written as wanted." >&2
    exit 1
fi
echo "Wrote requirements.lock and requirements-dev.lock."
