# Child processes of "./dev run": each in a session of its own, so that Ctrl-C reaches only this script, which
# then stops them in order; each noted with its start time in .run/processes, so that "./dev down" can tell a
# process of ours from a later one with the same number.

run_folder=$root/.run
child_names=()
child_pids=()

# Children read their standard input from this pipe, which ends when this script does, however it ends.
open_lifeline() {
  mkfifo "$run_folder/lifeline"
  exec 9<>"$run_folder/lifeline"
}

# start_child NAME COMMAND...   The output goes to .run/logs/NAME.log.
start_child() {
  launch "$@" >"$run_folder/logs/$1.log" 2>&1
}

# run_child NAME COMMAND...   Shows the output here and waits for the end; a signal can break the wait off.
run_child() {
  launch "$@"
  wait "${child_pids[-1]}"
}

launch() {
  local name=$1
  shift
  setsid setpriv --pdeathsig TERM "$@" <"$run_folder/lifeline" 9>&- &
  child_names+=("$name")
  child_pids+=("$!")
  echo "$name $! $(start_time_of $!)" >> "$run_folder/processes"
}

# The moment a process started, in clock ticks since the machine did; empty when there is no such process.
start_time_of() {
  local line
  if line=$(cat "/proc/$1/stat" 2>/dev/null); then
    set -- ${line##*) }
    # The state, the first field here, is Z when the process has ended and waits to be collected.
    [[ $1 == Z ]] || echo "${20}"
  fi
}

# stop_process NAME PID START_TIME   Asks, waits, and in the end insists.
stop_process() {
  local name=$1 pid=$2 started=$3 signal=TERM attempt
  if [[ $name == postgres ]]; then
    signal=INT # TERM would wait for every client to leave.
  fi
  for attempt in {0..300}; do
    if [[ -z $started || $(start_time_of "$pid") != "$started" ]]; then
      return 0
    fi
    if [[ $attempt -eq 0 ]]; then
      kill -"$signal" "$pid" 2>/dev/null || true
    fi
    sleep 0.1
  done
  echo "$name did not stop within 30 s and is killed" >&2
  kill -KILL -- "-$pid" 2>/dev/null || true
}

# Stops what .run/processes names, the last started first.
stop_processes() {
  local name pid started
  if [[ -f $run_folder/processes ]]; then
    while read -r name pid started; do
      stop_process "$name" "$pid" "$started"
    done < <(tac "$run_folder/processes")
  fi
}

# wait_until NAME SECONDS COMMAND...   Waits for the command to succeed; shows the child's log when it does not.
wait_until() {
  local name=$1 seconds=$2 attempt
  shift 2
  for ((attempt = 0; attempt < seconds * 20; attempt++)); do
    if "$@" 2>/dev/null; then
      return 0
    fi
    if ! is_child_running "$name"; then
      break
    fi
    sleep 0.05
  done
  echo "$name did not become ready within $seconds s; its log ends with:" >&2
  tail -n 40 "$run_folder/logs/$name.log" >&2
  exit 1
}

is_child_running() {
  local index
  for index in "${!child_names[@]}"; do
    if [[ ${child_names[index]} == "$1" ]]; then
      [[ -n $(start_time_of "${child_pids[index]}") ]]
      return 0
    fi
  done
  return 1
}

port_answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# http_ok PORT PATH
http_ok() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  read -r -t 5 status <&3 || status=
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

# ready_line NAME   The line of JSON that a program prints when it is ready.
ready_line() {
  grep --max-count=1 '^{' "$run_folder/logs/$1.log"
}

# ready_value NAME PROPERTY
ready_value() {
  node -e 'console.log(JSON.parse(process.argv[1])[process.argv[2]])' "$(ready_line "$1")" "$2"
}
