#!/usr/bin/env bash
# Keeps one issue while there is drift: opens it, brings it up to date, and closes it when nothing drifts any more. When a
# zone could not be read it is left alone, as nobody knows.
set -euo pipefail

# shellcheck source=cli/action/api.sh
source "$(dirname "$0")/api.sh"

[[ $CODE == 0 || $CODE == 2 ]] || {
  echo "a zone could not be read, so the issue stays as it is"
  exit 0
}
mark=$(head -n 1 "$REPORT")
body=$(mktemp "$RUNNER_TEMP/zonal-body-XXXXXX")
find_own 'issues?state=open' number "$mark"

if [[ $CODE == 2 ]]; then
  title="DNS drift ($NAME)"
  jq --null-input --rawfile body "$REPORT" --arg title "$title" '{title: $title, body: $body}' > "$body"
  if [[ -n $own ]]; then
    written "$(api PATCH "issues/$own" "$body")" "the issue"
  else
    written "$(api POST issues "$body")" "the issue"
  fi
elif [[ -n $own ]]; then
  jq --null-input --rawfile body "$REPORT" '{body: $body, state: "closed", state_reason: "completed"}' > "$body"
  written "$(api PATCH "issues/$own" "$body")" "the issue"
fi
