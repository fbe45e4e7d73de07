# Sourced by the scripts that write comments and issues: GitHub's REST interface, by curl and jq.
# shellcheck shell=bash

command -v jq > /dev/null || {
  echo "::error title=zonal::comments and issues need jq on the runner"
  exit 1
}
answer=$(mktemp "$RUNNER_TEMP/zonal-answer-XXXXXX")

# api METHOD PATH [BODY-FILE]: the status is printed, the answer is in the file $answer.
api() {
  local method=$1 path=$2
  local options=(--silent --show-error --request "$method" --output "$answer" --write-out '%{http_code}')
  # A POST that is sent twice writes twice.
  if [[ $method != POST ]]; then options+=(--retry 3 --retry-delay 1); fi
  if [[ -n ${3:-} ]]; then options+=(--data-binary "@$3" --header 'Content-Type: application/json'); fi
  # The token is handed over on stdin, as arguments can be seen by every process.
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - "${options[@]}" --header 'Accept: application/vnd.github+json' \
      --header 'X-GitHub-Api-Version: 2022-11-28' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$path" || true
}

# written STATUS WHAT: goes on if it was written, and says what to do if not.
written() {
  case "$1" in
    2??) ;;
    401 | 403 | 404)
      echo "::warning title=zonal::$2 could not be written, as the token may not (HTTP $1)%3A a job needs the right permission, and a fork never has it; the job's summary has the report"
      ;;
    *)
      echo "::error title=zonal::$2 could not be written (HTTP $1)%3A run the job again, as what stands there may be out of date"
      exit 1
      ;;
  esac
}

# find_own PATH FIELD MARK: $own is that field of the first one of a list that a bot wrote and that begins with the mark;
# empty if there is none. Somebody else's would be theirs to edit afterwards.
find_own() {
  local path=$1 field=$2 mark=$3 page status
  own=
  for page in {1..50}; do
    status=$(api GET "$path&per_page=100&page=$page")
    if [[ $status != 200 ]]; then
      written "$status" "the report"
      exit 0
    fi
    own=$(jq --raw-output --arg mark "$mark" --arg field "$field" \
      'map(select((.body // "" | startswith($mark)) and .user.type == "Bot" and .pull_request == null)) | first | .[$field] // empty' "$answer")
    if [[ -n $own || $(jq length "$answer") -lt 100 ]]; then return; fi
  done
}
