#!/usr/bin/env bash
# Writes the report as the one comment of a pull request that carries its mark, and edits that one from then on.
set -euo pipefail

# shellcheck source=cli/action/api.sh
source "$(dirname "$0")/api.sh"

[[ $NUMBER =~ ^[0-9]+$ ]] || {
  echo "::error title=zonal::the input comment is no number of a pull request"
  exit 1
}
mark=$(head -n 1 "$REPORT")
body=$(mktemp "$RUNNER_TEMP/zonal-body-XXXXXX")
jq --null-input --rawfile body "$REPORT" '{body: $body}' > "$body"

find_own "issues/$NUMBER/comments?" id "$mark"
if [[ -n $own ]]; then
  written "$(api PATCH "issues/comments/$own" "$body")" "the comment"
else
  written "$(api POST "issues/$NUMBER/comments" "$body")" "the comment"
fi
