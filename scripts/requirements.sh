# Checks for what the exchange needs and installs it by apt where that is possible (root on Debian or Ubuntu). Sourced.

SDK_MAJOR=10
NODE_MAJOR=18 # what Debian 12 has; it only unpacks two packages and runs the script tests
POSTGRES_MAJOR=15

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  step "Reading package lists" apt-get -o DPkg::Lock::Timeout=300 update
  DEBIAN_FRONTEND=noninteractive step "Installing $*" \
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

require_dotnet() {
  command -v dotnet >/dev/null || die "The .NET SDK $SDK_MAJOR is missing: https://dotnet.microsoft.com/download"
  local version
  version=$(dotnet --version 2>/dev/null) || die "global.json asks for a .NET $SDK_MAJOR SDK (10.0.400 or newer) that is not installed."
  [ "${version%%.*}" -ge "$SDK_MAJOR" ] || die "The .NET SDK is $version; $SDK_MAJOR is needed."
  note ".NET SDK $version"
}

node_major() { node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/'; }

require_node() {
  if ! command -v npm >/dev/null || [ "$(node_major || echo 0)" -lt "$NODE_MAJOR" ]; then
    if can_install; then apt_install nodejs npm; fi
  fi
  command -v npm >/dev/null || die "Node $NODE_MAJOR or newer with npm is missing: https://nodejs.org/"
  [ "$(node_major)" -ge "$NODE_MAJOR" ] || die "Node is $(node --version); $NODE_MAJOR or newer is needed: https://nodejs.org/"
  note "Node $(node --version)"
}

find_postgres() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
  if [ -n "$found" ] && [ -x "$found/initdb" ] && [ "$(echo "$found" | cut -d/ -f5)" -ge "$POSTGRES_MAJOR" ]; then
    echo "$found"
  elif command -v initdb >/dev/null; then
    dirname "$(command -v initdb)"
  fi
}

require_postgres() {
  # --no-install-recommends and no main cluster: only the programs are wanted, no server of the system's own.
  if [ -z "$(find_postgres)" ] && can_install; then
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
      echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    apt_install postgresql
  fi
  local found
  found=$(find_postgres)
  [ -n "$found" ] || die "PostgreSQL $POSTGRES_MAJOR or newer (server programs) is missing. Install it (Debian, Ubuntu: \
apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql@17) \
or set ConnectionStrings__Exchange to a database of your own."
  note "PostgreSQL in $found"
}

find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || true
}

require_chromium() {
  if [ -z "$(find_chromium)" ] && can_install; then apt_install chromium; fi
  CHROMIUM=$(find_chromium)
  [ -n "$CHROMIUM" ] || die "Chromium is missing; the browser tests need it (Debian: apt-get install chromium)."
  export CHROMIUM
  note "Chromium in $CHROMIUM"
}
