//! A comment's text.

/// A comment as it is written: its mark, the blank that it lacks, and the rest without blanks at the end.
///
/// A blank is put between `#` or `##` and a letter or digit alone: `#!`, `#~` and rulers are someone's own format.
pub(super) fn parts(comment: &str) -> (&str, &'static str, &str) {
    let comment = comment.trim_end_matches([' ', '\t']);
    let text = comment.trim_start_matches('#');
    let (mark, _) = comment.split_at(comment.len() - text.len());
    let lacks_blank = mark.len() <= 2 && text.starts_with(char::is_alphanumeric);
    (mark, if lacks_blank { " " } else { "" }, text)
}
