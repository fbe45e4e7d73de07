//! Links in a document: the RFCs that comments name, the files that `file("…")` reads, the pages of rules.

use std::collections::BTreeMap;

use zonal_compiler::explain;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::ExprKind;
use zonal_compiler::syntax::token::{self, TokenKind};

use super::walk;
use super::words::{self, Noun};
use crate::session::address;
use crate::session::snapshot::View;
use crate::session::text::Encoding;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The text that leads somewhere.
    pub at: Span,
    /// The address that it leads to.
    pub address: String,
    /// What is there.
    pub title: String,
}

/// The links of the document, by place.
#[must_use]
pub fn of(view: &View) -> Vec<Link> {
    let mut links = rfcs(view);
    links.extend(files(view));
    let mut pages: BTreeMap<&str, Option<(String, &'static str)>> = BTreeMap::new();
    words::of_file(&view.file, &mut |word| {
        if word.noun != Noun::Rule {
            return;
        }
        let name = view.file.of(word.at);
        let page = pages.entry(name).or_insert_with(|| {
            let page = explain::page(name)?;
            Some((page.address(), page.summary))
        });
        if let Some((address, summary)) = page {
            links.push(Link { at: word.at, address: address.clone(), title: (*summary).to_owned() });
        }
    });
    links.sort_unstable_by_key(|link| link.at);
    links
}

/// `RFC 7208` and `RFC 7208 section 4.6` in comments.
fn rfcs(view: &View) -> Vec<Link> {
    let (file, text) = (&view.file, view.file.text.as_str());
    let mut links = Vec::new();
    for (start, _) in text.match_indices("RFC ") {
        let behind = text.get(start + 4..).unwrap_or_default();
        let number: String = behind.chars().take_while(char::is_ascii_digit).take(5).collect();
        if number.is_empty() || !is_in_comment(view, start as u32) {
            continue;
        }
        let rest = behind.get(number.len()..).unwrap_or_default();
        let section = rest.strip_prefix(" section ").or_else(|| rest.strip_prefix(", section "));
        let section = section.map(|section| {
            let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '.';
            section.chars().take_while(is_part).collect::<String>()
        });
        let section = section.as_deref().unwrap_or_default().trim_end_matches('.');
        let mut end = start + 4 + number.len();
        let mut address = format!("https://www.rfc-editor.org/rfc/rfc{number}");
        let mut title = format!("RFC {number}");
        if !section.is_empty() {
            end += rest.find(section).unwrap_or(0) + section.len();
            address += &format!("#section-{section}");
            title += &format!(", section {section}");
        }
        let at = Span::new(start as u32, end as u32);
        if file.of(at).contains(&number) {
            links.push(Link { at, address, title });
        }
    }
    links
}

fn is_in_comment(view: &View, byte: u32) -> bool {
    let (lines, text) = (view.file.lines(), view.file.text.as_str());
    let number = lines.position(text, byte, Encoding::Utf8).line;
    let (Some(start), Some(line)) = (lines.start(number), lines.line(text, number)) else { return false };
    let mut tokens = token::lex(line);
    let holds = |span: Span| span.touches(byte - start);
    tokens.any(|token| matches!(token.kind, TokenKind::Comment | TokenKind::DocComment) && holds(token.span))
}

/// The paths of `file("…")`, in a workspace that is on disk.
fn files(view: &View) -> Vec<Link> {
    let Some(root) = &view.snapshot.root else { return Vec::new() };
    let (file, tree) = (&view.file, view.file.tree());
    let calls = tree.calls.iter().filter(|call| file.of(call.name) == "file");
    let paths = calls.flat_map(|call| &call.arguments).map(|argument| tree.exprs[argument.value]);
    let literal = paths.filter(|expr| matches!(expr.kind, ExprKind::Str) && expr.span.len() > 2);
    let link = literal.map(|expr| {
        let at = walk::inside(&file.text, expr.span);
        let path = file.of(at);
        Link { at, address: address::of_path(&root.join(path)), title: path.to_owned() }
    });
    link.filter(|link| !link.address.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(String, String)> {
        let view = View::alone(text);
        of(&view).into_iter().map(|link| (view.file.of(link.at).to_owned(), link.address)).collect()
    }

    #[test]
    fn comments_lead_to_rfcs_and_rules_to_their_pages() {
        let text = "# as in RFC 7208 section 4.6.4, and RFC 2181\npolicy p { deny address-private }\n\
                    zone a.example on p { x TXT \"RFC 1035\" # RFC 1034\n}\n";
        let rfc = |number: &str| format!("https://www.rfc-editor.org/rfc/rfc{number}");
        let page = explain::page("address-private").map(|page| page.address()).unwrap_or_default();
        let expected = [
            ("RFC 7208 section 4.6.4", rfc("7208#section-4.6.4")),
            ("RFC 2181", rfc("2181")),
            ("address-private", page),
            ("RFC 1034", rfc("1034")),
        ];
        let expected: Vec<_> = expected.map(|(text, address)| (text.to_owned(), address)).into();
        assert_eq!(links(text), expected);
    }

    #[test]
    fn a_document_without_a_folder_has_no_files_to_lead_to() {
        assert_eq!(links("let k = file(\"dkim.pub\")\n# RFC\n# RFC 12345678901\n").len(), 1);
    }
}
