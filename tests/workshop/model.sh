# "./dev model": checks docs/model/transfer.pml with spin, whole and with each rule taken out, and prints a table.

model_file=$root/docs/model/transfer.pml
model_is_full=no
model_tells_stories=no
model_only=
model_surprises=0

# check_model [--full] [--stories] [NAME]   Fails unless the whole model holds and each rule taken out gives a counterexample.
check_model() {
  local option
  for option in "$@"; do
    case $option in
      --full) model_is_full=yes ;;
      --stories) model_tells_stories=yes ;;
      -*) echo "unknown option $option" >&2; exit 2 ;;
      *) model_only=$option ;;
    esac
  done

  model_folder=$(mktemp -d "${TMPDIR:-/tmp}/wallet-service-model-XXXXXX")
  trap 'rm -rf "$model_folder"' EXIT
  printf '%-26s %-42s %10s %8s  %s\n' configuration settings states seconds result
  check_whole_model
  check_mutations
  if [[ ! -f $model_folder/results ]]; then
    echo "no configuration is called $model_only" >&2
    exit 2
  fi
  echo "$(wc -l < "$model_folder/results") configurations, $model_surprises surprises"
  [[ $model_surprises -eq 0 ]]
}

check_whole_model() {
  holds one-payment -DREQUESTS=1 -DATTEMPTS=2 -DFAULTS=1
  holds two-payments -DREQUESTS=2 -DFUNDS=2 -DATTEMPTS=1 -DFAULTS=0
  holds two-payments-funds-for-one -DREQUESTS=2 -DFUNDS=1 -DATTEMPTS=1 -DFAULTS=1
  ends every-intent-ends -DREQUESTS=1 -DATTEMPTS=2 -DFAULTS=1
  if [[ $model_is_full == yes || -n $model_only ]]; then
    holds one-payment-two-faults -DREQUESTS=1 -DATTEMPTS=2 -DFAULTS=2
    holds two-payments-two-attempts -DREQUESTS=2 -DFUNDS=1 -DATTEMPTS=2 -DFAULTS=0
  fi
}

# Each with the smallest settings that show it. The model's head says which money rule each of them belongs to.
check_mutations() {
  local rule
  breaks ACT_BEFORE_PERSIST -DFAULTS=1
  for rule in SILENCE_IS_DEATH HEIGHT_NOT_FINAL EXPIRES_TOO_SOON STATUS_BEFORE_HEIGHT LAGGING_NODE_BELIEVED PROCESSED_IS_FINAL; do
    breaks "$rule" -DFAULTS=1
  done
  breaks NO_IDEMPOTENCY_KEY -DFAULTS=1
  breaks RESERVE_WITHOUT_LOCK -DREQUESTS=2 -DFUNDS=1 -DATTEMPTS=1 -DFAULTS=0
  breaks OLD_BALANCE_BELIEVED -DREQUESTS=2 -DFUNDS=1 -DATTEMPTS=1 -DFAULTS=0
  breaks REFUSE_IN_DOUBT -DREQUESTS=2 -DFUNDS=2 -DATTEMPTS=1 -DFAULTS=0
  breaks NEVER_RELEASED -DFAULTS=0
  breaks NO_FENCING -DFAULTS=1
  breaks NO_TAKEOVER -DFAULTS=1
  never_ends NO_TAKEOVER-for-ever -DFAULTS=1 -DNO_TAKEOVER
}

# holds NAME DEFINITION...   No assertion fails, and no process is stuck before its end, in any order of steps.
holds() { check_configuration holds "no error" "-O2 -DSAFETY -DNOCLAIM -DCOLLAPSE" "" "$@"; }

# breaks RULE DEFINITION...   Breadth first, which finds a shortest counterexample.
breaks() { check_configuration breaks "counterexample" "-O0 -DSAFETY -DNOCLAIM -DBFS" "" "$@" "-D$1"; }

# ends NAME DEFINITION...   The formula in the model: under weak fairness every run comes to its end.
ends() { check_configuration holds "no error" "-O2 -DNOREDUCE -DCOLLAPSE" "-a -f" "$@"; }

never_ends() { check_configuration breaks "counterexample" "-O0 -DNOREDUCE" "-a -f" "$@"; }

# check_configuration EXPECTED WORDS COMPILER-OPTIONS CHECKER-OPTIONS NAME DEFINITION...
check_configuration() {
  local expected=$1 words=$2 compiler_options=$3 checker_options=$4 name=$5 folder outcome result started=$EPOCHREALTIME
  shift 5
  if [[ -n $model_only && $model_only != "$name" ]]; then
    return 0
  fi

  folder=$model_folder/$name
  mkdir "$folder"
  cp "$model_file" "$folder"
  # The options are lists of words.
  # shellcheck disable=SC2086
  (cd "$folder" && spin -a "$@" transfer.pml && gcc -w -DMEMLIM=6000 $compiler_options -o checker pan.c \
    && ./checker -m1000000 $checker_options) > "$folder/log" 2>&1 || true

  outcome=$(outcome_of "$folder")
  case $outcome in
    $expected) result=$words ;;
    holds) result="NO ERROR, where one is expected" ;;
    breaks) result="AN ERROR, where none is expected" ;;
    *) result="NOT CHECKED TO THE END" ;;
  esac
  if [[ $outcome == breaks ]]; then
    result+=" to: $(broken_claim "$folder" "$@")"
  fi
  if [[ $outcome != "$expected" ]]; then
    model_surprises=$((model_surprises + 1))
  fi

  printf '%-26s %-42s %10s %8.1f  %s\n' "$name" "$(settings_in_words "$@")" "$(states_of "$folder")" "$(seconds_since "$started")" "$result" \
    | tee -a "$model_folder/results"
  if [[ $outcome == unchecked ]]; then
    tail -n 20 "$folder/log"
  elif [[ $outcome == breaks && ($model_tells_stories == yes || $outcome != "$expected") ]]; then
    story_of "$folder" "$@"
  fi
}

# A search that gave up for want of memory or depth proves nothing, whatever it has counted.
outcome_of() {
  if grep -q 'errors: 0$' "$1/log" && ! grep -qE 'max search depth too small|out of memory|memory limit|Search not completed' "$1/log"; then
    echo holds
  elif grep -qE 'errors: [1-9][0-9]*$' "$1/log" && [[ -f $1/transfer.pml.trail ]]; then
    echo breaks
  else
    echo unchecked
  fi
}

# "-DREQUESTS=2 -DFAULTS=0 -DNO_FENCING" is "REQUESTS=2 FAULTS=0"; the rule that is out stands in the first column.
settings_in_words() {
  local definition words=
  for definition in "$@"; do
    if [[ $definition == *=* ]]; then
      words+=" ${definition#-D}"
    fi
  done
  echo "${words# }"
}

states_of() {
  awk '/states, stored/ { print $1; exit }' "$1/log"
}

seconds_since() {
  awk -v started="$1" -v now="$EPOCHREALTIME" 'BEGIN { print now - started }'
}

# broken_claim FOLDER DEFINITION...   In words: the comment beside the assertion that failed.
broken_claim() {
  local folder=$1 line
  shift
  if grep -q '^pan:.*invalid end state' "$folder/log"; then
    echo "an intent is stuck"
  elif grep -q '^pan:.*acceptance cycle' "$folder/log"; then
    echo "an intent never ends"
  else
    line=$(replay "$folder" "$@" | sed -n 's/^spin: transfer.pml:\([0-9]*\), Error: assertion violated$/\1/p')
    sed -n "$line,\$ { s|.*/\* \(.*\) \*/.*|\1|p; }" "$folder/transfer.pml" | head -n 1
  fi
}

# What happened, in the model's own words, one step a line.
story_of() {
  replay "$@" | sed -nE 's/^ *((instance|request) .*|chain: .*)$/    \1/p; s/^ *<<<<<START OF CYCLE>>>>>$/    (and so on for ever)/p'
}

replay() {
  local folder=$1
  shift
  (cd "$folder" && spin -t "$@" transfer.pml) 2>&1 || true
}
