# Sourced by run.sh and test.sh: publishes a project into .build/NAME, unless nothing it is made of has changed.

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

# build_stale HOME PROJECT NAME: 'stale' is anything under src, the project or the build files newer than the last build.
build_stale() {
  local home=$1 project=$2 name=$3
  local out=$home/.build/$name stamp=$home/.build/$name.stamp
  if [ -f "$stamp" ] && [ -z "$(find "$home/src" "$home/$project" "$home"/*.props "$home/build.sh" \
      \( -name obj -o -name bin \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    command -v dotnet >/dev/null 2>&1 || require_sdk
    return
  fi
  require_sdk
  mkdir -p "$home/.build"
  exec 9>"$home/.build/lock"
  flock 9                                        # two runs at once build once
  local started log=$home/.build/$name.log
  started=$(mktemp "$home/.build/started.XXXXXX")
  case $(uname -m) in aarch64|arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
  echo "building $name …" >&2
  if ! dotnet publish "$home/$project" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true -o "$out" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$started"
    echo "The build failed; the lines above say why ($log)." >&2
    exit 78
  fi
  mv "$started" "$stamp"                         # as old as the build's start: an edit during the build counts as newer
  exec 9>&-
}
