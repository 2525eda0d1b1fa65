# "./dev pack": the packages for callers, made the same way from the same commit wherever they are made.

pack_packages() {
  local project
  for project in WalletService.Contracts WalletService.Client; do
    dotnet pack "src/$project" -c Release -o artifacts/packages -p:ContinuousIntegrationBuild=true -v quiet
  done
  ls -l artifacts/packages/*.nupkg
}
