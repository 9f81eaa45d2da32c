#!/usr/bin/env bash
# Mutation testing of src/QuantMatrix.Reconcile: changes operators and strings (Stryker.NET), then every numeric constant, one at a time, and runs
# the project's unit tests on each. Exit 1 when fewer than 85 % of the operator mutants or 90 % of the constants are killed. About ten minutes.
#   tests/mutation.sh              both
#   tests/mutation.sh operators    Stryker alone; report in .build/mutation/reports
#   tests/mutation.sh constants    constants alone
set -uo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
. "$home/build.sh"
require_sdk
what=${1:-all}
status=0

operators() {
  (cd "$home" && dotnet tool restore >/dev/null) || { echo "dotnet tool restore failed: Stryker.NET is not available." >&2; return 1; }
  (cd "$home/tests/QuantMatrix.Mutation" && dotnet stryker --output "$home/.build/mutation")
}

# Each line: file, line number, the number, its replacement.
constants() {
  grep -nE 'const (int|double) |init; } = [0-9.]+;' "$home"/src/QuantMatrix.Reconcile/*.cs | while IFS=: read -r file line text; do
    grep -oE '= *[0-9][0-9.]*(e-?[0-9]+)?' <<<"$text" | grep -oE '[0-9].*' | while read -r number; do
      if [[ $number =~ ^[0-9]+$ ]]; then printf '%s\t%s\t%s\t%s\n' "$file" "$line" "$number" $((number + 1)) "$file" "$line" "$number" $((number - 1))
      else printf '%s\t%s\t%s\t%s\n' "$file" "$line" "$number" "$number * 1.1" "$file" "$line" "$number" "$number * 0.9"; fi
    done
  done
}

mutate_constants() {
  local copy killed=0 survived=0
  copy=$(mktemp -d)
  trap 'rm -rf "$copy"' RETURN
  (cd "$home" && tar --exclude=bin --exclude=obj -cf - src/BannedSymbols.txt src/QuantMatrix.{Model,Indicators,Reconcile} \
    tests/QuantMatrix.Mutation tests/QuantMatrix.Tests/UnitTests/{Reconcile,Indicators/Series.cs} ./*.props .editorconfig) | tar -xf - -C "$copy"
  local test=(dotnet test "$copy/tests/QuantMatrix.Mutation" --nologo -v q)
  "${test[@]}" >"$copy/log" 2>&1 || { cat "$copy/log" >&2; echo "The tests fail without any change." >&2; return 1; }
  while IFS=$'\t' read -r file line number replacement; do
    local target=$copy/${file#"$home"/}
    cp "$target" "$copy/before"
    sed -i "${line}s/= *$number\([;,]\)/= $replacement\1/" "$target"
    cmp -s "$target" "$copy/before" && { echo "not applied: ${file##*/}:$line $number" >&2; status=1; continue; }
    if "${test[@]}" --no-restore >"$copy/log" 2>&1; then survived=$((survived + 1)) && echo "survived: ${file##*/}:$line $number -> $replacement"
    elif grep -q 'error CS' "$copy/log"; then echo "does not compile: ${file##*/}:$line $number -> $replacement" >&2; status=1
    else killed=$((killed + 1)); fi
    cp "$copy/before" "$target"
  done < <(constants)
  echo "constants: $killed of $((killed + survived)) changes killed"
  ((killed * 10 >= (killed + survived) * 9))
}

if [ "$what" != constants ]; then operators || status=1; fi
if [ "$what" != operators ]; then mutate_constants || status=1; fi
exit "$status"
