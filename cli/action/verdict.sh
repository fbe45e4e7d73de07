#!/usr/bin/env bash
# Ends the step as the command ended. Changes are what a plan is for, and one that waits for a consent is no failure of a
# pull request: both are told, and what follows can ask for the exit code.
set -euo pipefail

if [[ $COMMAND == drift && -n $HEARTBEAT && ($CODE == 0 || $CODE == 2) ]]; then
  # A schedule that GitHub drops says nothing; whoever waits for this call notices.
  curl --fail --silent --show-error --max-time 20 --retry 3 --output /dev/null "$HEARTBEAT" ||
    echo "::warning title=zonal::the heartbeat could not be sent"
fi

case "$COMMAND-$CODE" in
  *-0) ;;
  diff-2 | plan-2) echo "there are changes" ;;
  diff-3 | plan-3) echo "a deploy of this waits for a consent, or is blocked" ;;
  drift-2)
    echo "::error title=zonal::there is drift"
    exit 2
    ;;
  drift-1)
    echo "::error title=zonal::drift could not be looked for, which says nothing about whether there is any"
    exit 1
    ;;
  *) exit "$CODE" ;;
esac
