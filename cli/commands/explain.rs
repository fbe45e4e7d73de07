//! `zonal explain`: the page of a rule.

use zonal_compiler::explain;
use zonal_compiler::suggest;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::render::{failure, page};

/// Shows the page of a rule, or the names of all.
pub fn run(arguments: &arguments::Explain, console: &mut Console) -> Exit {
    let Some(name) = &arguments.name else {
        let pages = explain::pages();
        let width = pages.iter().map(|page| page.name.len()).max().unwrap_or(0);
        let lines = pages.iter().map(|page| format!("{:width$}  {}\n", page.name, page.summary));
        console.result(&lines.collect::<String>());
        return Exit::Fine;
    };
    if let Some(found) = explain::page(name) {
        let text = page::render(console.result_paint(), found.text);
        console.result(&text);
        return Exit::Fine;
    }
    let help = suggest::closest(name, explain::pages().iter().map(|page| page.name)).map_or_else(
        || "`zonal explain` lists all names".to_owned(),
        |close| format!("did you mean `{close}`? `zonal explain` lists all names"),
    );
    let text = failure::message(console.message_paint(), &format!("there is no page `{name}`"), Some(&help));
    console.message(&text);
    Exit::Errors
}
