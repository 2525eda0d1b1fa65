# "./dev manifests": writes k8s/rendered anew, what "kubectl apply --kustomize" would send for each overlay.

render_manifests() {
  local overlay
  write_prometheus_rule >k8s/components/prometheus-operator/rules.yaml
  for overlay in k8s/overlays/*/; do
    render_overlay "$(basename "$overlay")" >"k8s/rendered/$(basename "$overlay").yaml"
  done
}

# The rules of ops/prometheus, as the Prometheus operator takes them.
write_prometheus_rule() {
  echo "# Written by ./dev manifests from ops/prometheus/rules: not to be edited."
  echo "apiVersion: monitoring.coreos.com/v1"
  echo "kind: PrometheusRule"
  echo "metadata:"
  echo "  name: wallet-service"
  echo "spec:"
  echo "  groups:"
  local rules
  for rules in ops/prometheus/rules/*.yaml; do
    sed -e '/^#/d' -e '/^groups:$/d' -e 's/^./  &/' "$rules"
  done
}

# The second line tells from which files: a test compares it, so that a forgotten rendering shows where there is no kubectl too.
render_overlay() {
  echo "# Written by ./dev manifests from k8s/overlays/$1: not to be edited."
  echo "# Sources: $(sha256_of_sources)"
  kubectl kustomize "k8s/overlays/$1"
}

sha256_of_sources() {
  find k8s/base k8s/components k8s/overlays -name '*.yaml' -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum | cut -d' ' -f1
}
