#!/usr/bin/env bash
# Builds the release before this one (tests/workshop/previous-release) into artifacts/previous/<commit>, once, and prints the path of its
# program as the last line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

commit=$(grep -v '^#' tests/workshop/previous-release)
folder=$PWD/artifacts/previous
program=$folder/$commit/WalletService.Host.dll
source=$folder/source-$commit

# A clone of only the newest commits lacks it.
find_commit() {
  git cat-file -e "$commit^{commit}" 2>/dev/null && return
  if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
    git fetch --quiet --unshallow || true
  else
    git fetch --quiet origin "$commit" || true
  fi
  git cat-file -e "$commit^{commit}" 2>/dev/null && return
  echo "The release before, commit $commit, is not in this clone and can't be fetched." \
    "Clone the repository with its whole history ('git fetch --unshallow'; in CI a depth of 0) and run this again." >&2
  exit 1
}

build() {
  rm -rf "$source"
  mkdir -p "$source"
  git archive "$commit" src Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json | tar -x -C "$source"
  # It was checked when it was released.
  (cd "$source" && dotnet publish src/WalletService.Host --configuration Release --output "$source/program" -m:1 -nodeReuse:false \
    -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -v quiet -clp:NoSummary)
  mv "$source/program" "$folder/$commit"
  rm -rf "$source"
}

mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9
if [[ ! -f $program ]]; then
  find_commit
  build
fi
echo "$program"
