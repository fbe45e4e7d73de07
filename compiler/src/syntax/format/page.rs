//! The lines written so far: indents, blank lines, and the column of trailing comments.

use super::comment;

/// Trailing comments stand at this column, counted from 0, if the code before them leaves it free: so most of a
/// file's comments align, and a change of code moves none of them.
const COMMENT_COLUMN: usize = 44;
/// The least blanks between code and comment.
const COMMENT_GAP: usize = 2;
/// Code wider than this does not push away the comments of the lines around it.
const COMMENT_COLUMN_LIMIT: usize = 72;

/// The output. Lines are written one after the other; trailing comments are put in when their section ends.
#[derive(Default)]
pub(super) struct Page<'t> {
    text: String,
    /// The columns of the current line that are taken.
    column: usize,
    /// Where the section's first line with a comment begins.
    section: usize,
    comments: Vec<Trailing<'t>>,
    /// A blank line, if the next line is not one that forbids it.
    blank_due: bool,
    /// Whether no blank line may follow.
    at_start: bool,
}

/// A comment behind code.
struct Trailing<'t> {
    /// Where its line's code ends.
    at: usize,
    /// The columns of that code, with its indent.
    code: usize,
    comment: &'t str,
}

impl<'t> Page<'t> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), at_start: true, ..Self::default() }
    }

    /// Begins a line.
    pub(super) fn start_line(&mut self, indent: usize) {
        if std::mem::take(&mut self.blank_due) {
            self.text.push('\n');
        }
        self.at_start = false;
        if self.comments.is_empty() {
            self.section = self.text.len();
        }
        self.column = 0;
        self.pad(indent);
    }

    pub(super) fn push(&mut self, text: &str, width: usize) {
        self.text.push_str(text);
        self.column += width;
    }

    pub(super) fn pad(&mut self, blanks: usize) {
        self.text.extend(std::iter::repeat_n(' ', blanks));
        self.column += blanks;
    }

    /// The columns of the current line that are taken.
    pub(super) const fn column(&self) -> usize {
        self.column
    }

    /// Ends a line of code, with the comment behind it.
    pub(super) fn end_line(&mut self, comment: Option<&'t str>) {
        if let Some(comment) = comment {
            self.comments.push(Trailing { at: self.text.len(), code: self.column, comment });
        }
        self.text.push('\n');
    }

    /// Writes a comment on a line of its own.
    pub(super) fn comment_line(&mut self, indent: usize, comment: &str) {
        self.end_section();
        self.start_line(indent);
        push_comment(&mut self.text, comment);
        self.text.push('\n');
    }

    /// Asks for a blank line here.
    pub(super) fn blank_line(&mut self) {
        self.end_section();
        self.blank_due = !self.at_start;
    }

    /// Forbids a blank line here: a block begins or ends.
    pub(super) fn no_blank_line(&mut self) {
        self.blank_due = false;
        self.at_start = true;
    }

    /// Aligns the trailing comments since the last section's end.
    pub(super) fn end_section(&mut self) {
        if self.comments.is_empty() {
            return;
        }
        let lines = self.text.split_off(self.section);
        let narrow = |trailing: &&Trailing<'_>| trailing.code <= COMMENT_COLUMN_LIMIT;
        let widest = self.comments.iter().filter(narrow).map(|trailing| trailing.code).max().unwrap_or(0);
        let column = COMMENT_COLUMN.max(widest + COMMENT_GAP);
        let mut done = 0;
        for trailing in self.comments.drain(..) {
            let at = trailing.at - self.section;
            self.text.push_str(lines.get(done..at).unwrap_or_default());
            let blanks = column.saturating_sub(trailing.code).max(COMMENT_GAP);
            self.text.extend(std::iter::repeat_n(' ', blanks));
            push_comment(&mut self.text, trailing.comment);
            done = at;
        }
        self.text.push_str(lines.get(done..).unwrap_or_default());
    }

    /// The finished text.
    pub(super) fn finish(mut self) -> String {
        self.end_section();
        self.text
    }
}

fn push_comment(text: &mut String, comment: &str) {
    let (mark, blank, rest) = comment::parts(comment);
    text.push_str(mark);
    text.push_str(blank);
    text.push_str(rest);
}
