//! `zonal deploy`: plans, asks, pushes, tells what stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zonal_compiler::dns::name::Name;
use zonal_runtime::deploy::{Report, deploy};
use zonal_runtime::error::Failure;
use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::guards::{Refusal, approve, judge};
use zonal_runtime::provider::{Observer, Progress, Request, Settled};

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render::{failure, plan, report};

use super::live::{self, Live};

/// Plans, asks and pushes.
pub fn run(arguments: &arguments::Deploy, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let live = match live::compare(folder, &arguments.selection, console) {
        Ok(live) => live,
        Err(exit) => return exit,
    };
    let mut consent: Consent = arguments.consent.confirm.iter().cloned().collect();
    let asks = !arguments.yes && console.can_ask();
    let refusals = judge(&live.plan, &live.providers, &consent);
    // On a terminal a refusal becomes a question, so it is not shown as a verdict before.
    let verdict = if asks {
        refusals.iter().filter(|refusal| refusal.consent.is_none()).cloned().collect()
    } else {
        refusals.clone()
    };
    let text = plan::render(console.result_paint(), &live.plan, &verdict);
    console.result(&text);
    if live.plan.failures().next().is_some() {
        console.message("nothing was written, as a zone could not be read; `--zone` deploys the others\n");
        return Exit::Errors;
    }
    if live.plan.is_empty() {
        return Exit::Fine;
    }
    if !verdict.is_empty() {
        console.message("nothing was written\n");
        return Exit::Blocked;
    }
    match agree(arguments, asks, &live.plan, &refusals, &mut consent, console) {
        Answer::Yes => push(live, &consent, console),
        Answer::No => {
            console.message("nothing was written\n");
            Exit::Blocked
        }
    }
}

/// Whether a person wants the plan carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

fn agree(
    arguments: &arguments::Deploy,
    asks: bool,
    plan: &Plan,
    refusals: &[Refusal],
    consent: &mut Consent,
    console: &mut Console,
) -> Answer {
    if arguments.yes {
        return Answer::Yes;
    }
    if !asks {
        let help = "to deploy without a question, add `--yes`";
        let text = failure::message(console.message_paint(), "there is no terminal to ask on", Some(help));
        console.message(&text);
        return Answer::No;
    }
    for refusal in refusals {
        let Some(grant) = refusal.consent.clone() else { return Answer::No };
        if consent.covers(&refusal.zone, &refusal.provider, grant.what) {
            continue;
        }
        if ask(console, &format!("{}.\nDo you want that? [y/N] ", refusal.message)) == Answer::No {
            return Answer::No;
        }
        consent.grant(grant);
    }
    let changed: usize = plan.counts().values().map(|counts| counts.changed()).sum();
    ask(console, &format!("Deploy {}? [y/N] ", crate::render::count::count(changed, "change")))
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

fn push(live: Live, consent: &Consent, console: &mut Console) -> Exit {
    let Live { providers, plan } = live;
    let approved = match approve(plan, &providers, consent) {
        Ok(approved) => approved,
        Err(refused) => {
            let text = plan::verdict(console.message_paint(), &refused.refusals);
            console.message(&text);
            return Exit::Blocked;
        }
    };
    let interrupt = Interrupt::watch();
    let report = match live::wait(deploy(&approved, &providers, &interrupt)) {
        Ok(report) => report,
        Err(failure) => return super::fail(console, &failure),
    };
    let text = report::render(console.result_paint(), &report);
    console.result(&text);
    exit(&report, &interrupt)
}

fn exit(report: &Report, interrupt: &Interrupt) -> Exit {
    if report.is_complete() {
        Exit::Fine
    } else if interrupt.is_interrupted() {
        Exit::Interrupted
    } else {
        Exit::Incomplete
    }
}

/// Ctrl-C during the push: what is being written is finished, nothing more is begun. A second one ends the
/// process at once.
struct Interrupt {
    pressed: Arc<AtomicBool>,
}

impl Interrupt {
    fn watch() -> Self {
        use signal_hook::consts::{SIGINT, SIGTERM};
        const INTERRUPTED: i32 = 130;
        let pressed = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // If a signal cannot be watched it ends the process, as it does everywhere else; a zone file is
            // then the old one or the new one all the same.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, pressed.clone());
            let _ = signal_hook::flag::register(signal, pressed.clone());
        }
        Self { pressed }
    }
}

impl Observer for Interrupt {
    fn sending(&self, _request: &Request<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn settled(&self, _request: &Request<'_>, _fate: Settled) -> Result<(), Failure> {
        Ok(())
    }

    fn progress(&self, _zone: &Name, _progress: Progress) {}

    fn is_interrupted(&self) -> bool {
        self.pressed.load(Ordering::SeqCst)
    }
}
