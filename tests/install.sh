# shellcheck shell=bash
# What suites need from PyPI and npm, each list in a folder of its own. tests/run and tests/editors/run source it.

# A virtual environment FOLDER with what the requirements in LIST name, made anew whenever the list changes.
install_venv() {
  local folder=$1 list=$2
  cmp -s "$list" "$folder/installed" && return
  echo "tests: installing $list into $folder"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$list"
  cp "$list" "$folder/installed"
}

# A FOLDER that npm fills from LIST, a package-lock.json, anew whenever the list changes.
install_npm() {
  local folder=$1 list=$2
  cmp -s "$list" "$folder/node_modules/installed" && return
  echo "tests: installing $list into $folder"
  mkdir -p "$folder"
  [[ "$list" -ef "$folder/package-lock.json" ]] || cp "$(dirname "$list")"/package{,-lock}.json "$folder"
  npm ci --silent --no-fund --no-audit --ignore-scripts --prefix "$folder"
  cp "$list" "$folder/node_modules/installed"
}
