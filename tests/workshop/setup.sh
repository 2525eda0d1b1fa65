# Installs what a bare Debian 12 machine with the .NET SDK and Node lacks. Doing it twice does nothing.

debian_packages=(openssl rabbitmq-server redis-server postgresql prometheus python3-pika spin gcc libc6-dev)
node_projects=(tests/localnet tests/WalletService.Solana.Tests/node tests/WalletService.Kms.Google.Tests/node docs/examples/node
  tests/WalletService.Deployment.Tests/node tests/WalletService.Messaging.Tests/node)

set_up() {
  install_debian_packages
  install_node_packages
}

install_debian_packages() {
  local package
  local -a missing=()
  for package in "${debian_packages[@]}"; do
    if [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      missing+=("$package")
    fi
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    return 0
  fi

  echo "Installing ${missing[*]}"
  # Run level 1 keeps the packages from starting their servers where there is no systemd.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
  stop_services_of "${missing[@]}"
}

# We start servers of our own; those that the packages brought would only take memory and ports.
stop_services_of() {
  local package
  for package in "$@"; do
    case $package in
      rabbitmq-server | redis-server | postgresql | prometheus)
        if [[ -d /run/systemd/system ]]; then
          as_root systemctl disable --quiet --now "$package" </dev/null || true
        elif [[ -x /etc/init.d/$package ]]; then
          as_root "/etc/init.d/$package" stop </dev/null >/dev/null 2>&1 || true
        fi
        ;;
    esac
  done
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "This needs root: $*" >&2
    exit 1
  fi
}

install_node_packages() {
  local project
  for project in "${node_projects[@]}"; do
    if [[ -f $project/package-lock.json && ! $project/node_modules/.package-lock.json -nt $project/package-lock.json ]]; then
      echo "Installing the Node packages of $project"
      (cd "$project" && npm ci --no-audit --no-fund --loglevel=error </dev/null)
      touch "$project/node_modules/.package-lock.json"
    fi
  done
}
