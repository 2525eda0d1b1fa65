# Shared by the start-* scripts. Each of them becomes the server that it starts (exec), so the pid that the
# caller knows is the server's own.

# Reads DIR, PORT and the options common to all servers.
#   --exit-with-parent  stop when standard input is closed, that is, when whoever holds its other end is gone
#   --temporary         with --exit-with-parent: then remove DIR as well
#   --tls=FOLDER        speak TLS only, with server.crt and server.key of that folder
#   --no-fsync          PostgreSQL only: a crash of the machine may lose data; for tests
#   --metrics=PORT      RabbitMQ only: its own metrics, of each queue, at /metrics of that port
read_arguments() {
  if [[ $# -lt 2 ]]; then
    echo "usage: $(basename "$0") DIR PORT [--exit-with-parent] [--temporary] [--tls=FOLDER] [--no-fsync] [--metrics=PORT]" >&2
    exit 2
  fi
  mkdir -p "$1"
  folder=$(cd "$1" && pwd)
  port=$2
  exit_with_parent=no temporary=no fsync=on tls= metrics=
  local option
  for option in "${@:3}"; do
    case $option in
      --exit-with-parent) exit_with_parent=yes ;;
      --temporary) temporary=yes ;;
      --no-fsync) fsync=off ;;
      --tls=*) tls=${option#--tls=} ;;
      --metrics=*) metrics=${option#--metrics=} ;;
      *) echo "$(basename "$0"): unknown option $option" >&2; exit 2 ;;
    esac
  done
}

# The server's password, made on the first start and kept in DIR/password.
read_password() {
  if [[ ! -s $folder/password ]]; then
    (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' > "$folder/password")
  fi
  password=$(<"$folder/password")
}

# Copies the certificate and its key into DIR, where the server may read them and nobody else the key.
take_certificate() {
  install -m 644 "$tls/server.crt" "$folder/server.crt"
  install -m 600 "$tls/server.key" "$folder/server.key"
}

# Leaves a process behind that stops this one (the server, after exec) once standard input ends.
watch_parent() {
  if [[ $exit_with_parent == yes ]]; then
    stop_when_input_ends "$$" <&0 >/dev/null 2>&1 &
  fi
}

stop_when_input_ends() {
  local server=$1 status
  while is_running "$server"; do
    status=0
    read -r -t 1 || status=$?
    # Above 128 the wait timed out; 1 is the end of the input.
    if [[ $status -eq 1 ]]; then
      kill -"${stop_signal:-TERM}" "$server"
      has_ended_soon "$server" || kill -KILL "$server"
      if [[ $temporary == yes ]]; then
        rm -rf "$folder"
      fi
      return 0
    fi
  done
}

# True while a process runs; one that has ended but was not yet collected by its parent (Z) does not.
is_running() {
  local state
  read -r _ _ state _ 2>/dev/null < "/proc/$1/stat" && [[ $state != Z ]]
}

# True once the process has ended, false after ten seconds.
has_ended_soon() {
  local attempt
  for attempt in {1..100}; do
    is_running "$1" || return 0
    sleep 0.1
  done
  return 1
}
