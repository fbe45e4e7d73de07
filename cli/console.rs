//! The two streams: results go to stdout, everything else to stderr.
//!
//! A reader that goes away (`zonal plan | head`) is no error and stops nothing: what is written after that is
//! dropped. Any other failure to write is remembered and told at the end.

use std::borrow::Cow;
use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::ValueEnum;

use crate::render::github::{self, Annotation};
use crate::render::style::Paint;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, as NO_COLOR, CLICOLOR_FORCE and TERM have it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where a command writes.
#[derive(Debug)]
pub struct Console {
    out: Stream<io::Stdout>,
    err: Stream<io::Stderr>,
}

/// One stream with its way of colouring.
#[derive(Debug)]
struct Stream<W> {
    writer: W,
    paint: Paint,
    failure: Option<io::Error>,
}

impl Console {
    /// The process's own streams.
    #[must_use]
    pub fn new(choice: ColorChoice) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let paint = |is_terminal| Paint::new(colours(choice, is_terminal, |name| env::var(name).ok()));
        let (out_paint, err_paint) = (paint(out.is_terminal()), paint(err.is_terminal()));
        Self {
            out: Stream { writer: out, paint: out_paint, failure: None },
            err: Stream { writer: err, paint: err_paint, failure: None },
        }
    }

    /// How results are coloured.
    #[must_use]
    pub const fn result_paint(&self) -> Paint {
        self.out.paint
    }

    /// How messages are coloured.
    #[must_use]
    pub const fn message_paint(&self) -> Paint {
        self.err.paint
    }

    /// Writes a part of the result, for people.
    pub fn result(&mut self, text: &str) {
        self.out.write(&as_shown(text));
    }

    /// Writes a part of the result as it is: a document for a program.
    pub fn document(&mut self, text: &str) {
        self.out.write(text);
    }

    /// Writes a message about the run.
    pub fn message(&mut self, text: &str) {
        self.err.write(&as_shown(text));
    }

    /// Writes annotations beside the messages, where they are in no document's way.
    pub fn annotate(&mut self, annotations: Vec<Annotation>) {
        if github::runs_here() {
            self.err.write(&github::render(annotations));
        }
    }

    /// Whether a person can be asked: both ends of the conversation are terminals.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && self.err.writer.is_terminal()
    }

    /// Whether progress can be drawn over: messages go to a terminal that takes more than plain lines.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.err.writer.is_terminal() && env::var("TERM").is_ok_and(|term| term != "dumb")
    }

    /// Writes a line about a run that goes on, from wherever it is known.
    pub fn progress_line(line: &str) {
        // Progress that nobody can read is no reason to stop.
        let _ = io::stderr().write_all(line.as_bytes());
    }

    /// Asks a question and reads one line; `None` at the end of the input.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        self.err.write(question);
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(1..) => Some(line.trim().to_owned()),
            Ok(0) | Err(_) => None,
        }
    }

    /// Why the result did not reach its reader, unless the reader went away.
    pub fn finish(mut self) -> Result<(), io::Error> {
        self.out.flush();
        self.out.failure.filter(|error| error.kind() != ErrorKind::BrokenPipe).map_or(Ok(()), Err)
    }
}

impl<W: Write> Stream<W> {
    fn write(&mut self, text: &str) {
        if self.failure.is_none() {
            self.failure = self.writer.write_all(text.as_bytes()).and_then(|()| self.writer.flush()).err();
        }
    }

    fn flush(&mut self) {
        if self.failure.is_none() {
            self.failure = self.writer.flush().err();
        }
    }
}

/// Text for people, in which a workflow's runner finds no command of a stranger.
fn as_shown(text: &str) -> Cow<'_, str> {
    if github::runs_here() { Cow::Owned(github::inert(text)) } else { Cow::Borrowed(text) }
}

/// Whether to colour, by the conventions of no-color.org and bixense.com/clicolors.
fn colours(choice: ColorChoice, is_terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto if is_set("CLICOLOR_FORCE") => variable("CLICOLOR_FORCE").as_deref() != Some("0"),
        ColorChoice::Auto => is_terminal && variable("TERM").as_deref() != Some("dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(is_terminal: bool, variables: &[(&str, &str)]) -> bool {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        colours(ColorChoice::Auto, is_terminal, |name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn colour_follows_the_conventions() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(colours(ColorChoice::Always, false, |_| Some("1".to_owned())));
    }
}
