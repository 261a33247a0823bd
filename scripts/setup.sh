#!/usr/bin/env bash
# Install what brochure needs: system libraries (with apt, where we may), a .venv, the pinned packages.
# Quick when all is there. With --test also what only the tests need: pandoc, LibreOffice, ghostscript.
set -euo pipefail
cd "$(dirname "$0")/.."

need_libraries=(libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0)
apt_packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)

say() { printf '%s\n' "$*" >&2; }

become_root() { # prints the prefix for commands that need root; fails where we may not be root
  if [ "$(id -u)" = 0 ]; then echo ""; elif sudo -n true 2>/dev/null; then echo "sudo -n"; else return 1; fi
}

apt_install() { # false where there is no apt or no right to use it
  local prefix
  command -v apt-get >/dev/null || return 1
  prefix=$(become_root) || return 1
  say "installing with apt: $*"
  export DEBIAN_FRONTEND=noninteractive
  $prefix apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  $prefix apt-get update -qq >/dev/null && $prefix apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

explain_libraries() {
  say "brochure needs Pango and HarfBuzz (with its subset library). Install them, then run make again:"
  say "  Debian, Ubuntu:  sudo apt install ${apt_packages[*]} python3-venv"
  say "  Fedora:          sudo dnf install pango harfbuzz python3"
  say "  macOS:           brew install pango harfbuzz python@3.13"
}

have_libraries() {
  if [ "$(uname)" = Darwin ]; then
    local brew; brew=$(brew --prefix 2>/dev/null || echo /opt/homebrew)
    ls "$brew"/lib/libpango-1.0.* "$brew"/lib/libharfbuzz-subset.* >/dev/null 2>&1
    return
  fi
  local known; known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
  for library in "${need_libraries[@]}"; do
    [[ $known == *"$library"* ]] || return 1
  done
}

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"; return
    fi
  done
  say "brochure needs Python 3.11 or newer; set PYTHON=/path/to/python3 if it is not on the PATH."
  return 1
}

make_venv() {
  local python; python=$(find_python)
  "$python" -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv || {
    say "Python's venv module is missing. Debian, Ubuntu: sudo apt install python3-venv"; return 1; }
  say "making .venv with $("$python" --version)"
  "$python" -m venv .venv
}

have_libraries || apt_install "${apt_packages[@]}" || { explain_libraries; exit 1; }

stamp=$(cat requirements.lock pyproject.toml | cksum)
if [ "$(cat .venv/brochure-stamp 2>/dev/null)" != "$stamp" ]; then
  [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || make_venv
  say "installing the pinned packages"
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$stamp" >.venv/brochure-stamp
fi

if [ "${1:-}" = --test ]; then
  missing=()
  command -v pandoc >/dev/null || missing+=(pandoc)
  command -v soffice >/dev/null || missing+=(libreoffice-writer)
  if [ ${#missing[@]} -gt 0 ] && ! apt_install "${missing[@]}"; then
    say "The tests that read the Word file with other programs will be skipped: ${missing[*]} not found."
    say "  Debian, Ubuntu: sudo apt install ${missing[*]}   Fedora: sudo dnf install pandoc libreoffice-writer"
    say "  macOS: brew install pandoc && brew install --cask libreoffice"
  fi
  if ! command -v gs >/dev/null && ! apt_install ghostscript; then
    say "The tests that look at printing plates will be skipped: ghostscript not found."
    say "  Debian, Ubuntu: sudo apt install ghostscript   Fedora: sudo dnf install ghostscript"
    say "  macOS: brew install ghostscript"
  fi
fi
