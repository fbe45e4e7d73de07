//! What `deploy`, `rollback` and `drift --fix` share: from a plan that is shown to a push that is written down.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zonal_compiler::dns::name::Name;
use zonal_runtime::deploy::{End, Journaled, Report, deploy};
use zonal_runtime::error::Failure;
use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::{Consent, Grant};
use zonal_runtime::plan::document::PlanDocument;
use zonal_runtime::plan::guards::{Approved, Refusal, approve, approve_rest, foreign, judge};
use zonal_runtime::state::{Deploy, FOLDER, Goal, Journal, Lock, Snapshot, State};
use zonal_runtime::watch::Watch as _;

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
    /// Where the zones are to be brought.
    pub goal: Goal,
}

/// Where a workspace keeps its deploys, unless another folder is named.
pub fn state(root: &Path, named: Option<&PathBuf>) -> State {
    State::new(named.cloned().unwrap_or_else(|| root.join(FOLDER)))
}

impl Push {
    /// Shows a plan, asks, pushes, and tells what stands.
    pub fn run(mut self, live: Live, console: &mut Console) -> Exit {
        if self.state.is_locked() {
            return self.state.lock().map_or_else(|failure| super::fail(console, &failure), |_| Exit::Errors);
        }
        let unfinished = self.unfinished(console);
        let resumed = unfinished.filter(|deploy| deploy.goal() == self.goal && is_rest(&live, deploy));
        let mut refusals = judge(&live.plan, &live.providers, &self.consent);
        if resumed.is_some() {
            // What was approved needs no second consent; what cannot be consented to stands all the same.
            refusals.retain(|refusal| refusal.consent.is_none());
        }
        let asks = self.asking == Asking::Terminal && console.can_ask();
        // On a terminal a refusal becomes a question, so it is not shown as a verdict before.
        let verdict: Vec<Refusal> =
            refusals.iter().filter(|refusal| !asks || refusal.consent.is_none()).cloned().collect();
        let text = match &self.goal {
            Goal::Before(id) if live.plan.is_empty() && verdict.is_empty() => {
                format!("nothing to do: what stood before the deploy {id} stands\n")
            }
            Goal::Before(_) | Goal::Source => plan::render(console.result_paint(), &live.plan, &verdict),
        };
        console.result(&text);
        if live.plan.failures().next().is_some() {
            let rest = what_could_be_read(&live.plan);
            console.message(&format!("nothing was written, as a zone could not be read{rest}\n"));
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

    /// The last deploy that did not end. A journal that cannot be read stops nobody: what counts is what is live.
    fn unfinished(&self, console: &mut Console) -> Option<Deploy> {
        match self.state.unfinished() {
            Ok(unfinished) => unfinished,
            Err(failure) => {
                let text = failure::warning(console.message_paint(), &failure);
                console.message(&text);
                None
            }
        }
    }

    /// There is nothing to push, so there is nothing left of an earlier deploy of the same zones either.
    fn nothing_to_do(&self, live: &Live, console: &mut Console) -> Exit {
        let done = match self.unfinished(console) {
            Some(deploy) if covers(&live.plan, &deploy) => {
                self.state.lock().and_then(|lock| self.supersede(&lock, &live.plan))
            }
            Some(_) | None => Ok(()),
        };
        done.map_or_else(|failure| super::fail(console, &failure), |()| Exit::Fine)
    }

    /// Notes of every deploy that did not end, and whose zones this one looks at, that nothing is left to finish.
    fn supersede(&self, lock: &Lock, plan: &Plan) -> Result<(), Failure> {
        // A journal that cannot be read has been told of already.
        while let Ok(Some(deploy)) = self.state.unfinished() {
            if !covers(plan, &deploy) {
                return Ok(());
            }
            self.state.resume(lock, &deploy)?.superseded()?;
        }
        Ok(())
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
            None => {
                self.supersede(&lock, approved.plan())?;
                self.state.begin(&lock, &document, &snapshot, &self.goal)?
            }
        };
        tell(&approved, &providers, &journal, console)
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
        let mut grants: Vec<&Grant> = Vec::new();
        for refusal in refusals {
            let Some(grant) = &refusal.consent else { return Answer::No };
            if !grants.contains(&grant) {
                grants.push(grant);
            }
        }
        for grant in grants {
            // A word of consent may be about several providers, and each of them is told of.
            let about = refusals.iter().filter(|refusal| refusal.consent.as_ref() == Some(grant));
            let told: String = about.map(|refusal| format!("{}.\n", refusal.message)).collect();
            if ask(console, &format!("{told}Do you want that? [y/N] ")) == Answer::No {
                return Answer::No;
            }
            self.consent.grant(grant.clone());
        }
        let changed: usize = plan.counts().values().map(|counts| counts.changed()).sum();
        ask(console, &format!("Deploy {}? [y/N] ", count(changed, "change")))
    }
}

/// Which option leaves out what could not be read, if anything is left then.
fn what_could_be_read(plan: &Plan) -> String {
    let is_whole = |zone: &Name| plan.failures().all(|(unread, _)| unread.desired.name != *zone);
    if plan.zones.iter().any(|zone| is_whole(&zone.desired.name)) {
        return "; `--zone` deploys the others".to_owned();
    }
    let is_read = |provider: &&str| plan.failures().all(|(unread, _)| unread.desired.provider != *provider);
    let providers: BTreeSet<&str> = plan.zones.iter().map(|zone| zone.desired.provider.as_str()).collect();
    let options: Vec<String> =
        providers.into_iter().filter(is_read).map(|name| format!("--provider {name}")).collect();
    if options.is_empty() {
        return String::new();
    }
    format!("; `{}` deploys the rest, but for the name servers", options.join(" "))
}

/// Whether a plan is what is left of a deploy of the same source.
fn is_rest(live: &Live, deploy: &Deploy) -> bool {
    deploy.plan.source == live.source
        && !live.plan.is_empty()
        && covers(&live.plan, deploy)
        && foreign(&live.plan, &deploy.plan).is_empty()
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
    if let Err(failure) = journal.finished(&report) {
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
