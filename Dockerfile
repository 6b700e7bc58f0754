# syntax=docker/dockerfile:1
# Builds the exchange and runs it as a user without rights. Its root file system may be read-only: it writes to /tmp at most.

FROM node:22-bookworm-slim AS front-end
WORKDIR /source/Exchange.Web
COPY Exchange.Web/package*.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=front-end /source/Exchange.Web/node_modules Exchange.Web/node_modules
# Newer than the lock file, whatever the cache of layers did: this stage has no npm to run.
RUN touch Exchange.Web/node_modules/.package-lock.json
RUN dotnet restore Exchange.Web --locked-mode \
 && dotnet publish Exchange.Web --no-restore -c Release -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS run
WORKDIR /app
COPY --from=build /app .
# Where a volume for members' documents is mounted: it takes over whose the directory is.
RUN mkdir /documents && chown $APP_UID /documents
ENV ASPNETCORE_HTTP_PORTS=8080 \
    ASPNETCORE_ENVIRONMENT=Production \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["dotnet", "Exchange.Web.dll", "health"]
ENTRYPOINT ["dotnet", "Exchange.Web.dll"]
