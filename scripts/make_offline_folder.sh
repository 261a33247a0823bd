#!/usr/bin/env bash
# Make a folder that installs brochure on a machine without internet (Debian, Ubuntu), to be carried there on a stick.
#
#   scripts/make_offline_folder.sh TARGET                    for machines of the release that this one has
#   scripts/make_offline_folder.sh TARGET --suite trixie     for another release
#
# TARGET is a new or empty folder. In it: the wheel of brochure, the wheels of requirements-run.lock for the Python of
# that release, the Debian packages of src/brochure/storage/system_requirements.txt with all they depend on, install.sh,
# README.txt and SHA256SUMS. There are no links in it and nothing depends on modes, so it may lie on FAT or exFAT.
# Nothing is installed here but the .venv of this checkout, and root is not needed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." # after this, TARGET is taken from where the caller stood: $OLDPWD

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
usage() { sed -n '2,5s/^# \{0,1\}//p' scripts/make_offline_folder.sh >&2; exit 2; }

target= suite=
while [ $# -gt 0 ]; do
  case $1 in
    --suite) [ -n "${2:-}" ] || { say "--suite needs the name of a release, such as bookworm"; usage; }; suite=$2; shift 2 ;;
    -*) say "unknown option: $1"; usage ;;
    *) [ -z "$target" ] || { say "one TARGET only: $1"; usage; }; target=$1; shift ;;
  esac
done
[ -n "$target" ] || { say "where to? TARGET is missing"; usage; }
[[ $target == /* ]] || target=$OLDPWD/$target
[ -d "$(dirname "$target")" ] || die "there is no folder $(dirname "$target")"
[ ! -e "$target" ] || { [ -d "$target" ] && [ -z "$(ls -A "$target")" ]; } || die "$target is there and not empty; name a new folder"
for program in apt-get apt-cache dpkg-deb; do
  command -v "$program" >/dev/null || die "$program is not on this machine: the folder is made on Debian (or Ubuntu)"
done
distribution=$(. /etc/os-release; echo "$ID")
here=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
suite=${suite:-$here}
architecture=$(dpkg --print-architecture)

made_target=; [ -e "$target" ] || made_target=1
work=$(mktemp -d)
clean() { # a folder that is not finished is not left behind
  local code=$?
  rm -rf "$work"
  [ "$code" = 0 ] || { rm -rf "${target:?}"/{wheels,packages,install.sh,README.txt,made-for.txt,requirements.lock,SHA256SUMS}
    [ -z "$made_target" ] || rmdir "$target" 2>/dev/null || true; }
}
trap clean EXIT
quietly() { # run a command; show the end of what it said only if it fails
  "$@" >"$work/log" 2>&1 || { tail -n 12 "$work/log" >&2; return 1; }
}

# apt in a room of its own: the sources of this machine for the wished release, and as if nothing were installed.
mkdir -p "$work"/state/lists/partial "$work"/cache/archives/partial
: >"$work/state/status"
apt=(
  -o Dir::State="$work/state" -o Dir::State::status="$work/state/status" -o Dir::Cache="$work/cache"
  -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
  -o APT::Architecture="$architecture" -o APT::Architectures="$architecture"
  -o APT::Sandbox::User=root -o Acquire::Languages=none -o APT::Get::List-Cleanup=false
)
candidate() { apt-cache "${apt[@]}" policy "$1" | awk '$1 == "Candidate:" { print $2 }'; }

write_sources() { # main of the release, its updates and its security fixes, from where this machine has them
  local keyring=/usr/share/keyrings/$distribution-archive-keyring.gpg pocket mirror signed=
  [ -e "$keyring" ] && signed=" signed-by=$keyring"
  for pocket in "" -updates -security; do
    mirror=$(apt-cache policy | awk -v wanted="$here$pocket/main" '$3 == wanted && !found { found = $2 } END { print found }')
    [ -z "$mirror" ] || echo "deb [arch=$architecture$signed] $mirror $suite$pocket main"
  done >"$work/sources.list"
  [ -s "$work/sources.list" ] || die "apt has no package source for $distribution $here: try apt-get update"
}

write_sources
say "asking for the packages of $distribution $suite"
quietly apt-get "${apt[@]}" -o APT::Update::Error-Mode=any update || die "apt cannot read the package sources of “$suite”"
python=$(candidate python3 | cut -d. -f1,2)
libc=$(candidate libc6 | sed 's/^2\.\([0-9]*\).*/\1/')
[ "${python#3.}" -ge 11 ] || die "$distribution $suite has Python $python; brochure needs 3.11 or newer"

bash scripts/setup.sh
mkdir -p "$target/wheels" "$target/packages"

say "the wheels, for Python $python"
tags=(--platform "linux_$(uname -m)" --platform "manylinux2014_$(uname -m)")
for ((minor = 17; minor <= libc; minor++)); do tags+=(--platform "manylinux_2_${minor}_$(uname -m)"); done
awk '/^[a-z]/ { wanted = /^pip==/ } wanted' requirements-build.lock >"$work/pip.lock" # what install.sh installs with
quietly .venv/bin/pip download --dest "$target/wheels" --no-deps --require-hashes --only-binary :all: \
  --implementation cp --python-version "$python" "${tags[@]}" -r requirements-run.lock -r "$work/pip.lock"
quietly .venv/bin/pip wheel --no-deps --no-build-isolation --wheel-dir "$target/wheels" .
version=$(basename "$target"/wheels/brochure-*.whl | cut -d- -f2)
cp requirements-run.lock "$target/requirements.lock"

say "the Debian packages"
packages=$(bash scripts/system_packages.sh debian build redline)
# shellcheck disable=SC2086  # a list of words
quietly apt-get "${apt[@]}" install --yes --download-only --no-install-recommends $packages
for file in "$work"/cache/archives/*.deb; do
  read -r name number kind < <(dpkg-deb --show --showformat '${Package} ${Version} ${Architecture}\n' "$file")
  plain=${name}_${number#*:}_$kind.deb # no epoch: its colon is nothing for FAT, and apt reads %3a as a colon
  cp "$file" "$target/packages/$plain"
  # the checksums that Debian signed go into the index; install.sh has apt compare them once more
  apt-cache "${apt[@]}" show --no-all-versions "$name=$number" | sed "s|^Filename: .*|Filename: ./$plain|" |
    sed '/^$/q'
done >"$target/packages/Packages"

cp scripts/offline/install.sh scripts/offline/README.txt "$target"
cat >"$target/made-for.txt" <<EOF
brochure=$version
distribution=$distribution
release=$suite
architecture=$architecture
python=$python
packages=$packages
EOF
(cd "$target" && find . -type f ! -name SHA256SUMS -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >"$work/sums" && cp "$work/sums" SHA256SUMS)

say "$target: brochure $version for $distribution $suite, $architecture, Python $python; $(du -sh "$target" | cut -f1)"
say "on the machine without internet: bash install.sh (README.txt says more)"
say "checksum of SHA256SUMS, to compare with what install.sh says: $(sha256sum "$target/SHA256SUMS" | cut -c1-16)"
