# Builds with progress. Sourced after console.sh, in the root of the checkout.

install_front_end_packages() {
  [ -f Exchange.Web/package-lock.json ] || return 0
  # npm leaves this file in node_modules: older than the lock file means another set of packages.
  if [ Exchange.Web/node_modules/.package-lock.json -nt Exchange.Web/package-lock.json ]; then
    note "Front-end packages are up to date"
    return 0
  fi
  step "Installing front-end packages" npm ci --prefix Exchange.Web --no-audit --no-fund
}

build_project() {
  step "Restoring packages" dotnet restore "$1" --nologo -v quiet
  step "Building $1" dotnet build "$1" --no-restore -c Release --nologo -v quiet -clp:NoSummary
}
