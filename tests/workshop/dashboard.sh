# "./dev dashboard": a Prometheus of Debian's that reads the service that "./dev run" started, under the rules of ops/prometheus, and draws
# a dashboard of it. Until Ctrl-C.

show_dashboard() {
  take_environment
  install_debian_packages
  local port
  read -r port < <(tests/servers/free-ports 1)
  cat >"$run_folder/prometheus.yaml" <<YAML
global: { scrape_interval: 1s, evaluation_interval: 5s }
rule_files: ["$root/ops/prometheus/rules/*.yaml"]
scrape_configs:
  - job_name: wallet-service
    static_configs: [{ targets: ["${SERVICE_URL#http://}"] }]
YAML
  rm -rf "$run_folder/prometheus"
  cat <<TEXT
Until Ctrl-C:
  dashboard   http://127.0.0.1:$port/consoles/wallet.html
  queries     http://127.0.0.1:$port/graph
  alerts      http://127.0.0.1:$port/alerts
For a Grafana of yours this is a data source, http://127.0.0.1:$port, for the dashboards of ops/grafana.
TEXT
  # In this process's place, so that a signal to it is one to Prometheus.
  exec prometheus --config.file="$run_folder/prometheus.yaml" --storage.tsdb.path="$run_folder/prometheus" \
    --web.listen-address="127.0.0.1:$port" --web.console.templates=ops/prometheus/consoles --web.console.libraries="$run_folder/prometheus/none" \
    --log.level=warn
}
