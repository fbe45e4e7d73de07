//! Formatting: the compiler's one way to write a file, as small edits.

use similar::{DiffOp, TextDiff};
use zonal_compiler::source::Span;
use zonal_compiler::syntax::format::{self, NotFormattable};

use super::walk;
use crate::session::snapshot::File;

/// How many bytes of a finished block are looked at.
const MOST_TYPED: u32 = 64 << 10;
/// How many edits a client is given before one that replaces everything is easier on it.
const MOST_EDITS: usize = 4_000;

/// The edits that format a whole file; none if it is formatted.
///
/// # Errors
/// A file with syntax errors is left as it is.
pub fn whole(file: &File) -> Result<Vec<(Span, String)>, NotFormattable> {
    let formatted = format::format(&file.text)?;
    if let Some(edits) = changed_lines(&file.text, &formatted) {
        return Ok(edits);
    }
    let edits = gaps(&file.text, &formatted).filter(|edits| edits.len() <= MOST_EDITS);
    Ok(edits.unwrap_or_else(|| vec![(Span::new(0, file.text.len() as u32), formatted)]))
}

/// The lines that differ, if both texts have as many.
fn changed_lines(old: &str, new: &str) -> Option<Vec<(Span, String)>> {
    if old.matches('\n').count() != new.matches('\n').count() {
        return None;
    }
    let mut edits = Vec::new();
    let mut start = 0;
    for (before, after) in old.split_inclusive('\n').zip(new.split_inclusive('\n')) {
        let end = start + before.len() as u32;
        if before != after {
            edits.push((Span::new(start, end), after.to_owned()));
        }
        start = end;
    }
    (old.split_inclusive('\n').count() == new.split_inclusive('\n').count()).then_some(edits)
}

/// The edits that format the lines of a span.
///
/// # Errors
/// A file with syntax errors is left as it is, wherever they stand.
pub fn lines(file: &File, span: Span) -> Result<Vec<(Span, String)>, NotFormattable> {
    let formatted = format::format(&file.text)?;
    let span = whole_lines(&file.text, span);
    let mut edits = gaps(&file.text, &formatted).unwrap_or_default();
    edits.retain(|(at, _)| at.start <= span.end && span.start <= at.end);
    Ok(edits)
}

/// The edits that align what was just finished by a line's end or a `}` before a byte: the run of lines above, or
/// the block. Nothing where something is wrong nearby. Only what was finished is looked at, as this happens at every
/// line that somebody types.
#[must_use]
pub fn finished(file: &File, byte: u32, typed: &str) -> Vec<(Span, String)> {
    let span = if typed == "}" { block_before(file, byte) } else { run_above(&file.text, byte) };
    let span = span.filter(|span| span.len() <= MOST_TYPED && is_sound(file, *span, byte));
    let Some(span) = span else { return Vec::new() };
    let heads = heads(file, span.start);
    let start = heads.len() as u32;
    let alone = format!("{heads}{}\n{}", span.of(&file.text), "}\n".repeat(heads.matches('{').count()));
    let edits = format::format(&alone).ok().and_then(|formatted| gaps(&alone, &formatted));
    let mut edits = edits.unwrap_or_default();
    // What follows the last word belongs to what is typed next.
    edits.retain(|(at, _)| start <= at.start && at.end <= start + span.len());
    edits.into_iter().map(|(at, gap)| (shifted(at, start, span.start), gap)).collect()
}

/// A span with the place that it was counted from moved.
const fn shifted(span: Span, from: u32, to: u32) -> Span {
    Span::new(span.start - from + to, span.end - from + to)
}

/// The heads of the blocks around a byte, a line each: what decides how a line among them is laid out.
fn heads(file: &File, byte: u32) -> String {
    let way = walk::way(file.tree(), byte);
    let mut heads = String::new();
    for (_, block) in way.blocks.iter().filter(|(_, block)| block.span.start < byte && byte < block.span.end)
    {
        let before = file.text.get(..block.span.start as usize).unwrap_or_default();
        let head = before.rsplit('\n').next().unwrap_or_default().trim_start();
        // The other half of an `if` is as the first.
        heads += if head.starts_with('}') { "if x " } else { head };
        heads += "{\n";
    }
    heads
}

/// Whether no error stands in a span or on the line of a byte.
fn is_sound(file: &File, span: Span, byte: u32) -> bool {
    let near = whole_lines(&file.text, span.to(Span::at(byte)));
    let mut errors = file.parse().errors.iter().map(|error| error.primary.at.span);
    !errors.any(|at| at.start <= near.end && near.start <= at.end)
}

/// The block that ends at a byte, from the line of its head on.
fn block_before(file: &File, byte: u32) -> Option<Span> {
    let way = walk::way(file.tree(), byte.saturating_sub(1));
    let blocks = way.blocks.iter().rev().map(|(_, block)| block.span);
    let mut ends = blocks.chain(way.item.map(|item| item.span)).filter(|span| span.end == byte);
    let start = ends.next()?.start;
    let before = file.text.get(..start as usize)?;
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    // The blanks before the head belong to what stands above.
    let blanks = before.get(line..)?.len() - before.get(line..)?.trim_start().len();
    Some(Span::new((line + blanks) as u32, byte))
}

/// The neighbouring lines that end on the line before a byte: up to a blank line, a comment or a block.
fn run_above(text: &str, byte: u32) -> Option<Span> {
    let above = text.get(..byte as usize)?;
    let end = above.rfind('\n')?;
    let mut start = end;
    let mut before = above.get(..end)?;
    loop {
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.get(line_start..)?.trim();
        if line.is_empty() || line.starts_with('#') || line.ends_with(['{', '}']) {
            break;
        }
        start = line_start;
        match line_start.checked_sub(1) {
            Some(newline) => before = before.get(..newline)?,
            None => break,
        }
    }
    let content_end = above.get(..end)?.trim_end().len();
    (start < content_end).then(|| Span::new(start as u32, content_end as u32))
}

/// From the start of the first to the end of the last line of a span.
fn whole_lines(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
    let start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| end + newline);
    Span::new(start as u32, end as u32)
}

/// What differs between a text and the formatted one: blanks and line ends alone, so each edit is one of them and the
/// cursor stays at its word. None if anything else differs.
fn gaps(old: &str, new: &str) -> Option<Vec<(Span, String)>> {
    let is_blank = |c: &u8| matches!(c, b' ' | b'\t' | b'\r' | b'\n');
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let (mut i, mut j) = (0, 0);
    let mut edits = Vec::new();
    while i < a.len() || j < b.len() {
        let before = a.get(i..)?.iter().take_while(|c| is_blank(c)).count();
        let after = b.get(j..)?.iter().take_while(|c| is_blank(c)).count();
        let gap = new.get(j..j + after)?;
        if old.get(i..i + before)? != gap {
            edits.push((Span::new(i as u32, (i + before) as u32), gap.to_owned()));
        }
        (i, j) = (i + before, j + after);
        let same = a.get(i..)?.iter().zip(b.get(j..)?).take_while(|(x, y)| x == y && !is_blank(x)).count();
        if same == 0 && (i < a.len() || j < b.len()) {
            return None;
        }
        (i, j) = (i + same, j + same);
    }
    Some(edits)
}

/// A file with edits, formatted around them as fmt would, as edits of lines. The edits do not overlap. Where the
/// whole cannot be formatted, the edits stand as they are.
#[must_use]
pub fn settled(file: &File, mut edits: Vec<(Span, String)>) -> Vec<(Span, String)> {
    edits.sort_by_key(|(at, _)| *at);
    let mut edited = String::with_capacity(file.text.len() + 64);
    let mut touched: Vec<Span> = Vec::new();
    let mut done = 0;
    for (at, replacement) in &edits {
        edited.push_str(Span::new(done, at.start).of(&file.text));
        let start = edited.len() as u32;
        edited.push_str(replacement);
        touched.push(Span::new(start, edited.len() as u32));
        done = at.end;
    }
    edited.push_str(Span::new(done, file.text.len() as u32).of(&file.text));
    let Some(gaps) = format::format(&edited).ok().and_then(|formatted| gaps(&edited, &formatted)) else {
        return edits;
    };
    let touched: Vec<Span> =
        touched.into_iter().map(|span| whole_lines(&edited, around(&edited, span))).collect();
    let mut out = String::with_capacity(edited.len());
    let mut done = 0;
    for (at, gap) in gaps {
        if touched.iter().any(|span| at.start <= span.end && span.start <= at.end) {
            out.push_str(Span::new(done, at.start).of(&edited));
            out.push_str(&gap);
            done = at.end;
        }
    }
    out.push_str(Span::new(done, edited.len() as u32).of(&edited));
    difference(&file.text, &out)
}

/// A span with the run of lines that it stands in: a longer word moves the columns of its neighbours.
fn around(text: &str, span: Span) -> Span {
    let is_apart = |line: &str| line.trim().is_empty() || line.trim().ends_with(['{', '}']);
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let above: usize =
        before.split_inclusive('\n').rev().skip(1).take_while(|line| !is_apart(line)).map(str::len).sum();
    let begun = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = after.find('\n').map_or(after.len(), |newline| newline + 1);
    let following = after.get(rest..).unwrap_or_default();
    let below: usize = following.split_inclusive('\n').take_while(|line| !is_apart(line)).map(str::len).sum();
    Span::new(span.start - (begun + above) as u32, span.end + (rest + below) as u32)
}

/// The lines that differ between two texts.
fn difference(old: &str, new: &str) -> Vec<(Span, String)> {
    let diff = TextDiff::from_lines(old, new);
    let starts = |text: &str| -> Vec<usize> {
        let ends = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (from, to) = (starts(old), starts(new));
    let place = |starts: &[usize], line: usize| starts.get(line).or(starts.last()).copied().unwrap_or(0);
    let edit = |op: &DiffOp| {
        let (before, after) = (op.old_range(), op.new_range());
        let span = Span::new(place(&from, before.start) as u32, place(&from, before.end) as u32);
        let text = new.get(place(&to, after.start)..place(&to, after.end)).unwrap_or_default();
        (span, text.to_owned())
    };
    diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::edits::applied;
    use crate::session::snapshot::View;

    const UGLY: &str = "zone a.example on x {\r\n  a A 1.2.3.4 #c\r\n  longer CNAME b\r\n\r\n\r\n  z    A   1.2.3.5\r\n}\r\n";

    fn at_cursor(marked: &str) -> (View, u32) {
        let at = marked.find('‸').unwrap();
        (View::alone(&marked.replace('‸', "")), at as u32)
    }

    fn typed(marked: &str, typed: &str) -> String {
        let (view, at) = at_cursor(marked);
        applied(&view.file.text, finished(&view.file, at, typed))
    }

    #[test]
    fn the_whole_is_as_fmt_has_it() {
        let view = View::alone(UGLY);
        let edits = whole(&view.file).unwrap();
        assert!(edits.iter().all(|(at, _)| at.of(UGLY).trim().is_empty()), "{edits:?}");
        assert_eq!(applied(UGLY, edits), format::format(UGLY).unwrap());
        assert_eq!(whole(&View::alone(&format::format(UGLY).unwrap()).file).unwrap(), []);
        let split = "provider a = route53 { x f(n:3) }\n";
        assert_eq!(applied(split, whole(&View::alone(split).file).unwrap()), format::format(split).unwrap());
        assert!(whole(&View::alone("zone a on b {\n  a TXT \"x\n}\n").file).is_err());
    }

    #[test]
    fn a_range_leaves_the_rest() {
        let at = UGLY.find("z    A").unwrap() as u32;
        let edits = lines(&View::alone(UGLY).file, Span::new(at, at + 1)).unwrap();
        let text = applied(UGLY, edits);
        assert!(text.contains("a A 1.2.3.4 #c") && text.contains("  z  A  1.2.3.5\n}"), "{text}");
    }

    #[test]
    fn a_finished_line_aligns_its_run() {
        assert_eq!(
            typed(
                "zone a.example on x {\n  z   A  1.2.3.4\n\n  a A 1.2.3.4\n  longer CNAME b\n  ‸\n}\n",
                "\n"
            ),
            "zone a.example on x {\n  z   A  1.2.3.4\n\n  a       A      1.2.3.4\n  longer  CNAME  b\n  \n}\n"
        );
        assert_eq!(
            typed("zone a.example on x {\n a A 1.2.3.4\n b {\n CNAME  c   ttl 5m\n}‸\n}\n", "}"),
            "zone a.example on x {\n a A 1.2.3.4\n b {\n    CNAME  c  ttl 5m\n  }\n}\n"
        );
    }

    #[test]
    fn a_block_that_is_still_open_is_aligned_as_well() {
        assert_eq!(
            typed("zone a.example on x {\n  under eu {\n    a   A 1.2.3.4\n‸\n", "\n"),
            "zone a.example on x {\n  under eu {\n    a  A  1.2.3.4\n\n"
        );
    }

    #[test]
    fn nothing_moves_while_something_is_wrong_nearby() {
        for broken in [
            "zone a.example on x {\n  a A 1.2.3.4\n  longer CNAME (b\n  ‸\n}\n",
            "zone a.example on x {\n  a A 1.2.3.4\n  longer nonsense b\n  ‸\n}\n",
        ] {
            assert_eq!(typed(broken, "\n"), broken.replace('‸', ""));
        }
    }

    #[test]
    fn an_edit_is_settled_with_its_run() {
        let text = "zone a.example on x {\n  a  A  1.2.3.4\n  b  A  1.2.3.5\n\n  c   A   1.2.3.6\n}\n";
        let at = text.find("b  A").unwrap() as u32;
        let settled = settled(&View::alone(text).file, vec![(Span::new(at, at + 1), "longer".to_owned())]);
        assert_eq!(
            applied(text, settled),
            "zone a.example on x {\n  a       A  1.2.3.4\n  longer  A  1.2.3.5\n\n  c   A   1.2.3.6\n}\n"
        );
    }
}
