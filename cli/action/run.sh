#!/usr/bin/env bash
# Runs one command of Zonal in a job: text and annotations into the log, Markdown into the job's summary and into a file,
# the exit code into an output. How the step ends is another step's business, so that comments and issues come first.
set -euo pipefail

here=$(dirname "$0")
report=$RUNNER_TEMP/zonal-$COMMAND-report.md
rm -f "$report"
[[ $NAME =~ ^[A-Za-z0-9._-]{1,64}$ ]] || {
  echo "::error title=zonal::the input name has up to 64 letters, digits, dots, underscores and hyphens"
  exit 1
}

arguments=("$COMMAND")
case "$COMMAND" in
  check | drift) ;;
  diff) arguments+=("$BASE..HEAD" --detailed-exitcode) ;;
  plan)
    PLAN=${PLAN:-$RUNNER_TEMP/zonal-plan.json}
    rm -f "$PLAN"
    arguments+=(--detailed-exitcode --out "$PLAN")
    ;;
  deploy)
    if [[ -z $PLAN || -z $DIGEST ]]; then
      echo "::error title=zonal::deploy needs the inputs plan and digest%3A the plan that was approved"
      exit 1
    fi
    arguments+=(--plan "$PLAN" --digest "$DIGEST")
    if [[ -n $STATE ]]; then arguments+=(--state "$STATE"); fi
    ;;
  *)
    echo "::error title=zonal::the input command is check, diff, plan, deploy or drift"
    exit 1
    ;;
esac
if [[ $COMMAND == diff || $COMMAND == plan ]]; then
  read -r -d '' -a confirmed <<< "$CONFIRM" || true
  for what in ${confirmed[@]+"${confirmed[@]}"}; do arguments+=(--confirm "$what"); done
fi
if [[ $COMMAND != deploy ]]; then
  arguments+=(--format markdown --output "$report" --summary "$GITHUB_STEP_SUMMARY" --name "$NAME")
fi
if [[ $COMMAND != check && $COMMAND != diff ]]; then
  # shellcheck source=cli/action/aws.sh
  source "$here/aws.sh"
fi

log=$RUNNER_TEMP/zonal-$COMMAND.log
code=0
"$ZONAL" "${arguments[@]}" -- "$DIRECTORY" 2>&1 | tee "$log" || code=${PIPESTATUS[0]}

if [[ ! -s $report ]]; then
  # A report of an earlier run must not go on saying what is no longer so.
  {
    echo "<!-- zonal:$COMMAND:$NAME -->"
    echo "### Zonal $COMMAND: ended with exit code $code"
    echo
    echo "<pre>"
    grep -v '^::' "$log" | head -c 20000 | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/@/\&#64;<wbr>/g' || true
    echo
    echo "</pre>"
    echo
    echo "<sub>commit \`${ZONAL_COMMIT:0:12}\` · $(date -u '+%Y-%m-%d %H:%M UTC')</sub>"
  } > "$report"
  cat "$report" >> "$GITHUB_STEP_SUMMARY"
fi

{
  echo "exit-code=$code"
  echo "report=$report"
  if [[ $COMMAND == plan && -s $PLAN ]]; then
    echo "plan=$PLAN"
    echo "digest=$(sed -n 's/^wrote .*, digest \(sha256:[0-9a-f]*\)$/\1/p' "$log")"
  fi
} >> "$GITHUB_OUTPUT"
