#!/usr/bin/env bash
# Rebuild shops/FOGRA39L-coated.icc, the CMYK profile that brochure separates with and may hand on.
#
# Measurements: FOGRA39L.ti3 (Fogra, offset on coated paper, ISO 12647-2) as Debian's package
# icc-profiles-free distributes it under the zlib licence. A profile made from them is ours to give away,
# which those of ghostscript, Adobe or a print shop are not.
# Program: colprof of ArgyllCMS (Debian: argyll), run here only; brochure does not need it.
#   -l 300 -L 100  no separation beyond 300 % ink, 100 % of it black
#   -k p …         black from 15 % of darkness on, so that little ink lies on dark places
#   -n c           without the measurements themselves, which would double the size
# The header holds the time of making, so a rebuilt file differs in it: commit one only for a reason.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v colprof >/dev/null || { echo "colprof is missing: apt install argyll icc-profiles-free" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cp "${1:-/usr/share/color/icc/FOGRA39L.ti3}" "$work/profile.ti3"
colprof -qm -bm -l 300 -L 100 -k p 0 0.15 1 0.95 0.6 -n c -A brochure -M "Offset, coated paper" \
  -D "FOGRA39L coated (brochure)" -C "zlib licence. Made from FOGRA39L, Fogra, via icc-profiles-free." \
  -O "$work/profile.icc" "$work/profile"
mv "$work/profile.icc" shops/FOGRA39L-coated.icc
