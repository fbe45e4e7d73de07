//! Texts whose lines and blocks cannot be told apart.

use super::super::format;

fn refused(text: &str) -> (&str, &'static str) {
    let error = format(text).unwrap_err();
    (error.span.of(text), error.message)
}

#[test]
fn the_first_error_is_named_with_its_place() {
    assert_eq!(refused("zone a {\n  b A 1\n"), ("{", "this bracket is never closed"));
    assert_eq!(refused("a {\n}\n}\n"), ("}", "this bracket was never opened"));
    assert_eq!(refused("let a = [1, (2, 3]\n"), ("(", "this bracket is never closed"));
    assert_eq!(refused("let a = [1\nzone b { @ A 1 }\n").1, "a block cannot stand inside `( )` or `[ ]`");
    assert_eq!(refused("a TXT \"b\nc A 1\n"), ("\"b", "this string is not closed on its line"));
    assert_eq!(refused("a A 1 ; b\n"), ("; b", "expected `#` before a comment, found `;`"));
    assert_eq!(refused("a A 1#b\n"), ("#b", "expected a blank before the comment, found a word"));
    assert_eq!(refused("zone a\n{\n}\n"), ("{", "expected `{` on the line of its head"));
}

#[test]
fn a_byte_order_mark_moves_no_span() {
    assert_eq!(refused("\u{feff}a A 1 ; b"), ("; b", "expected `#` before a comment, found `;`"));
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| format!("{}{}", "a {\nb A 1\n".repeat(depth), "}\n".repeat(depth));
    assert!(format(&nested(128)).is_ok());
    assert_eq!(format(&nested(129)).unwrap_err().message, "brackets are nested more than 128 deep");
    assert!(format(&"[".repeat(1_000_000)).is_err());
}
