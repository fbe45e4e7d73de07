//! Colour, decided once for each stream.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Color, Style};
use zonal_compiler::diagnostic::Severity;
use zonal_runtime::plan::view::Symbol;

/// How to show emphasis: by escape sequences, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    colours: bool,
}

/// What a text means to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A heading.
    Strong,
    /// Of less importance.
    Faint,
    /// An error, or something that goes.
    Bad,
    /// A warning, or something that changes.
    Doubtful,
    /// Success, or something that comes.
    Good,
    /// Advice.
    Advice,
}

impl Paint {
    /// A paint that colours, or one that does not.
    #[must_use]
    pub const fn new(colours: bool) -> Self {
        Self { colours }
    }

    /// Whether it colours.
    #[must_use]
    pub const fn colours(self) -> bool {
        self.colours
    }

    /// A text in a tone.
    pub fn show<T: Display>(self, tone: Tone, text: T) -> impl Display {
        Painted { style: if self.colours { style(tone) } else { Style::new() }, text }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Doubtful,
            Severity::Info => Self::Advice,
        }
    }
}

impl From<Symbol> for Tone {
    fn from(symbol: Symbol) -> Self {
        match symbol {
            Symbol::Add => Self::Good,
            Symbol::Change => Self::Doubtful,
            Symbol::Remove => Self::Bad,
            Symbol::Keep => Self::Faint,
        }
    }
}

struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.style.render(), self.text, self.style.render_reset())
    }
}

fn style(tone: Tone) -> Style {
    let colour = |colour| Style::new().bold().fg_color(Some(Color::Ansi(colour)));
    match tone {
        Tone::Strong => Style::new().bold(),
        Tone::Faint => Style::new().dimmed(),
        Tone::Bad => colour(AnsiColor::Red),
        Tone::Doubtful => colour(AnsiColor::Yellow),
        Tone::Good => colour(AnsiColor::Green),
        Tone::Advice => colour(AnsiColor::Cyan),
    }
}

/// The text with everything that would act on a terminal made visible: control characters and marks that turn
/// the direction of writing.
#[must_use]
pub fn harmless(text: &str) -> String {
    if !text.contains(acts_on_a_terminal) {
        return text.to_owned();
    }
    text.chars()
        .map(|character| match character {
            _ if acts_on_a_terminal(character) => character.escape_default().to_string(),
            _ => character.to_string(),
        })
        .collect()
}

/// As [`harmless`], for a text that stands within one line.
#[must_use]
pub fn harmless_line(text: &str) -> String {
    harmless(text).replace('\n', "\\n")
}

/// Whether a terminal would obey the character instead of showing it; newlines and tabs are meant.
#[must_use]
pub fn acts_on_a_terminal(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || turns_direction(character)
}

const fn turns_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
