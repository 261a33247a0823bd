#!/usr/bin/env bash
# Set up a checkout: packages of the system (with apt, where we may), a .venv, the pinned Python packages.
# Quick when all is there. What is needed from the system stands in src/brochure/storage/system_requirements.txt.
#
#   scripts/setup.sh                     what building a brochure needs
#   scripts/setup.sh --for test          also what this purpose needs: test, docs, quality or bench
#   scripts/setup.sh --python PYTHON     make the .venv with this Python (also: PYTHON=… in the environment)
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

purpose= wished=${PYTHON:-}
while [ $# -gt 0 ]; do
  case $1 in
    --for) purpose=${2:?--for needs a purpose}; shift 2 ;;
    --python) wished=${2:?--python needs a path}; shift 2 ;;
    *) say "unknown: $1"; sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

become_root() { # prints the prefix for commands that need root; fails where we may not be root
  if [ "$(id -u)" = 0 ]; then echo ""; elif sudo -n true 2>/dev/null; then echo "sudo -n"; else return 1; fi
}

can_install() { command -v apt-get >/dev/null && become_root >/dev/null; }

install() { # packages of Debian or Ubuntu
  local prefix; prefix=$(become_root)
  say "installing with apt: $*"
  export DEBIAN_FRONTEND=noninteractive
  $prefix apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  $prefix apt-get update -qq >/dev/null && $prefix apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

packages() { bash scripts/system_packages.sh --missing "$@"; }

need() { # install what these purposes need; say how where we may not, and fail if one of the purposes is build
  local missing; missing=$(packages debian "$@")
  [ -z "$missing" ] && return 0
  # shellcheck disable=SC2086  # a list of words
  can_install && install $missing && [ -z "$(packages debian "$@")" ] && return 0
  local brew; brew=$(packages macos "$@")
  say "brochure needs these packages for: $*. Install them, then run make again:"
  say "  Debian, Ubuntu:  sudo apt install $missing"
  say "  Fedora:          sudo dnf install $(packages fedora "$@")"
  say "  macOS:           brew install ${brew// --cask / && brew install --cask }"
  return 1
}

make_venv() {
  local python
  python=$(CAN_INSTALL=$(can_install && echo 1) bash scripts/find_python.sh "$wished")
  PYTHON=$python need checkout
  rm -rf .venv
  "$python" -m venv .venv
}

is_wished() { # whether the Python of .venv is the one that was asked for
  [ -z "$wished" ] && return
  local print='import sys; print(sys.base_prefix, sys.version)'
  [ "$("$wished" -c "$print" 2>/dev/null)" = "$(.venv/bin/python -c "$print" 2>/dev/null)" ]
}

need build

stamp=$(cat requirements.lock pyproject.toml | cksum)
if [ "$(cat .venv/brochure-stamp 2>/dev/null)" != "$stamp" ] || ! is_wished; then
  .venv/bin/python -c 'import pip' 2>/dev/null && is_wished || make_venv
  say "installing the pinned packages"
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$stamp" >.venv/brochure-stamp
fi

if [ -n "$purpose" ]; then
  need "$purpose"
fi

if [ "$purpose" = test ]; then # what builds and tests the front end of the desk
  stamp=$(cksum <desk/package-lock.json)
  if [ "$(cat desk/node_modules/brochure-stamp 2>/dev/null)" != "$stamp" ]; then
    say "installing the pinned packages of the desk's front end"
    npm ci --ignore-scripts --silent --prefix desk
    echo "$stamp" >desk/node_modules/brochure-stamp
  fi
fi
