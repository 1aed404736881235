#!/bin/sh
# What `make run` and `make test` do first: find a Python, see that it can make environments, and hand over to
# environment.py, which makes .venv and fills it. `setup.sh --dev` adds what the tests and checks need.
set -eu
cd "$(dirname "$0")/.."

can_use() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        if can_use "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

# Prints the words that gain the rights to install a package: none for root, sudo where it asks no password.
rights() {
    if [ "$(id -u)" -eq 0 ]; then
        echo env
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo sudo
    fi
}

python=$(find_python)
if [ -z "$python" ]; then
    echo "HSCT Desktop needs Python 3.11 or newer, and found $(python3 --version 2>/dev/null || echo none)." \
        "Install it, or name one: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and its kin keep these two in a package of their own.
    minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    package=python$minor-venv
    as=$(rights)
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "$python cannot make environments: its modules venv and ensurepip are missing. Install them, then try again." >&2
        exit 1
    elif [ -z "$as" ]; then
        echo "$python cannot make environments. Run this once, then try again:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y $package" >&2
        exit 1
    fi
    echo "Installing $package with apt-get: $python cannot make environments without it."
    $as apt-get update -qq
    $as DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
fi

exec "$python" installer/environment.py "$@"
