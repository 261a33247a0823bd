#!/usr/bin/env bash
# Print the packages that brochure needs from the system, from src/brochure/storage/system_requirements.txt.
#
#   scripts/system_packages.sh debian build              packages that everybody needs who builds
#   scripts/system_packages.sh fedora build checkout     several purposes
#   scripts/system_packages.sh --missing debian test     only what is not on this machine
#
# Systems: debian (also Ubuntu), fedora, macos. Purposes: see the head of the table.
set -euo pipefail
table=$(dirname "${BASH_SOURCE[0]}")/../src/brochure/storage/system_requirements.txt
python=${PYTHON:-python3}

there() { # kind name: whether this machine has it
  case $1 in
    program) command -v "$2" >/dev/null || { [ "$2" = chromium ] && command -v chromium-browser >/dev/null; } ;;
    module) "$python" -c "import $2" 2>/dev/null ;;
    file) [ -e "$2" ] ;;
    library)
      if [ "$(uname)" = Darwin ]; then
        local plain=${2%%.so*} brew
        brew=$(brew --prefix 2>/dev/null || echo /opt/homebrew)
        ls "$brew/lib/$plain".* >/dev/null 2>&1
      else
        [[ $known == *"$2"* ]]
      fi ;;
  esac
}

only_missing=; known=
[ "${1:-}" = --missing ] && { only_missing=1; shift; }
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
system=$1; shift
[ "$(uname)" = Darwin ] || known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)

found=()
while IFS='|' read -r kind name purposes debian fedora macos _; do
  [[ $kind == \#* || -z ${kind// /} ]] && continue
  read -r kind <<<"$kind"; read -r name <<<"$name"; purposes=${purposes// /}
  case $system in
    debian) read -r package <<<"$debian" ;;
    fedora) read -r package <<<"$fedora" ;;
    macos) read -r package <<<"$macos" ;;
    *) echo "unknown system: $system" >&2; exit 2 ;;
  esac
  for purpose; do
    [[ ,$purposes, == *,$purpose,* && $package != – ]] || continue
    [ -n "$only_missing" ] && there "$kind" "$name" && continue
    [[ " ${found[*]-} " == *" $package "* ]] || found+=("$package")
  done
done <"$table"
echo "${found[*]-}"
