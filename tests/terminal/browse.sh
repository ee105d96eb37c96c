#!/usr/bin/env bash
# Plays `browse` in tmux and keeps what is on the screen: tests/terminal/browse.sh BINARY INDEX OUTPUT [QUERY TITLED]
# (TITLED leads to a clause that cites something, of a document with several versions; both default to what the
# sample corpus has).
#
# Goes through every screen at 80×24 and 160×50, with colour and without, and writes each as a text file (with the
# escape sequences where there is colour) into OUTPUT, to be looked at. Fails where a screen does not come up,
# where the terminal is not given back as it was, or where a row is wider than the terminal.
set -euo pipefail
binary=$(realpath "$1")
index=$(realpath "$2")
mkdir -p "$3"
output=$(realpath "$3")
query=${4:-孵化器认定条件}
titled=${5:-韶州市科技企业孵化载体管理办法 第一条}
socket=browse-$$
folder=$(mktemp -d)
failed=0
tm() { tmux -L "$socket" -f /dev/null "$@"; }
trap 'tm kill-server 2> /dev/null || true; rm -rf "$folder"' EXIT

fail() { echo "!! $1"; failed=1; }
shot() { # NAME [WORDS THAT MUST BE THERE]
  local name=$1 words=${2:-} try
  for try in $(seq 50); do
    tm capture-pane -p -t s > "$folder/screen"
    if [ -z "$words" ] || grep -qF -- "$words" "$folder/screen"; then break; fi
    sleep 0.1
  done
  [ "$try" -lt 50 ] || fail "$where $name: no “$words” on the screen"
  sleep 0.1
  tm capture-pane -p -t s > "$output/$where-$name.txt"
  tm capture-pane -pe -t s > "$output/$where-$name.ansi"
  python3 - "$output/$where-$name.txt" "$columns" << 'PYTHON' || fail "$where $name: a row is too wide"
import sys, unicodedata
wide = lambda c: 2 if unicodedata.east_asian_width(c) in "WF" else 1
rows = open(sys.argv[1], encoding="utf-8").read().split("\n")
sys.exit(any(sum(map(wide, row)) > int(sys.argv[2]) for row in rows))
PYTHON
}
keys() { tm send-keys -t s "$@"; sleep 0.2; }
typed() { tm send-keys -t s -l "$1"; sleep 0.2; }

play() { # COLUMNS ROWS COLOUR|NO_COLOR
  columns=$1
  local rows=$2 mode=$3
  where=$columns-$mode
  local setting=""
  [ "$mode" = plain ] && setting="NO_COLOR=1"
  tm new-session -d -s s -x "$columns" -y "$rows" "cd '$folder' && env LC_ALL=C.UTF-8 PS1='ready> ' bash --norc"
  tm set-option -g status off
  tm resize-window -t s -x "$columns" -y "$rows"
  keys "stty -a > before; $setting '$binary' browse --index '$index' --as-of 2026-11-22; echo ended \$?; stty -a > after" Enter
  shot 00-welcome "文库现有"
  local c
  while read -r -n1 c; do [ -n "$c" ] && tm send-keys -t s -l "$c"; done <<< "$query"
  shot 01-results "第 1/"
  keys Down
  shot 02-second "第 2/"
  keys F2
  shot 03-filter-kind "筛选（"
  keys Right
  shot 04-filter-status
  keys Right
  shot 05-filter-issuer
  keys Right
  shot 06-filter-year
  keys Escape
  sleep 0.3
  keys C-u
  typed "$titled"
  shot 07-titled "第 1/"
  keys Enter
  shot 08-text "Esc 检索"
  typed c
  shot 09-citation
  keys Enter
  sleep 0.5
  shot 10-followed
  typed b
  shot 11-back
  typed r
  shot 12-references "引用与被引用"
  keys Tab
  shot 13-cited-by
  keys Escape
  sleep 0.3
  typed v
  shot 14-versions "各版本"
  keys Enter
  shot 15-compare "旧："
  typed a
  shot 16-compare-all
  keys Escape
  sleep 0.3
  typed n
  shot 17-next
  keys Escape
  sleep 0.3
  keys C-u
  typed "$query"
  keys F6
  keys Down
  keys F6
  keys C-g
  shot 18-marks "已标记的条文"
  keys Escape
  sleep 0.3
  for ending in docx xlsx md; do
    keys F10
    keys C-u
    typed "摘录.$ending"
    shot "19-export-$ending" "导出已标记"
    keys Enter
    shot "20-exported-$ending" "写入 摘录.$ending"
    [ -s "$folder/摘录.$ending" ] || fail "$where: no 摘录.$ending"
    rm -f "$folder/摘录.$ending"
  done
  keys F9
  shot 21-copied "已复制"
  tm show-buffer | grep -qF "《" || fail "$where: nothing in the buffer"
  keys C-s
  keys Enter
  shot 22-appended "已写入"
  grep -qF "《" "$folder/条文摘录.txt" || fail "$where: nothing in 条文摘录.txt"
  keys F12
  shot 23-open
  keys Escape
  sleep 0.3
  keys F1
  shot 24-help "任何时候"
  keys Escape
  sleep 0.3
  # A paste with line ends, as from a document.
  printf '科技企业\n孵化器\n' | tm load-buffer -b paste -
  keys C-u
  tm paste-buffer -p -b paste -t s
  shot 25-pasted
  # Another size while it runs, and back.
  tm resize-window -t s -x 60 -y 15
  sleep 0.3
  columns=60 shot 26-smaller
  tm resize-window -t s -x "$columns" -y "$rows"
  sleep 0.3
  shot 27-again
  keys C-c
  shot 28-ended "ended 0"
  sleep 0.2
  cmp -s "$folder/before" "$folder/after" || fail "$where: the terminal is not as it was"
  # Ended from outside.
  keys "sh -c 'echo \$\$ > pid; exec \"$binary\" browse --index \"$index\" 孵化器'; echo ended \$?; stty -a > after" Enter
  shot 29-running "第 1/"
  kill -TERM "$(cat "$folder/pid")"
  shot 30-terminated "ended 130"
  sleep 0.2
  cmp -s "$folder/before" "$folder/after" || fail "$where: the terminal is not as it was after SIGTERM"
  tm kill-session -t s
}

# No terminal: said, not tried.
code=0
"$binary" browse --index "$index" < /dev/null > "$folder/out" 2> "$folder/err" && fail "no terminal, no error" || code=$?
[ "$code" = 2 ] || fail "no terminal: exit $code"
grep -q 怎么办 "$folder/err" || fail "no terminal: no advice"

for mode in colour plain; do
  play 80 24 "$mode"
  play 160 50 "$mode"
done
exit $failed
