#!/usr/bin/env bash
# Choose the Python that brochure runs with; print its path, and on standard error which one and why.
#
#   scripts/find_python.sh                the first on the PATH that was built with optimisation (PGO or LTO)
#   scripts/find_python.sh PYTHON         this one (also by the environment variable PYTHON)
#   CAN_INSTALL=1 scripts/find_python.sh  also one that lacks ensurepip, which the caller then installs
#
# A Python that was built without optimisation (pyenv builds so unless told otherwise) needs 1.3 to 1.8 times the
# CPU for the same work. It is taken only where there is no other of version 3.11 or newer.
set -euo pipefail
about=$(dirname "${BASH_SOURCE[0]}")/../src/brochure/storage/interpreter.py

say() { printf '%s\n' "$*" >&2; }

ask() { # sets build, venv and described; fails where this is no Python of version 3.11 or newer
  local told
  told=$("$1" -I "$about" 2>/dev/null) && read -r build venv described <<<"$told" && [ -n "$described" ]
}

wished=${1:-${PYTHON:-}}
if [ -n "$wished" ]; then
  if ! path=$(command -v "$wished") || ! ask "$path"; then
    say "$wished is no Python of version 3.11 or newer. Give another one: make PYTHON=/path/to/python3"
    exit 1
  fi
  say "Python: $path, $described, as asked for"
  echo "$path"; exit
fi

IFS=: read -ra folders <<<"$PATH:/usr/local/bin:/usr/bin:/opt/homebrew/bin"
first=; plain=; plain_described=
for folder in "${folders[@]}"; do
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    path=$folder/$name
    [ -x "$path" ] && ask "$path" || continue
    [ "$venv" = venv ] || [ -n "${CAN_INSTALL:-}" ] || continue
    first=${first:-$path}
    if [ "$build" = optimised ]; then
      if [ "$path" = "$first" ]; then why="the first on the PATH"; else why="quicker than $plain ($plain_described)"; fi
      say "Python: $path, $described: $why"
      echo "$path"; exit
    fi
    [ -n "$plain" ] || { plain=$path; plain_described=$described; }
  done
done
if [ -n "$plain" ]; then
  say "Python: $plain, $plain_described: there is no other; one that is built with PGO is quicker"
  echo "$plain"; exit
fi
say "brochure needs Python 3.11 or newer with its venv module, and none is on the PATH."
say "  Debian, Ubuntu: sudo apt install python3 python3-venv   Fedora: sudo dnf install python3"
say "  macOS: brew install python@3.13   elsewhere: make PYTHON=/path/to/python3"
exit 1
