# Sourced by run.sh, test.sh and the benchmark: publishes a project to a new folder and points .build/NAME at it, unless no source
# has changed. A run in progress keeps using the folder it was started from.

require_sdk() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is needed, but there is no 'dotnet' on the PATH. Install the package dotnet-sdk-10.0 (learn.microsoft.com/dotnet/core/install/linux), then try again." >&2
    exit 78
  fi
  if ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is needed; found: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ' -). Install the package dotnet-sdk-10.0, then try again." >&2
    exit 78
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# sources HOME PROJECT: the files that a build depends on, relative to HOME, so that a moved tree is still up to date.
sources() {
  (cd "$1" && find src "$2" ./*.props build.sh \( -name obj -o -name bin \) -prune -o -type f "${@:3}" -print)
}

# is_stale HOME PROJECT NAME: a source is newer than the last build, or one was added or removed.
is_stale() {
  local stamp=$1/.build/$3.stamp
  [ ! -f "$stamp" ] || [ ! -e "$1/.build/$3" ] || [ -n "$(sources "$1" "$2" -newer "$stamp")" ] || [ "$(sources "$1" "$2" | sort | cksum)" != "$(cat "$stamp")" ]
}

# require_build HOME NAME: for --no-build.
require_build() {
  [ -e "$1/.build/$2" ] || { echo "$1/.build has no build of $2; run ./run.sh build first, or leave out --no-build." >&2; exit 78; }
  command -v dotnet >/dev/null 2>&1 || require_sdk
}

# build_stale HOME PROJECT NAME: the analyzers run where $analyzers is true, as in test.sh.
build_stale() {
  local home=$1 project=$2 name=$3
  if ! is_stale "$@"; then
    command -v dotnet >/dev/null 2>&1 || require_sdk
    return
  fi
  require_sdk
  if ! mkdir -p "$home/.build" 2>/dev/null || ! [ -w "$home/.build" ]; then
    echo "$home: the build of $name is out of date, but $(id -un) cannot write $home/.build. As $(stat -c %U "$home"), run ./run.sh build; or use the last build: ./run.sh --no-build …" >&2
    exit 78
  fi
  exec 9>"$home/.build/lock"
  flock 9                                        # concurrent callers build once
  if is_stale "$@"; then publish "$@"; fi
  exec 9>&-
}

publish() {
  local home=$1 project=$2 name=$3
  local log=$home/.build/$name.log out started rid
  out=$(mktemp -d "$home/.build/$name.XXXXXX")
  chmod 755 "$out"                               # other users may run the build
  started=$(mktemp "$home/.build/started.XXXXXX")
  sources "$home" "$project" | sort | cksum >"$started"
  chmod 644 "$started"
  case $(uname -m) in aarch64|arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
  echo "building $name …" >&2
  # One compiler process serves all projects; it outlives the build, so it must not inherit the lock.
  if ! dotnet publish "$home/$project" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -p:UseSharedCompilation=true \
    -p:RunAnalyzers="${analyzers:-false}" -o "$out" >"$log" 2>&1 9>&-; then
    cat "$log" >&2
    rm -rf "$started" "$out"
    echo "The build failed; see the lines above ($log)." >&2
    exit 78
  fi
  local before; before=$(readlink -f "$home/.build/$name" || true)
  ln -sfn "$(basename "$out")" "$home/.build/$name"   # relative: the tree may be moved
  mv "$started" "$home/.build/$name.stamp"       # dated at the start of the build: an edit during the build counts as newer
  find "$home/.build" -maxdepth 1 -type d -name "$name.*" ! -path "$out" ! -path "$before" -exec rm -rf {} +
}
