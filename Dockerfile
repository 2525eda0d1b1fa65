# The service as an image: docker build --tag wallet-service:0.1.0 .
# Pin both bases by digest in a pipeline of your own: --build-arg SDK=...@sha256:... --build-arg RUNTIME=...@sha256:...
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
# "Chiselled": no shell, no package manager, nothing but the runtime and the libraries that it and libcrypto need.
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

FROM ${SDK} AS build
WORKDIR /source

# What a build reads, and no more: tests and documents change without a new image.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
RUN dotnet restore src/WalletService.Host --locked-mode
RUN dotnet publish src/WalletService.Host --configuration Release --no-restore --output /app

FROM ${RUNTIME}
WORKDIR /app
COPY --from=build /app ./

# As in k8s/base: an ordinary user, and nothing that wants to write beside /tmp.
USER 10001:10001
ENV ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080

# Without arguments it serves; "migrate" brings the database's schema up to date and ends.
ENTRYPOINT ["dotnet", "WalletService.Host.dll"]
