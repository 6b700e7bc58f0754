# Runs the JavaScript tests and adds up what all test runs left in $RESULTS. Sourced by ./test.

# Tests of the ES modules, where there are any: files *.test.mjs or *.test.js outside node_modules.
run_script_tests() {
  local files
  mapfile -t files < <(find Exchange.Web Exchange.Tests e2e \( -name node_modules -o -name bin -o -name obj \) -prune \
    -o \( -name '*.test.mjs' -o -name '*.test.js' \) -print)
  [ "${#files[@]}" -gt 0 ] || return 0
  title "Tests: scripts"
  node --test --test-reporter=spec "${files[@]}" | tee "$RESULTS/scripts.txt"
}

# sum_of attribute: over all TRX files.
sum_of() {
  local total=0 value
  for value in $(sed -n "s/.*<Counters .*\\b$1=\"\\([0-9]*\\)\".*/\\1/p" "$RESULTS"/*.trx 2>/dev/null); do
    total=$((total + value))
  done
  echo "$total"
}

# The spec reporter's "ℹ pass 3" lines.
scripts_of() { sed -n "s/^[^a-z]*$1 \\([0-9]*\\)\$/\\1/p" "$RESULTS/scripts.txt" 2>/dev/null | tail -n 1; }

print_sum() {
  local executed ran_well total
  total=$(sum_of total) executed=$(sum_of executed) ran_well=$(sum_of passed)
  PASSED=$((ran_well + $(scripts_of pass || true) + 0))
  FAILED=$((executed - ran_well + $(scripts_of fail || true) + 0))
  SKIPPED=$((total - executed + $(scripts_of skipped || true) + 0))
  echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
}

print_skipped() { print_outcome NotExecuted "Skipped"; }
print_failed() { print_outcome Failed "Failed"; }

# print_outcome outcome title: the names with the first line of their reason.
print_outcome() {
  names_with_reasons "$1" >"$RESULTS/$1.txt"
  [ -s "$RESULTS/$1.txt" ] || return 0
  title "$2"
  cat "$RESULTS/$1.txt"
}

names_with_reasons() {
  cat "$RESULTS"/*.trx 2>/dev/null | awk -v outcome="$1" '
    /<UnitTestResult / {
      name = ""
      if (index($0, "outcome=\"" outcome "\"")) { match($0, /testName="[^"]*"/); name = substr($0, RSTART + 10, RLENGTH - 11) }
      if (name != "" && $0 ~ /\/>[[:space:]]*$/) { print "  " name; name = "" }
    }
    name != "" && /<(Message|StdOut)>/ {
      reason = $0; gsub(/.*<(Message|StdOut)>|<\/(Message|StdOut)>.*/, "", reason); print "  " name ": " reason; name = ""
    }
    name != "" && /<\/UnitTestResult>/ { print "  " name; name = "" }'
}
