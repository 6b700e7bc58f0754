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

# print_outcome outcome title: the names, each with the beginning of its reason and where in the tests it happened.
print_outcome() {
  names_with_reasons "$1" >"$RESULTS/$1.txt"
  [ -s "$RESULTS/$1.txt" ] || return 0
  title "$2"
  cat "$RESULTS/$1.txt"
}

names_with_reasons() {
  cat "$RESULTS"/*.trx 2>/dev/null | awk -v outcome="$1" -v most=8 '
    /<UnitTestResult / {
      told = index($0, "outcome=\"" outcome "\"") > 0
      if (told) { match($0, /testName="[^"]*"/); print "  " substr($0, RSTART + 10, RLENGTH - 11) }
    }
    told && /<(Message|StdOut)>/ { lines = most; sub(/.*<(Message|StdOut)>/, "") }
    told && lines > 0 {
      last = sub(/<\/(Message|StdOut)>.*/, ""); if ($0 != "") print "    " $0
      lines = last ? 0 : lines - 1
    }
    told && /\/(Exchange\.Tests|e2e)\/.*:line [0-9]+/ { sub(/^ *at .* in .*\/(Exchange\.Tests|e2e)\//, ""); print "    at " $0 }
    /<\/UnitTestResult>/ { told = 0 }'
}
