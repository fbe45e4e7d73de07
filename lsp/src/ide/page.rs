//! A few lines of documentation, as Markdown or as plain text.

use std::fmt::Write;

/// What a client shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown.
    Markdown,
    /// Text alone.
    Plain,
}

/// Documentation of something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Line(Line),
    Item(Line),
    Code(String),
    Written(String),
}

/// A line of prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Strong(String),
    Code(String),
    Link { text: String, address: String },
}

impl Line {
    /// Prose of the compiler's tables, in which backticks mark code.
    #[must_use]
    pub fn of(prose: impl AsRef<str>) -> Self {
        Self::default().and(prose)
    }

    /// A name in strong letters.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self(vec![Piece::Strong(text.into())])
    }

    /// Source.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self(vec![Piece::Code(text.into())])
    }

    /// Goes on with prose in which backticks mark code.
    #[must_use]
    pub fn and(mut self, prose: impl AsRef<str>) -> Self {
        for (position, part) in prose.as_ref().split('`').enumerate().filter(|(_, part)| !part.is_empty()) {
            let part = part.to_owned();
            self.0.push(if position % 2 == 0 { Piece::Text(part) } else { Piece::Code(part) });
        }
        self
    }

    /// Goes on with source, whatever stands in it.
    #[must_use]
    pub fn and_code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Code(text.into()));
        self
    }

    /// Goes on with another line.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Goes on with a link.
    #[must_use]
    pub fn and_link(mut self, text: impl Into<String>, address: impl Into<String>) -> Self {
        self.0.push(Piece::Link { text: text.into(), address: address.into() });
        self
    }

    /// Goes on with the documents of a reference such as `RFC 1035 section 3.3.9, RFC 5321`, each as a link.
    #[must_use]
    pub fn and_rfcs(mut self, reference: &str) -> Self {
        for (position, part) in reference.split(", ").enumerate() {
            if position > 0 {
                self = self.and(", ");
            }
            self = match rfc_address(part) {
                Some(address) => self.and_link(part, address),
                None => self.and(part),
            };
        }
        self
    }

    /// Goes on with source, commas between, and says how many were left out after a few.
    #[must_use]
    pub fn and_codes(mut self, codes: impl IntoIterator<Item = String>, most: usize) -> Self {
        let mut left_out = 0;
        for (position, code) in codes.into_iter().enumerate() {
            if position >= most {
                left_out += 1;
                continue;
            }
            self = if position > 0 { self.and(", ").and_code(code) } else { self.and_code(code) };
        }
        if left_out > 0 { self.and(format!(" and {left_out} more")) } else { self }
    }

    fn write(&self, markup: Markup, out: &mut String) {
        for piece in &self.0 {
            match (piece, markup) {
                (Piece::Text(text), Markup::Markdown) => escape(text, out),
                (Piece::Strong(text), Markup::Markdown) => {
                    out.push_str("**");
                    escape(text, out);
                    out.push_str("**");
                }
                (Piece::Code(text), Markup::Markdown) => {
                    let fence = if text.contains('`') { "``" } else { "`" };
                    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                    out.extend([fence, blank, text, blank, fence]);
                }
                (Piece::Link { text, address }, Markup::Markdown) => {
                    out.push('[');
                    escape(text, out);
                    out.extend(["](", address, ")"]);
                }
                (Piece::Text(text) | Piece::Strong(text) | Piece::Code(text), Markup::Plain) => {
                    out.push_str(text);
                }
                (Piece::Link { text, address }, Markup::Plain) => out.extend([text, " (", address, ")"]),
            }
        }
    }
}

impl Page {
    /// A page that begins with a line.
    #[must_use]
    pub fn of(line: Line) -> Self {
        Self::default().line(line)
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn line(mut self, line: Line) -> Self {
        self.blocks.push(Block::Line(line));
        self
    }

    /// Adds an item of a list.
    #[must_use]
    pub fn item(mut self, line: Line) -> Self {
        self.blocks.push(Block::Item(line));
        self
    }

    /// Adds lines of source.
    #[must_use]
    pub fn code(mut self, source: impl Into<String>) -> Self {
        self.blocks.push(Block::Code(source.into()));
        self
    }

    /// Adds what an author wrote in Markdown; nothing if that is nothing.
    #[must_use]
    pub fn written(mut self, markdown: String) -> Self {
        if !markdown.is_empty() {
            self.blocks.push(Block::Written(markdown));
        }
        self
    }

    /// Adds another page.
    #[must_use]
    pub fn page(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }

    /// Whether nothing stands on it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The page as a client shows it.
    #[must_use]
    pub fn text(&self, markup: Markup) -> String {
        let mut out = String::new();
        let mut follows_item = false;
        for block in &self.blocks {
            let is_item = matches!(block, Block::Item(_));
            if !out.is_empty() {
                let is_tight = markup == Markup::Plain || is_item && follows_item;
                out.push_str(if is_tight { "\n" } else { "\n\n" });
            }
            match (block, markup) {
                (Block::Line(line), _) => line.write(markup, &mut out),
                (Block::Item(line), _) => {
                    out.push_str("- ");
                    line.write(markup, &mut out);
                }
                (Block::Code(source), Markup::Markdown) => {
                    // Writing into a String cannot fail.
                    let _ = write!(out, "```zonal\n{source}\n```");
                }
                (Block::Code(text), Markup::Plain) | (Block::Written(text), _) => out.push_str(text),
            }
            follows_item = is_item;
        }
        out
    }
}

/// Where an RFC stands on the web; none for a reference to something else.
fn rfc_address(reference: &str) -> Option<String> {
    let rest = reference.strip_prefix("RFC ")?;
    let (number, section) = rest.split_once(" section ").unwrap_or((rest, ""));
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let anchor = if section.is_empty() { String::new() } else { format!("#section-{section}") };
    Some(format!("https://www.rfc-editor.org/rfc/rfc{number}{anchor}"))
}

/// Writes text so that no letter of it is taken for a mark of Markdown.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '<' | '>' | '[' | ']' | '`' | '|' | '#' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_well_in_both_forms() {
        let line = Line::strong("MX").and(": a_host, see `x` ").and_rfcs("RFC 1035 section 3.3.9, RFC 5321");
        let page = Page::of(line).item(Line::code("a`b")).item(Line::of("two")).code("@ MX 10 mail");
        assert_eq!(
            page.text(Markup::Markdown),
            "**MX**: a\\_host, see `x` [RFC 1035 section 3.3.9]\
             (https://www.rfc-editor.org/rfc/rfc1035#section-3.3.9), \
             [RFC 5321](https://www.rfc-editor.org/rfc/rfc5321)\n\n- ``a`b``\n- two\n\n```zonal\n@ MX 10 mail\n```"
        );
        assert_eq!(
            page.text(Markup::Plain),
            "MX: a_host, see x RFC 1035 section 3.3.9 (https://www.rfc-editor.org/rfc/rfc1035#section-3.3.9), \
             RFC 5321 (https://www.rfc-editor.org/rfc/rfc5321)\n- a`b\n- two\n@ MX 10 mail"
        );
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let line = Line::of("has ").and_codes(["a", "b", "c"].map(str::to_owned), 2);
        assert_eq!(Page::of(line).text(Markup::Plain), "has a, b and 1 more");
    }
}
