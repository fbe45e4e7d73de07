//! Pages of rules, which are Markdown, on a terminal.

use super::style::{Paint, Tone};

/// A page as it is, its headings and code made to stand out.
#[must_use]
pub fn render(paint: Paint, markdown: &str) -> String {
    let mut text = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let heading = line.trim_start_matches('#').trim_start();
        let line = if in_code {
            format!("    {}", paint.show(Tone::Advice, line))
        } else if heading.len() < line.len() {
            paint.show(Tone::Strong, heading).to_string()
        } else {
            line.to_owned()
        };
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
