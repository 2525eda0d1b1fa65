# "./dev run": the whole service on loopback, then one transfer through it.

# Tests set the configuration in which they were built.
configuration=${WALLET_CONFIGURATION:-Release}

run_service() {
  local embedded=no once=no option
  for option in "$@"; do
    case $option in
      --embedded) embedded=yes ;;
      --once) once=yes ;;
      *) echo "unknown option $option" >&2; exit 2 ;;
    esac
  done

  begin_run
  if [[ $embedded == yes ]]; then
    run_embedded "$once"
  else
    run_with_real_parts "$once"
  fi
}

begin_run() {
  if [[ -f $run_folder/processes ]]; then
    if [[ $(start_time_of "$(<"$run_folder/pid")") == "$(<"$run_folder/started")" ]]; then
      echo "It is running already; stop it with ./dev down" >&2
      exit 1
    fi
    end_run
  fi
  mkdir -p "$run_folder/logs"
  rm -f "$run_folder"/{lifeline,environment,service-environment} "$run_folder"/logs/*
  echo "$$" > "$run_folder/pid"
  start_time_of "$$" > "$run_folder/started"
  : > "$run_folder/processes"
  open_lifeline
  trap end_run EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  # Not in .run: PostgreSQL runs as a user of its own when this script runs as root, and must be able to enter.
  data_folder=$(mktemp -d "${TMPDIR:-/tmp}/wallet-service-run-XXXXXX")
  chmod 711 "$data_folder"
  echo "$data_folder" > "$run_folder/data"
}

end_run() {
  trap '' INT TERM
  stop_processes
  if [[ -f $run_folder/data ]]; then
    rm -rf "$(<"$run_folder/data")"
  fi
  rm -f "$run_folder"/{environment,service-environment,processes,data,pid,started,lifeline}
}

run_embedded() {
  build_programs src/WalletService.Quickstart
  install_node_packages
  start_localnet
  local -a options=(--embedded)
  if [[ $1 == yes ]]; then
    options+=(--once)
  fi
  export Solana__RpcUrl=$rpc_url Solana__WebSocketUrl=$web_socket_url
  run_child quickstart dotnet "$(program_of src/WalletService.Quickstart)" "${options[@]}"
}

run_with_real_parts() {
  set_up
  build_programs src/WalletService.Quickstart tests/WalletService.KmsEmulator src/WalletService.Cli
  start_servers
  start_kms_emulator
  start_localnet
  start_host
  write_environment
  run_child quickstart dotnet "$(program_of src/WalletService.Quickstart)"
  if [[ $1 == yes ]]; then
    return 0
  fi
  print_addresses
  unset 'child_pids[-1]' # The quickstart has ended, as it should.
  wait -n "${child_pids[@]}" || true
  echo "One of the parts has ended; the logs are in .run/logs" >&2
  exit 1
}

build_programs() {
  local project
  for project in "$@"; do
    dotnet build "$project" -c "$configuration" -v quiet -clp:NoSummary -p:UseSharedCompilation=true </dev/null
  done
}

# The built program of a project; "dotnet run" would put a process of its own between it and this script.
program_of() {
  echo "$(folder_of_program "$1")/$(basename "$1").dll"
}

folder_of_program() {
  echo "$root/$1/bin/$configuration/net10.0"
}

start_servers() {
  read -r postgres_port redis_port rabbitmq_port host_port < <(tests/servers/free-ports 4)
  start_child postgres tests/servers/start-postgres "$data_folder/postgres" "$postgres_port" --exit-with-parent
  start_child redis tests/servers/start-redis "$data_folder/redis" "$redis_port" --exit-with-parent
  make_certificates "$data_folder/tls"
  start_child rabbitmq tests/servers/start-rabbitmq "$data_folder/rabbitmq" "$rabbitmq_port" --exit-with-parent --tls="$data_folder/tls"
  wait_until postgres 60 port_answers "$postgres_port"
  wait_until redis 60 port_answers "$redis_port"
  wait_until rabbitmq 60 port_answers "$rabbitmq_port"
  create_broker_users
}

# make_certificates FOLDER   An authority of this run's own, whose key is thrown away, and the broker's certificate.
make_certificates() {
  local -a new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  local log=$run_folder/logs/certificates.log
  if ! (
    umask 077 && mkdir -p "$1" && cd "$1" &&
      openssl req -x509 "${new_key[@]}" -days 30 -subj "/CN=Authority of a run" -addext keyUsage=critical,keyCertSign \
        -keyout authority.key -out authority.crt &&
      openssl req "${new_key[@]}" -subj /CN=localhost -keyout server.key -out server.csr &&
      openssl x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 30 -out server.crt \
        -extfile <(printf 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n') &&
      rm authority.key server.csr
  ) </dev/null >"$log" 2>&1; then
    echo "The broker's certificate could not be made:" >&2
    tail -n 40 "$log" >&2
    exit 1
  fi
}

# The users of docs/security/broker.md, with passwords of this run.
create_broker_users() {
  service_password=$(new_password) quickstart_password=$(new_password) operator_password=$(new_password) risk_password=$(new_password)
  (
    umask 077
    sed -e "s/PASSWORD_OF_SERVICE/$service_password/" -e "s/PASSWORD_OF_QUICKSTART/$quickstart_password/" \
      -e "s/PASSWORD_OF_OPERATOR/$operator_password/" -e "s/PASSWORD_OF_RISK/$risk_password/" \
      docs/security/broker-definitions.json > "$data_folder/rabbitmq/definitions.json"
  )
  tests/servers/rabbitmqctl "$data_folder/rabbitmq" await_startup
  tests/servers/rabbitmqctl "$data_folder/rabbitmq" import_definitions "$data_folder/rabbitmq/definitions.json" >/dev/null
}

new_password() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

start_kms_emulator() {
  start_child kms-emulator dotnet "$(program_of tests/WalletService.KmsEmulator)" --port 0
  wait_until kms-emulator 30 ready_line kms-emulator >/dev/null
  kms_url=$(ready_value kms-emulator baseUrl)
  node -e 'fetch(process.argv[1], { method: "POST", body: "{}" }).then((reply) => process.exit(reply.ok ? 0 : 1))' \
    "$kms_url/v1/projects/local/locations/europe-west6/keyRings?keyRingId=wallets"
}

start_localnet() {
  start_child localnet node tests/localnet/src/main.mjs --port 0 --exit-with-parent
  wait_until localnet 30 ready_line localnet >/dev/null
  rpc_url=$(ready_value localnet rpcUrl)
  web_socket_url=$(ready_value localnet webSocketUrl)
  control_url=$(ready_value localnet controlUrl)
}

start_host() {
  local -a settings=(
    DOTNET_ENVIRONMENT=Development
    ASPNETCORE_ENVIRONMENT=Development
    ASPNETCORE_URLS="http://127.0.0.1:$host_port"
    Storage__Provider=Postgres
    Postgres__ConnectionString="Host=127.0.0.1;Port=$postgres_port;Database=postgres;Username=wallet_service;Password=$(<"$data_folder/postgres/password")"
    Cache__Provider=Redis
    Redis__Endpoint="127.0.0.1:$redis_port"
    Redis__Password="$(<"$data_folder/redis/password")"
    Keys__Provider=GoogleKms
    GoogleKms__ProjectId=local
    GoogleKms__LocationId=europe-west6
    GoogleKms__KeyRingId=wallets
    GoogleKms__ProtectionLevel=Software
    GoogleKms__BaseUrl="$kms_url"
    GoogleKms__Credentials=None
    Messaging__Transport=RabbitMq
    RabbitMq__Uri="amqps://localhost:$rabbitmq_port/wallet"
    RabbitMq__AuthorityFile="$data_folder/tls/authority.crt"
    RabbitMq__UserName=wallet-service
    RabbitMq__Password="$service_password"
    Callers__Identity=Required
    Callers__Known__quickstart__Routes__0="wallet.*"
    Callers__Known__quickstart__Users__0="quickstart*"
    Callers__Known__operator__Routes__0="wallet.*"
    Callers__Known__operator__Users__0="*"
    Callers__Known__operator__Administrator=true
    EventStream__Enabled=true
    Solana__RpcUrl="$rpc_url"
    Solana__WebSocketUrl="$web_socket_url"
  )
  # For "./dev walletctl doctor", which looks with the service's eyes.
  (umask 077 && printf 'export %q\n' "${settings[@]}" >"$run_folder/service-environment")
  local host
  host=$(program_of src/WalletService.Host)
  # The schema belongs to another role than the one that the service runs as.
  local -a owner=(
    Postgres__ConnectionString="Host=127.0.0.1;Port=$postgres_port;Database=postgres;Username=wallet;Password=$(<"$data_folder/postgres/password")"
    Postgres__ServiceRole=wallet_service
    Postgres__AuditorRole=wallet_auditor
  )
  if ! env "${settings[@]}" "${owner[@]}" dotnet "$host" migrate </dev/null >"$run_folder/logs/migrate.log" 2>&1; then
    echo "The migrations failed:" >&2
    tail -n 40 "$run_folder/logs/migrate.log" >&2
    exit 1
  fi
  start_child host env "${settings[@]}" dotnet "$host"
  wait_until host 60 http_ok "$host_port" /ready
}

# What a client needs to know: for the quickstart, for ./dev walletctl, and for scripts that "source" the file. OpenSSL, and with it .NET and
# Python, trusts the authorities of SSL_CERT_FILE; Node has a variable of its own.
write_environment() {
  export WalletClient__BrokerUri="amqps://localhost:$rabbitmq_port/wallet"
  export SSL_CERT_FILE="$data_folder/tls/authority.crt"
  export WalletClient__UserName=quickstart
  export WalletClient__Password=$quickstart_password
  export Solana__RpcUrl=$rpc_url
  (
    umask 077
    cat > "$run_folder/environment" <<ENVIRONMENT
export WALLETCTL_BROKER_URI=$WalletClient__BrokerUri
export WALLETCTL_USER_NAME=operator
export WALLETCTL_PASSWORD=$operator_password
export SSL_CERT_FILE=$SSL_CERT_FILE
export NODE_EXTRA_CA_CERTS=$SSL_CERT_FILE
export WALLETCTL_URL=http://127.0.0.1:$host_port
export SERVICE_URL=http://127.0.0.1:$host_port
export SOLANA_RPC_URL=$rpc_url
export SOLANA_WEBSOCKET_URL=$web_socket_url
export SOLANA_CONTROL_URL=$control_url
export KMS_URL=$kms_url
export WALLETCTL_DATABASE='Host=127.0.0.1;Port=$postgres_port;Database=postgres;Username=wallet_auditor;Password=$(<"$data_folder/postgres/password")'
export POSTGRES_PORT=$postgres_port
export REDIS_PORT=$redis_port
ENVIRONMENT
  )
}

print_addresses() {
  cat <<TEXT

Running until Ctrl-C (or ./dev down from elsewhere):
  health      http://127.0.0.1:$host_port/health
  metrics     http://127.0.0.1:$host_port/metrics
  events      http://127.0.0.1:$host_port/events   (live; also ./dev walletctl watch)
  broker      $WalletClient__BrokerUri   (user operator, password in .run/environment)
  Solana RPC  $rpc_url
  logs        .run/logs
Try: ./dev walletctl --help, ./dev walletctl doctor, ./dev dashboard
TEXT
}

run_walletctl() {
  take_environment
  if [[ ${1:-} == doctor ]]; then
    source "$run_folder/service-environment"
  fi
  exec dotnet "$(folder_of_program src/WalletService.Cli)/walletctl.dll" "$@"
}

# The addresses and the password of what is running.
take_environment() {
  if [[ ! -f $run_folder/environment ]]; then
    echo "Nothing is running; start it with ./dev run" >&2
    exit 1
  fi
  source "$run_folder/environment"
}

stop_running_service() {
  if [[ ! -f $run_folder/processes ]]; then
    echo "Nothing is running."
    return 0
  fi
  # The script that started the parts stops them; if it is gone, we do.
  stop_process "dev run" "$(<"$run_folder/pid")" "$(<"$run_folder/started")"
  if [[ -f $run_folder/processes ]]; then
    end_run
  fi
}
