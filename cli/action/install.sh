#!/usr/bin/env bash
# Finds the binary that the action runs: the one that was named, else one on PATH, else a release, which is downloaded,
# held to its checksum and put on PATH for the steps that follow.
set -euo pipefail

fail() {
  echo "::error title=zonal::$1"
  exit 1
}

found() {
  echo "zonal=$1" >> "$GITHUB_OUTPUT"
  echo "using $1, $("$1" --version)"
  exit 0
}

if [[ -n $BINARY ]]; then
  [[ -x $BINARY ]] || fail "the input zonal names no program"
  found "$(realpath "$BINARY")"
fi
if on_path=$(command -v zonal); then
  found "$on_path"
fi

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  *) fail "there is no release for $RUNNER_OS on $RUNNER_ARCH%3A put zonal on PATH, or name it by the input zonal" ;;
esac
[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "the input version is no version, such as 0.1.0"

folder=$RUNNER_TEMP/zonal-$VERSION
archive=zonal-$VERSION-$target.tar.gz
mkdir -p "$folder"
download() {
  curl --fail --silent --show-error --location --retry 3 --proto '=https,http' --output "$folder/$1" "$MIRROR/v$VERSION/$1" ||
    fail "cannot download $1 of release $VERSION"
}
download "$archive"
if [[ -z $SHA256 ]]; then
  download SHA256SUMS
  SHA256=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$folder/SHA256SUMS")
  [[ -n $SHA256 ]] || fail "release $VERSION lists no checksum of $archive"
fi
# macOS has another command for it.
sum=(sha256sum)
if ! command -v sha256sum > /dev/null; then sum=(shasum -a 256); fi
if [[ $("${sum[@]}" "$folder/$archive" | cut -d ' ' -f 1) != "$SHA256" ]]; then
  rm -f "$folder/$archive"
  fail "$archive is not what its checksum says, so it was not unpacked"
fi
tar --extract --gzip --file "$folder/$archive" --directory "$folder" zonal
echo "$folder" >> "$GITHUB_PATH"
found "$folder/zonal"
