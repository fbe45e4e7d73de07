//! Words of the language itself.

use zonal_compiler::syntax::ast::{ItemKind, Statement};
use zonal_compiler::syntax::forms::Form;
use zonal_compiler::syntax::words::{self, Place};

use super::{Here, Hover};
use crate::ide::page::{Line, Page};

impl Here<'_> {
    /// The meaning of the word under the cursor as a word of the language, where it can stand as one.
    pub(super) fn keyword(&self) -> Option<Hover> {
        let word = self.of(self.word);
        let places: &[Place] = match self.way.item {
            None => &[Place::Declaration],
            Some(item) if item.span.start == self.word.start => &[Place::Declaration],
            Some(_) if self.way.block().is_some() => match self.way.statement {
                _ if self.begins_line() => &[Place::Statement, Place::Head],
                Some(Statement::Record(_)) => &[Place::Modifier, Place::Operator, Place::Statement],
                Some(_) | None => &[Place::Operator, Place::Head, Place::Statement],
            },
            Some(item) if matches!(item.kind, ItemKind::Policy(_)) => {
                if self.begins_line() {
                    &[Place::Policy]
                } else {
                    &[Place::Head, Place::Policy]
                }
            }
            Some(_) => &[Place::Head, Place::Operator],
        };
        // `for … in` names what is gone through, whatever else `in` may say.
        let in_loop = word == "in" && matches!(self.way.statement, Some(Statement::For(_)) | None);
        let found = match words::find(word, Place::Head).filter(|_| in_loop) {
            Some(found) => found,
            None => places.iter().find_map(|&place| words::find(word, place))?,
        };
        Some(Hover { span: self.word, page: of_word(found) })
    }

    /// Whether nothing stands before the word on its line.
    fn begins_line(&self) -> bool {
        let before = self.file.text.get(..self.word.start as usize).unwrap_or_default();
        before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
    }
}

/// The page of a word of the language.
pub(super) fn of_word(word: &Form) -> Page {
    Page::default().code(word.form).line(Line::of(word.doc))
}
