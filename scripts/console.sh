# What the scripts say to a person. Sourced.
if [ -t 1 ]; then BOLD=$'\e[1m' PLAIN=$'\e[0m'; else BOLD='' PLAIN=''; fi

title() { printf '\n%s%s%s\n' "$BOLD" "$1" "$PLAIN"; }
note() { printf '  %s\n' "$1"; }
die() { printf 'error: %s\n' "$1" >&2; exit 1; }

# step "text" command...: shows the text at once, then the time it took; the command's output only when it fails.
step() {
  local text=$1 log started=$SECONDS
  shift
  log=$(mktemp)
  printf '  %s … ' "$text"
  "$@" >"$log" 2>&1 &
  local job=$!
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.2
    if [ -t 1 ]; then printf '\r  %s … %ds ' "$text" $((SECONDS - started)); fi
  done
  if wait "$job"; then
    if [ -t 1 ]; then printf '\r  %s … ' "$text"; fi
    printf 'done (%ds)\n' $((SECONDS - started))
    rm -f "$log"
  else
    printf 'FAILED\n'
    tail -n 60 "$log" >&2
    rm -f "$log"
    return 1
  fi
}
