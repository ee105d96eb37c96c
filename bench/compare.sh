#!/usr/bin/env bash
# Compares tiaowen with the naive program, ripgrep, SQLite FTS5 and recoll on one folder, in one run:
#
#   bench/compare.sh FOLDER [QUERY]      default query: 孵化器
#
# Needs python3 and cargo; rg, sqlite3 and recollq are compared where they are installed. Prints a Markdown report.
# Writes to a temporary folder only. BINARY names another build of tiaowen, ROUNDS the cold searches (30), BUILDS the
# full indexes (3), RECOLL=1 adds recoll, whose index takes minutes. RELEASED names the program dist/make-release built
# (target/ARCH/release/tiaowen), which is linked statically and starts quicker: it searches as well.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
binary=${BINARY:-$here/../target/release/tiaowen}
if [ ! -x "$binary" ]; then
  (cd "$here/.." && cargo build --release --quiet)
fi
(cd "$here/naive" && cargo build --release --locked --quiet)
exec python3 -u "$here/compare.py" "$1" --query "${2:-孵化器}" --binary "$binary" --naive "$here/naive/target/release/naive" \
  --rounds "${ROUNDS:-30}" --builds "${BUILDS:-3}" ${RELEASED:+--released "$RELEASED"} ${RECOLL:+--recoll}
