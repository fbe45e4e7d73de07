# Sourced by run.sh: where a role is named and the job may have an identity, its token is put where AWS's own tools look for
# one. For Azure there is nothing to do, as Zonal asks GitHub itself.
# shellcheck shell=bash

if [[ -n ${AWS_ROLE_ARN:-} && -z ${AWS_WEB_IDENTITY_TOKEN_FILE:-} && -n ${ACTIONS_ID_TOKEN_REQUEST_URL:-} ]]; then
  export AWS_WEB_IDENTITY_TOKEN_FILE=$RUNNER_TEMP/zonal-aws-token
  export AWS_ROLE_SESSION_NAME=${AWS_ROLE_SESSION_NAME:-zonal-$GITHUB_RUN_ID}
  # The token is handed over on stdin, as arguments can be seen by every process.
  if ! printf 'header = "Authorization: Bearer %s"\n' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |
    curl --config - --fail --silent --show-error --retry 3 "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" |
    (umask 077 && jq --exit-status --join-output .value > "$AWS_WEB_IDENTITY_TOKEN_FILE"); then
    echo "::error title=zonal::GitHub gives this job no identity for AWS"
    exit 1
  fi
fi
