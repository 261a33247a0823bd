#!/usr/bin/env bash
# brochure をインターネットなしで入れます。くわしくは README.txt。
# Install brochure from this folder, without a network:
#
#   sudo bash install.sh              for everybody on this machine (/opt/brochure, /usr/local/bin/brochure)
#   bash install.sh                   for me (~/.local); asks for sudo where packages of the system are missing
#   bash install.sh --to FOLDER       to another place
set -euo pipefail
umask 022
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in ja*) japanese=1 ;; *) japanese= ;; esac
say() { if [ -n "$japanese" ]; then printf '%s\n' "$1" >&2; else printf '%s\n' "$2" >&2; fi; } # Japanese, English
die() { say "$@"; exit 1; }

to=
while [ $# -gt 0 ]; do
  case $1 in
    --to) [ -n "${2:-}" ] || { say "--to の後に、入れる場所を書いてください。" "--to needs a folder"; exit 2; }; to=$2; shift 2 ;;
    *) say "「$1」は使えません。使い方: bash install.sh [--to フォルダー]" "unknown: $1. Usage: bash install.sh [--to FOLDER]"; exit 2 ;;
  esac
done

check_files() { # nothing is installed from a folder that was damaged on its way
  [ -f "$folder/SHA256SUMS" ] || die "SHA256SUMS がありません。フォルダーを丸ごとコピーし直してください。" \
    "SHA256SUMS is missing. Copy the whole folder again."
  say "ファイルを確かめています（SHA256SUMS の照合値: $(sha256sum <"$folder/SHA256SUMS" | cut -c1-16)）" \
    "checking the files (checksum of SHA256SUMS: $(sha256sum <"$folder/SHA256SUMS" | cut -c1-16))"
  local damaged
  damaged=$(cd "$folder" && LC_ALL=C sha256sum --check --quiet --strict SHA256SUMS 2>&1) || {
    printf '%s\n' "$damaged" >&2
    die "壊れている、または足りないファイルがあります（上の一覧）。フォルダーを丸ごとコピーし直してください。何も入れていません。" \
      "Files are damaged or missing (listed above). Copy the whole folder again. Nothing was installed."; }
}

made_for() { sed -n "s/^$1=//p" "$folder/made-for.txt"; }
of_system() { sed -n "s/^$1=//p" /etc/os-release 2>/dev/null | tr -d '"'; }
python_version() { /usr/bin/python3 -I -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

refuse() { # what (Japanese, English), what this machine has
  die "このフォルダーは $1 用です。この機械は $3 なので使えません。
$3 用のフォルダーを、インターネットのある機械で作ってください（scripts/make_offline_folder.sh）。何も入れていません。" \
    "This folder is for $2; this machine has $3.
Make a folder for $3 on a machine with internet (scripts/make_offline_folder.sh). Nothing was installed."
}

check_system() {
  local wanted has
  wanted="$(made_for distribution) $(made_for release)"
  has="$(of_system ID) $(of_system VERSION_CODENAME)"
  [ "$wanted" = "$has" ] || refuse "$wanted" "$wanted" "$has"
  wanted=$(made_for architecture); has=$(dpkg --print-architecture)
  [ "$wanted" = "$has" ] || refuse "CPU の種類が $wanted の機械" "machines of architecture $wanted" "$has"
  [ ! -e /usr/bin/python3 ] || check_python
}

check_python() {
  local wanted has
  wanted=$(made_for python); has=$(python_version)
  [ "$wanted" = "$has" ] || refuse "Python $wanted" "Python $wanted" "Python $has (/usr/bin/python3)"
}

choose_place() { # sets to and command
  command=
  if [ -z "$to" ] && [ "$(id -u)" = 0 ]; then
    to=/opt/brochure command=/usr/local/bin/brochure
  elif [ -z "$to" ]; then
    to=$HOME/.local/share/brochure command=$HOME/.local/bin/brochure
  fi
  [[ $to == /* ]] || to=$PWD/$to
  [ ! -e "$to" ] || [ -e "$to/pyvenv.cfg" ] || [ -z "$(ls -A "$to")" ] ||
    die "$to には別のものが入っています。--to で別の場所を指定してください。" "$to holds something else. Choose another place with --to."
  [ -z "$command" ] || [ -L "$command" ] || [ ! -e "$command" ] ||
    die "$command は別のプログラムです。--to で別の場所を指定してください。" "$command is another program. Choose another place with --to."
}

work= old=
clean() { # what was installed before stays until the new one works
  local code=$?
  [ -z "$work" ] || rm -rf "$work"
  if [ "$code" != 0 ] && [ -n "$old" ]; then rm -rf "$to"; [ ! -e "$old" ] || mv "$old" "$to"; fi
}
trap clean EXIT

install_packages() { # Debian packages, only what is missing, by apt from the folder
  mkdir -p "$work"/{packages,lists/partial,archives/partial}
  # apt reads no spaces in paths, and its own user may not read a stick
  cp "$folder"/packages/* "$work/packages"
  echo "deb [trusted=yes] file:$work/packages ./" >"$work/sources.list"
  local apt=(
    -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists"
    -o Dir::Cache::archives="$work/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
    -o APT::Sandbox::User=root -o Acquire::Languages=none
  )
  local packages missing become=()
  read -ra packages <<<"$(made_for packages)"
  apt-get "${apt[@]}" -qq update
  apt-get "${apt[@]}" --simulate --no-install-recommends --no-remove install "${packages[@]}" >"$work/simulated" 2>&1 || {
    tail -n 20 "$work/simulated" >&2
    die "このフォルダーのパッケージは、この機械に入っているものと合いません（上の表示）。機械のほうが新しければ、フォルダーを作り直してください。何も入れていません。" \
      "The packages of this folder do not go with those of this machine (see above). If the machine is newer, make the folder again. Nothing was installed."; }
  missing=$(awk '$1 == "Inst" { print $2 }' "$work/simulated" | tr '\n' ' ')
  [ -n "$missing" ] || { say "システムのパッケージは足りています。" "The packages of the system are all there."; return; }
  say "システムのパッケージを入れます: $missing" "installing packages of the system: $missing"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "管理者の権限が要ります。管理者に「sudo bash install.sh」または root での実行を頼んでください。" \
      "This needs an administrator: run it as root, or with sudo."
    become=(sudo)
  fi
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${apt[@]}" -o DPkg::Lock::Timeout=120 --yes -qq \
    --no-install-recommends --no-remove install "${packages[@]}" >"$work/apt.log" 2>&1 || {
    tail -n 20 "$work/apt.log" >&2
    die "パッケージを入れられませんでした（上の表示）。" "The packages could not be installed (see above)."; }
}

install_brochure() { # a venv with the pinned wheels; pip runs from its own wheel
  say "brochure を $to に入れます。" "installing brochure to $to"
  mkdir -p "$(dirname "$to")"
  old=$to.old
  rm -rf "$old"
  [ ! -e "$to" ] || mv "$to" "$old"
  /usr/bin/python3 -m venv --without-pip "$to"
  local wheel pip
  wheel=$(echo "$folder"/wheels/pip-*.whl)
  pip=("$to/bin/python" "$wheel/pip" --isolated --disable-pip-version-check --no-cache-dir --quiet install --no-index --no-deps)
  export PIP_CONFIG_FILE=/dev/null # no other source of packages that this machine may know
  "${pip[@]}" --find-links "$folder/wheels" --require-hashes -r "$folder/requirements.lock"
  "${pip[@]}" "$folder"/wheels/brochure-"$(made_for brochure)"-*.whl
}

try_it() { # a whole brochure, so that nothing is missing later
  say "試しに1部つくります。" "making a brochure to try it"
  (cd "$work" && "$to/bin/brochure" init try >/dev/null && cd try && HOME=$work "$to/bin/brochure" build liaoning >/dev/null) ||
    die "入れましたが、冊子をつくれませんでした（上の表示）。元に戻します。" \
      "It is installed but cannot make a brochure (see above). Everything is put back."
}

check_files
check_system
choose_place
work=$(mktemp -d /var/tmp/brochure.XXXXXX)
chmod 755 "$work"
install_packages
check_python
install_brochure
try_it
rm -rf "$old"
if [ -n "$command" ]; then mkdir -p "$(dirname "$command")"; ln -sfn "$to/bin/brochure" "$command"; fi
command=${command:-$to/bin/brochure}
say "終わりました。$("$to/bin/brochure" --version)。コマンドは $command です。
つぎに: brochure init 冊子 && cd 冊子 && brochure build liaoning" \
  "Done: $("$to/bin/brochure" --version). The command is $command
Next: brochure init my-brochures && cd my-brochures && brochure build liaoning"
[[ $command != "$HOME"/* || :$PATH: == *":$(dirname "$command"):"* ]] ||
  say "「brochure」が見つからないときは、一度ログアウトして入り直すか、$command と打ってください。" \
    "If “brochure” is not found, log in again or type $command"
