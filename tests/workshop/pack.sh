# "./dev pack [FOLDER] [OPTION...]": the packages for callers, made the same way from the same commit wherever they are made. Options go to
# "dotnet pack".

pack_packages() {
  local folder=artifacts/packages project
  if [[ $# -gt 0 && $1 != -* ]]; then
    folder=$1
    shift
  fi
  for project in WalletService.Contracts WalletService.Client; do
    dotnet pack "src/$project" -c "$configuration" -o "$folder" -p:ContinuousIntegrationBuild=true -p:UseSharedCompilation=true -v quiet "$@" </dev/null
  done
  ls -l "$folder"/*.nupkg
}
