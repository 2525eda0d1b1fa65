# "./dev manifests": writes k8s/rendered anew, what "kubectl apply --kustomize" would send for each overlay.

render_manifests() {
  local overlay
  for overlay in k8s/overlays/*/; do
    render_overlay "$(basename "$overlay")" >"k8s/rendered/$(basename "$overlay").yaml"
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
