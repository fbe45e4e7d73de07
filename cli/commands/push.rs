//! What `deploy`, `rollback` and `drift --fix` share: from a plan that is shown to a push that is written down.

use std::path::{Path, PathBuf};

use zonal_runtime::deploy::{End, Journaled, Report, Watch as _, deploy};
use zonal_runtime::error::Failure;
use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::document::PlanDocument;
use zonal_runtime::plan::guards::{Approved, Refusal, approve, approve_rest, foreign, judge};
use zonal_runtime::state::{Deploy, FOLDER, Journal, Lock, Snapshot, State};

use crate::console::Console;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::render::count::count;
use crate::render::{failure, plan, report};

use super::live::{self, Live};

/// How a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// On the terminal; without one the push is refused.
    Terminal,
    /// Not at all: `--yes`, or a plan that was approved before.
    Never,
}

/// A push that waits for its plan to be agreed to.
pub struct Push {
    /// Where the workspace keeps its deploys.
    pub state: State,
    /// What has been consented to.
    pub consent: Consent,
    /// How a person is asked.
    pub asking: Asking,
}

/// Where a workspace keeps its deploys, unless another folder is named.
pub fn state(root: &Path, named: Option<&PathBuf>) -> State {
    State::new(named.cloned().unwrap_or_else(|| root.join(FOLDER)))
}

impl Push {
    /// Shows a plan, asks, pushes, and tells what stands.
    pub fn run(mut self, live: Live, console: &mut Console) -> Exit {
        let unfinished = self.unfinished(console);
        let resumed = unfinished.filter(|deploy| is_rest(&live, deploy));
        let mut refusals = judge(&live.plan, &live.providers, &self.consent);
        if resumed.is_some() {
            // What was approved needs no second consent; what cannot be consented to stands all the same.
            refusals.retain(|refusal| refusal.consent.is_none());
        }
        let asks = self.asking == Asking::Terminal && console.can_ask();
        // On a terminal a refusal becomes a question, so it is not shown as a verdict before.
        let verdict: Vec<Refusal> =
            refusals.iter().filter(|refusal| !asks || refusal.consent.is_none()).cloned().collect();
        let text = plan::render(console.result_paint(), &live.plan, &verdict);
        console.result(&text);
        if live.plan.failures().next().is_some() {
            console
                .message("nothing was written, as a zone could not be read; `--zone` deploys the others\n");
            return Exit::Errors;
        }
        if live.plan.is_empty() {
            return self.nothing_to_do(&live, console);
        }
        if !verdict.is_empty() {
            console.message("nothing was written\n");
            return Exit::Blocked;
        }
        if let Some(deploy) = &resumed {
            console.message(&format!(
                "this finishes the deploy {}, which was approved and did not end\n",
                deploy.id
            ));
        }
        if self.agree(asks, &live.plan, &refusals, console) == Answer::No {
            console.message("nothing was written\n");
            return Exit::Blocked;
        }
        self.carry_out(live, resumed, console)
    }

    /// Pushes a plan that needs no further word.
    pub fn carry_out(self, live: Live, resumed: Option<Deploy>, console: &mut Console) -> Exit {
        match self.push(live, resumed, console) {
            Ok(exit) => exit,
            Err(failure) => {
                let exit = super::fail(console, &failure);
                console.message("nothing was written\n");
                exit
            }
        }
    }

    /// The last deploy if it did not end. A journal that cannot be read stops nobody: what counts is what is live.
    fn unfinished(&self, console: &mut Console) -> Option<Deploy> {
        match self.state.last() {
            Ok(last) => last.filter(|deploy| !deploy.standing().is_finished),
            Err(failure) => {
                let text = failure::warning(console.message_paint(), &failure);
                console.message(&text);
                None
            }
        }
    }

    /// There is nothing to push, so there is nothing left of an earlier deploy of the same zones either.
    fn nothing_to_do(&self, live: &Live, console: &mut Console) -> Exit {
        let Some(deploy) = self.unfinished(console).filter(|deploy| covers(&live.plan, deploy)) else {
            return Exit::Fine;
        };
        let written = self.state.lock().and_then(|lock| self.state.resume(&lock, &deploy)?.superseded());
        written.map_or_else(|failure| super::fail(console, &failure), |()| Exit::Fine)
    }

    fn push(self, live: Live, resumed: Option<Deploy>, console: &mut Console) -> Result<Exit, Failure> {
        let document = PlanDocument::new(&live.plan, live.source.clone(), &self.consent)?;
        let snapshot = Snapshot::of(&live.plan);
        let Live { providers, plan, .. } = live;
        let approved = match &resumed {
            Some(deploy) => approve_rest(plan, &deploy.plan).map_err(|rest| rest.foreign),
            None => approve(plan, &providers, &self.consent)
                .map_err(|refused| refused.refusals.into_iter().map(|refusal| refusal.message).collect()),
        };
        let approved = match approved {
            Ok(approved) => approved,
            Err(reasons) => {
                for reason in reasons {
                    console.message(&format!("{reason}\n"));
                }
                console.message("nothing was written\n");
                return Ok(Exit::Blocked);
            }
        };
        let lock = self.state.lock()?;
        let journal = match &resumed {
            Some(deploy) => self.state.resume(&lock, deploy)?,
            None => self.begin(&lock, &document, &snapshot)?,
        };
        tell(&approved, &providers, &journal, console)
    }

    /// Begins a deploy; one that did not end is over, since this one begins with what it left.
    fn begin(&self, lock: &Lock, plan: &PlanDocument, snapshot: &Snapshot) -> Result<Journal, Failure> {
        // A journal that cannot be read has been told of already.
        if let Ok(Some(last)) = self.state.last()
            && !last.standing().is_finished
        {
            self.state.resume(lock, &last)?.superseded()?;
        }
        self.state.begin(lock, plan, snapshot)
    }

    fn agree(&mut self, asks: bool, plan: &Plan, refusals: &[Refusal], console: &mut Console) -> Answer {
        if self.asking == Asking::Never {
            return Answer::Yes;
        }
        if !asks {
            let help = "to deploy without a question, add `--yes`";
            let text =
                failure::message(console.message_paint(), "there is no terminal to ask on", Some(help));
            console.message(&text);
            return Answer::No;
        }
        for refusal in refusals {
            let Some(grant) = refusal.consent.clone() else { return Answer::No };
            if self.consent.covers(&refusal.zone, &refusal.provider, grant.what) {
                continue;
            }
            if ask(console, &format!("{}.\nDo you want that? [y/N] ", refusal.message)) == Answer::No {
                return Answer::No;
            }
            self.consent.grant(grant);
        }
        let changed: usize = plan.counts().values().map(|counts| counts.changed()).sum();
        ask(console, &format!("Deploy {}? [y/N] ", count(changed, "change")))
    }
}

/// Whether a plan is what is left of a deploy of the same source.
fn is_rest(live: &Live, deploy: &Deploy) -> bool {
    deploy.plan.source == live.source && !live.plan.is_empty() && foreign(&live.plan, &deploy.plan).is_empty()
}

/// Whether a plan looks at every zone that a deploy was to change.
fn covers(plan: &Plan, deploy: &Deploy) -> bool {
    let looks_at = |zone: &str, provider: &str| {
        plan.zones
            .iter()
            .any(|it| it.desired.provider == provider && it.desired.name.undotted().to_string() == zone)
    };
    let mut changed = deploy.plan.zones.iter().filter(|zone| !zone.changes.is_empty());
    changed.all(|zone| looks_at(&zone.zone, &zone.provider))
}

/// Pushes an approved plan and tells how it ended.
fn tell(
    approved: &Approved,
    providers: &zonal_runtime::plan::Providers,
    journal: &Journal,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let progress = Progress::watch(console);
    let run = Journaled { journal, watch: &progress };
    let report = live::wait(deploy(approved, providers, &run))?;
    progress.end();
    let text = report::render(console.result_paint(), &report);
    console.result(&text);
    if let Err(failure) = journal.finished(report.is_complete()) {
        super::fail(console, &failure);
    }
    Ok(exit(&report, &progress))
}

fn exit(report: &Report, progress: &Progress) -> Exit {
    match report.end() {
        End::Complete => Exit::Fine,
        _ if progress.is_interrupted() => Exit::Interrupted,
        End::Refused => Exit::Blocked,
        End::Failed => Exit::Errors,
        End::Partial => Exit::Incomplete,
        End::Unconfirmed => Exit::Unconfirmed,
    }
}

/// Whether a person wants the plan carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

fn ask(console: &mut Console, question: &str) -> Answer {
    match console.ask(question).as_deref() {
        Some("y" | "Y" | "yes" | "Yes") => Answer::Yes,
        Some(_) => Answer::No,
        None => {
            console.message("\n");
            Answer::No
        }
    }
}
