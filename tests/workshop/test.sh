# "./dev test": builds everything, runs every test, prints a table and ends with "N passed, N failed".

results_folder=$root/artifacts/test-results

# The secrets that the tests have used, one a line: outside of what is searched for them.
secrets_list=$root/artifacts/test-secrets
total_passed=0
total_failed=0
table=()

run_tests() {
  local filter=${1:-}
  rm -rf "$results_folder"
  mkdir -p "$results_folder"
  (umask 077 && : >"$secrets_list")
  export WALLET_TEST_SECRETS=$secrets_list
  if run_step "setup" set_up && run_step "build" dotnet build WalletService.sln -v quiet -clp:NoSummary -p:UseSharedCompilation=true; then
    if [[ -z $filter ]]; then
      run_step "format" dotnet format whitespace WalletService.sln --verify-no-changes --no-restore || true
      run_step "previous release" bash tests/workshop/previous.sh || true
      run_node_tests tests/localnet
    fi
    run_dotnet_tests "$filter"
    run_step "secrets" no_secret_in_results || true
  fi
  print_table
  [[ $total_failed -eq 0 && $total_passed -gt 0 ]]
}

# run_step NAME COMMAND...   Something that must succeed, but is no test. Its failure counts as one.
run_step() {
  local name=$1 log="$results_folder/$1.log" started=$SECONDS
  shift
  echo "== $name"
  if ("$@") </dev/null >"$log" 2>&1; then
    return 0
  fi
  cat "$log"
  add_row "$name" 0 1 $((SECONDS - started))
  return 1
}

# No password, token or passphrase of the tests is in a log or a result. Tells where one is, not what it is.
no_secret_in_results() {
  if [[ -s $secrets_list ]] && grep --recursive --files-with-matches --fixed-strings --file="$secrets_list" "$results_folder"; then
    echo "These files have a secret of the tests in them."
    return 1
  fi
}

run_node_tests() {
  local project=$1 log="$results_folder/$(basename "$1").log" started=$SECONDS status=0 passed failed
  echo "== $project"
  (cd "$project" && npm run --silent check && npm test --silent) </dev/null >"$log" 2>&1 || status=$?
  passed=$(sum_of_node_lines pass "$log")
  failed=$(($(sum_of_node_lines fail "$log") + $(sum_of_node_lines cancelled "$log") + $(sum_of_node_lines skipped "$log")))
  report "$project" "$status" "$passed" "$failed" $((SECONDS - started)) "$log"
}

# Node's test runner ends with lines such as "# pass 12" or, on a terminal, "ℹ pass 12".
sum_of_node_lines() {
  awk -v what="$1" '($1 == "#" || $1 == "ℹ") && $2 == what && $3 ~ /^[0-9]+$/ { sum += $3 } END { print sum + 0 }' "$2"
}

run_dotnet_tests() {
  local filter=$1 project
  for project in tests/*.Tests/; do
    run_dotnet_project "$(basename "$project")" "$filter"
  done
}

run_dotnet_project() {
  local name=$1 filter=$2 started=$SECONDS status=0 passed failed
  local log=$results_folder/$name.log results=$results_folder/$name.trx
  local -a options=(--logger "trx;LogFileName=$name.trx" --results-directory "$results_folder"
    --blame-hang --blame-hang-timeout 15min --blame-hang-dump-type none)
  if [[ -n $filter ]]; then
    options+=(--filter "$filter")
  fi

  echo "== $name"
  dotnet test "tests/$name/bin/Debug/net10.0/$name.dll" "${options[@]}" </dev/null >"$log" 2>&1 || status=$?
  passed=$(counter passed "$results")
  failed=$(($(counter failed "$results") + $(counter error "$results") + $(counter timeout "$results") \
    + $(counter aborted "$results") + $(skipped_tests "$results")))
  if [[ -n $filter && $((passed + failed)) -eq 0 && $status -eq 0 ]]; then
    return 0
  fi
  report "$name" "$status" "$passed" "$failed" $((SECONDS - started)) "$log"
}

# counter NAME FILE   One of the counters of a .trx file; 0 when the run did not get as far as writing it.
counter() {
  if [[ -f $2 && $(grep -o '<Counters [^>]*' "$2") =~ \ $1=\"([0-9]+)\" ]]; then
    echo "${BASH_REMATCH[1]}"
  else
    echo 0
  fi
}

skipped_tests() {
  echo $(($(counter total "$1") - $(counter executed "$1")))
}

# report NAME STATUS PASSED FAILED SECONDS LOG   A project that fails without a failed test, or runs none, has failed.
report() {
  local name=$1 status=$2 passed=$3 failed=$4 seconds=$5 log=$6
  if [[ $failed -eq 0 && ($status -ne 0 || $passed -eq 0) ]]; then
    failed=1
  fi
  if [[ $failed -gt 0 ]]; then
    cat "$log"
  fi
  add_row "$name" "$passed" "$failed" "$seconds"
}

add_row() {
  total_passed=$((total_passed + $2))
  total_failed=$((total_failed + $3))
  table+=("$(printf '%-42s %8d %8d %8d' "$@")")
}

print_table() {
  printf '\n%-42s %8s %8s %8s\n' project passed failed seconds
  if [[ ${#table[@]} -gt 0 ]]; then
    printf '%s\n' "${table[@]}"
  fi
  echo "$total_passed passed, $total_failed failed"
}
