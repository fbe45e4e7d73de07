//! From text to tokens that are safe to move: brackets pair, strings close, comments are comments.

use super::NotFormattable;
use super::source::{closes, opens};
use crate::syntax::token::{Token, TokenKind, lex};

/// How many blocks, brackets and parentheses may stand inside each other. Each block indents its lines, so without
/// a limit the output would grow with the square of the input.
const MAX_DEPTH: usize = 128;

/// The tokens of a text without its blanks.
#[derive(Default)]
pub(super) struct Scan {
    /// The tokens; an argument's `name:` is one by itself, also where no blank parts it from its value.
    pub(super) tokens: Vec<Token>,
    /// The indexes of those names, ascending.
    pub(super) labels: Vec<usize>,
}

/// Reads the tokens of a text.
pub(super) fn scan(text: &str) -> Result<Scan, NotFormattable> {
    let mut scan = Scan { tokens: Vec::with_capacity(text.len() / 6), labels: Vec::new() };
    let mut open = Vec::new();
    // The last token that is neither a comment nor a line's end.
    let mut code: Option<Token> = None;
    for token in lex(text) {
        let after_label = scan.labels.last().is_some_and(|label| label + 1 == scan.tokens.len());
        check_token(token, scan.tokens.last().copied().filter(|_| !after_label))?;
        check_nesting(token, &mut open)?;
        if token.kind == TokenKind::Blank {
            continue;
        }
        match label_end(text, token, code, &open) {
            Some(end) => scan.push_label(token, end),
            None => scan.tokens.push(token),
        }
        if !matches!(token.kind, TokenKind::Newline | TokenKind::Comment | TokenKind::DocComment) {
            code = Some(token);
        }
    }
    match open.last() {
        Some(unclosed) => Err(refuse(*unclosed, "this bracket is never closed")),
        None => Ok(scan),
    }
}

impl Scan {
    fn push_label(&mut self, word: Token, end: usize) {
        let length = word.span.len() as usize;
        self.labels.push(self.tokens.len());
        self.tokens.push(Token { span: word.span.part(0, end), ..word });
        if end < length {
            self.tokens.push(Token { span: word.span.part(end, length), ..word });
        }
    }
}

/// Where `name:` ends in the word `name:value`, if it is an argument in parentheses and surely no IPv6 address.
fn label_end(text: &str, token: Token, previous: Option<Token>, open: &[Token]) -> Option<usize> {
    use TokenKind::{Comma, LeftParen, Word};
    if token.kind != Word || open.last()?.kind != LeftParen || !matches!(previous?.kind, LeftParen | Comma) {
        return None;
    }
    let (name, value) = token.span.of(text).split_once(':')?;
    let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let names = name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(kebab);
    let address = value.contains(':') && name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    (names && !address).then_some(name.len() + 1)
}

fn check_token(token: Token, previous: Option<Token>) -> Result<(), NotFormattable> {
    use TokenKind::{Comment, DocComment, LeftBrace, Newline, OpenStr, RightBrace, Semicolon, Word};
    let message = match (previous.map(|token| token.kind), token.kind) {
        (_, OpenStr) => "this string is not closed on its line",
        (_, Semicolon) => "expected `#` before a comment, found `;`",
        (Some(Word), Comment | DocComment) if previous.is_some_and(|word| touch(word, token)) => {
            "expected a blank before the comment, found a word"
        }
        (None | Some(Newline | Comment | DocComment | LeftBrace | RightBrace), LeftBrace) => {
            "expected `{` on the line of its head"
        }
        (_, _) => return Ok(()),
    };
    Err(refuse(token, message))
}

fn check_nesting(token: Token, open: &mut Vec<Token>) -> Result<(), NotFormattable> {
    let kind = token.kind;
    if kind == TokenKind::LeftBrace || opens(kind) {
        if kind == TokenKind::LeftBrace && open.last().is_some_and(|outer| opens(outer.kind)) {
            return Err(refuse(token, "a block cannot stand inside `( )` or `[ ]`"));
        }
        if open.len() == MAX_DEPTH {
            return Err(refuse(token, "brackets are nested more than 128 deep"));
        }
        open.push(token);
    } else if kind == TokenKind::RightBrace || closes(kind) {
        match open.pop() {
            Some(partner) if pair(partner.kind, kind) => {}
            Some(partner) => return Err(refuse(partner, "this bracket is never closed")),
            None => return Err(refuse(token, "this bracket was never opened")),
        }
    }
    Ok(())
}

const fn pair(opener: TokenKind, closer: TokenKind) -> bool {
    use TokenKind::{LeftBrace, LeftBracket, LeftParen, RightBrace, RightBracket, RightParen};
    matches!(
        (opener, closer),
        (LeftBrace, RightBrace) | (LeftParen, RightParen) | (LeftBracket, RightBracket)
    )
}

/// Whether nothing stands between two tokens.
pub(super) const fn touch(left: Token, right: Token) -> bool {
    left.span.end == right.span.start
}

const fn refuse(token: Token, message: &'static str) -> NotFormattable {
    NotFormattable { span: token.span, message }
}
