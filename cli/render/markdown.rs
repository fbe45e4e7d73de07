//! Markdown for comments, issues and job summaries: what values may do in it, and where it ends.
//!
//! Everything comes from strangers: a value must not make a heading, a link, a mention or a row of its own. What is too
//! long ends between two rows, with a count of those that are left out.

use super::count::count;
use super::style::harmless;

/// The most that a comment or an issue holds at GitHub, in characters; counted in bytes here, which are never fewer.
pub const COMMENT_LIMIT: usize = 65_536;
/// The most that a job summary holds at GitHub, in bytes; a part is left to other steps.
pub const SUMMARY_LIMIT: usize = 1_000_000;

/// The room kept for what is said about rows that are left out, in bytes.
const NOTICE: usize = 400;

/// A page that is as long as it may be, and no longer.
#[derive(Debug)]
pub struct Page {
    text: String,
    limit: usize,
    end: String,
    pending: Option<String>,
    room: Room,
    dropped: usize,
}

/// Whether anything more is shown. What follows something that found no room is left out too, so that what is shown is
/// a beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Left,
    None,
}

impl Page {
    /// A page of at most so many bytes, which ends with a text whatever is left out before it.
    #[must_use]
    pub fn new(limit: usize, end: String) -> Self {
        Self { text: String::new(), limit, end, pending: None, room: Room::Left, dropped: 0 }
    }

    /// Adds a text, if there is room; a part that was begun and had no rows is over.
    pub fn text(&mut self, text: &str) {
        self.pending = None;
        self.line(text);
    }

    /// Begins a part: its heading is shown with the first of its rows.
    pub fn begin(&mut self, heading: String) {
        self.pending = Some(heading);
    }

    /// Adds a row, which is counted if there is no room for it.
    pub fn row(&mut self, row: &str) {
        self.line(row);
        self.dropped += usize::from(self.room == Room::None);
    }

    /// Adds a row that is not counted.
    pub fn line(&mut self, line: &str) {
        let heading = self.pending.as_ref().map_or(0, String::len);
        if self.text.len() + heading + line.len() + self.end.len() + NOTICE > self.limit {
            self.room = Room::None;
        }
        if self.room == Room::Left {
            self.text.extend(self.pending.take());
            self.text.push_str(line);
        }
    }

    /// The page; `noun` says what a row is.
    #[must_use]
    pub fn finish(self, noun: &str) -> String {
        let notice = match (self.room, self.dropped) {
            (Room::Left, _) => String::new(),
            (Room::None, 0) => "\n> **There is no room for more here.** The log has everything.\n".to_owned(),
            (Room::None, rows) => format!(
                "\n> **{} more {} not shown**, as there is no room for more here. The log has them all.\n",
                count(rows, noun),
                if rows == 1 { "is" } else { "are" }
            ),
        };
        self.text + &notice + &self.end
    }
}

/// The mark by which a comment is found again.
#[must_use]
pub fn marker(kind: &str, name: &str) -> String {
    format!("<!-- zonal:{kind}:{name} -->\n")
}

/// Text in which nothing is Markdown, HTML, a mention or a link.
#[must_use]
pub fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in harmless(text).chars() {
        match character {
            '\n' | '\t' => escaped.push(' '),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A mention or a reference is found in what Markdown has become, so escaping is not enough.
            '@' | '#' => escaped.extend([character, '\u{200b}']),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped.replace("://", ":\u{200b}//").replace("www.", "www\u{200b}.")
}

/// A message of ours, whose backticks mean code, with nothing else in it that acts.
#[must_use]
pub fn message(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return text(message);
    }
    let part = |(position, part): (usize, &&str)| match position % 2 {
        0 => text(part),
        _ => code(part),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Text as it is, also in a cell of a table.
#[must_use]
pub fn code(text: &str) -> String {
    let text = harmless(text).replace(['\n', '\t'], " ").replace('|', "\\|");
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    // A code span begins and ends with more backticks than stand in it.
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_acts() {
        assert_eq!(text("<b>@a #1 [x](y) a|b"), "&lt;b&gt;@\u{200b}a #\u{200b}1 \\[x\\](y) a\\|b");
        assert_eq!(code("a|b`c\nd"), "`` a\\|b`c d ``");
        assert_eq!(code(""), "(empty)");
        assert_eq!(message("`a_b` is at a_b"), "`a_b` is at a\\_b");
    }

    #[test]
    fn a_page_ends_between_rows_and_counts_the_rest() {
        let mut page = Page::new(1000, "end\n".to_owned());
        page.begin("head\n".to_owned());
        for row in 0..100 {
            page.row(&format!("| row {row:03} |\n"));
        }
        let text = page.finish("row");
        assert!(text.len() <= 1000 && text.starts_with("head\n| row 000 |\n") && text.ends_with("end\n"));
        let shown = text.matches("| row").count();
        assert!(text.contains(&format!("{} rows more are not shown", 100 - shown)), "{text}");
    }

    #[test]
    fn a_heading_without_a_row_is_not_shown() {
        let mut page = Page::new(1000, String::new());
        page.begin("nothing follows\n".to_owned());
        page.begin("head\n".to_owned());
        page.row("row\n");
        assert_eq!(page.finish("row"), "head\nrow\n");
    }
}
