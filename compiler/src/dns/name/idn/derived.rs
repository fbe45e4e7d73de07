//! Which characters a U-label may hold (RFC 5892).

use icu_normalizer::ComposingNormalizer;
use icu_properties::props::{GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use crate::dns::name::error::IdnaError;

const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();
const SCRIPT: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

/// Normalization form C.
pub(super) fn compose(text: &str) -> String {
    ComposingNormalizer::new_nfc().normalize(text).into_owned()
}

/// Looks up one character of a label that is in lower case and form C.
///
/// What the `idna` crate decides is left to it: the joiners' contexts, direction, and marks at the start.
pub(super) fn check(char: char, at: usize, label: &[char]) -> Result<(), IdnaError> {
    if char.is_ascii() {
        let allowed = matches!(char, 'a'..='z' | '0'..='9' | '-');
        return if allowed { Ok(()) } else { Err(IdnaError::Disallowed(char)) };
    }
    match contextual(char, at, label) {
        Some(true) => Ok(()),
        Some(false) => Err(IdnaError::Misplaced(char)),
        None if is_protocol_valid(char) => Ok(()),
        None => Err(IdnaError::Disallowed(char)),
    }
}

/// Whether the derived property is PVALID (RFC 5892 section 3).
fn is_protocol_valid(char: char) -> bool {
    use GeneralCategory as Category;
    match char {
        // Exceptions (section 2.6), valid first.
        'ß' | 'ς' | '\u{06FD}' | '\u{06FE}' | '\u{0F0B}' | '\u{3007}' => return true,
        '\u{0640}' | '\u{07FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => {
            return false;
        }
        // Ignorable blocks (section 2.4) and old Hangul jamo (section 2.9).
        '\u{20D0}'..='\u{20FF}' | '\u{1D100}'..='\u{1D1FF}' | '\u{1D200}'..='\u{1D24F}' => return false,
        '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}' => return false,
        _ => {}
    }
    matches!(
        CATEGORY.get(char),
        Category::LowercaseLetter
            | Category::OtherLetter
            | Category::ModifierLetter
            | Category::NonspacingMark
            | Category::SpacingMark
            | Category::DecimalNumber
    ) && is_stable(char)
}

/// Whether compatibility normalization and case folding keep the character (RFC 5892 section 2.2), which is what
/// "mapped to itself" means in UTS 46.
fn is_stable(char: char) -> bool {
    let mut buffer = [0; 4];
    ComposingNormalizer::new_nfkc().is_normalized(char.encode_utf8(&mut buffer))
        && char.to_lowercase().eq([char])
}

/// The rules of RFC 5892 appendix A; `None` for a character that has none.
fn contextual(char: char, at: usize, label: &[char]) -> Option<bool> {
    let before = at.checked_sub(1).and_then(|index| label.get(index)).copied();
    let after = label.get(at + 1).copied();
    let in_script = |char: Option<char>, script| char.is_some_and(|char| SCRIPT.get(char) == script);
    let any = |low: char, high: char| label.iter().any(|char| (low..=high).contains(char));
    match char {
        // The joiners' rules need data that the `idna` crate has and applies.
        '\u{200C}' | '\u{200D}' => Some(true),
        '\u{00B7}' => Some(before == Some('l') && after == Some('l')),
        '\u{0375}' => Some(in_script(after, Script::Greek)),
        '\u{05F3}' | '\u{05F4}' => Some(in_script(before, Script::Hebrew)),
        '\u{30FB}' => Some(label.iter().any(|&char| {
            let script = SCRIPT.get(char);
            script == Script::Hiragana || script == Script::Katakana || script == Script::Han
        })),
        '\u{0660}'..='\u{0669}' => Some(!any('\u{06F0}', '\u{06F9}')),
        '\u{06F0}'..='\u{06F9}' => Some(!any('\u{0660}', '\u{0669}')),
        _ => None,
    }
}
