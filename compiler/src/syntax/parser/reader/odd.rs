//! Characters that must not stand outside strings and comments: they look like another or like nothing.

use super::super::lexeme::{Kind, split};
use super::Reader;
use super::slip::find_on_line;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::error;
use crate::source::Span;

/// What a forbidden character looks like, and so what it is replaced by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Blank,
    Nothing,
    Dot,
    Quote,
}

impl Likeness {
    const fn replacement(self) -> &'static str {
        match self {
            Self::Blank => " ",
            Self::Nothing => "",
            Self::Dot => ".",
            Self::Quote => "\"",
        }
    }
}

fn likeness(letter: char) -> Option<Likeness> {
    match letter {
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}'
        | '\u{85}'
        | '\u{b}'
        | '\u{c}' => Some(Likeness::Blank),
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Some(Likeness::Nothing),
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => Some(Likeness::Dot),
        '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => Some(Likeness::Quote),
        _ if letter.is_control() => Some(Likeness::Nothing),
        _ => None,
    }
}

impl Reader<'_> {
    /// Reads a word with control or non-ASCII characters in it.
    pub(super) fn odd_word(&mut self, span: Span) {
        let mut span = span;
        if span.start == 0 && span.of(self.text).starts_with('\u{feff}') {
            // A byte order mark, which some editors write.
            span = split(span, '\u{feff}'.len_utf8()).1;
        }
        let word = span.of(self.text);
        if word.chars().next().and_then(likeness) == Some(Likeness::Quote) {
            return self.curly_quoted(span);
        }
        self.report_forbidden(span);
        let mut start = 0;
        for (at, letter) in word.char_indices() {
            if likeness(letter) == Some(Likeness::Blank) {
                self.piece(span.part(start, at));
                start = at + letter.len_utf8();
            }
        }
        self.piece(span.part(start, word.len()));
    }

    /// Reads a piece without blanks; what is invisible at its ends is left out.
    fn piece(&mut self, span: Span) {
        let invisible = |letter| likeness(letter) == Some(Likeness::Nothing);
        let word = span.of(self.text);
        let trimmed = word.trim_start_matches(invisible);
        let start = word.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(invisible);
        let span = span.part(start, start + trimmed.len());
        if trimmed.chars().any(|letter| likeness(letter).is_some()) {
            self.push(Kind::Broken, span);
        } else {
            self.plain_word(span);
        }
    }

    fn report_forbidden(&mut self, span: Span) {
        let word = span.of(self.text);
        let found = word.char_indices().filter_map(|(at, letter)| {
            likeness(letter).map(|likeness| (letter, span.part(at, at + letter.len_utf8()), likeness))
        });
        let found: Vec<_> = found.collect();
        let Some(&(letter, at, kind)) = found.first() else { return };
        let what = match kind {
            Likeness::Blank => "a blank that is no plain space",
            Likeness::Nothing => "a character that is not seen",
            Likeness::Dot => "a full stop that is no plain dot",
            Likeness::Quote => "a quotation mark that is no plain `\"`",
        };
        let edits = found.iter().map(|(_, at, likeness)| Edit {
            at: self.at(*at),
            replacement: likeness.replacement().to_owned(),
        });
        let fix = Fix {
            title: "write plain characters".to_owned(),
            edits: edits.collect(),
            applicability: Applicability::Certain,
        };
        let code = u32::from(letter);
        let diagnostic = error!("forbidden-character", self.at(at), "U+{code:04X} outside a string")
            .here(what)
            .help("names hold no such character; type it anew, or quote a text that needs it")
            .with_fix(fix);
        self.report(diagnostic);
    }

    /// `“text”`
    fn curly_quoted(&mut self, span: Span) {
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let opening = rest.chars().next().map_or(0, char::len_utf8);
        let quote = |letter| likeness(letter) == Some(Likeness::Quote);
        let Some(closing) = find_on_line(rest, opening, quote) else {
            self.report(
                error!("wrong-quotes", self.at(span), "a string stands between plain double quotes")
                    .help("write `\"` on either side of the text"),
            );
            return self.push(Kind::Broken, span);
        };
        let end =
            closing + rest.get(closing..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let quoted = Span::new(span.start, span.start + end as u32);
        let edits = [split(quoted, opening).0, split(quoted, closing).1]
            .map(|mark| Edit { at: self.at(mark), replacement: "\"".to_owned() });
        let fix = Fix {
            title: "write plain double quotes".to_owned(),
            edits: edits.to_vec(),
            applicability: Applicability::Certain,
        };
        self.report(
            error!("wrong-quotes", self.at(quoted), "a string stands between plain double quotes")
                .help("write `\"` on either side of the text")
                .with_fix(fix),
        );
        self.push(Kind::Broken, quoted);
        self.resume(span, quoted.end);
    }
}
