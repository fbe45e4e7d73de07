//! Completion: what may stand at the cursor.

mod builder;
mod declaration;
mod docs;
mod expression;
mod item;
mod names;
mod record;
mod settings;
mod statement;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::rc::Rc;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast;
use zonal_compiler::syntax::token::Token;

pub use docs::documentation;
pub use expression::{ParameterText, parameters_of};
pub use item::{About, Item, Kind};

use super::context::{Area, Context, Inside, scan};
use super::program::{self, Program};
use super::scope::{self, Variable};
use super::walk;
use crate::session::snapshot::View;

/// What may stand at a cursor.
#[derive(Debug, Clone)]
pub struct List {
    /// What an accepted item replaces: the whole word under the cursor.
    pub span: Span,
    /// The items.
    pub items: Vec<Item>,
    /// Whether there are more, which a longer prefix would find.
    pub is_cut: bool,
}

/// What may stand at a byte of the view's document.
#[must_use]
pub fn at(view: &View, cursor: u32) -> List {
    let context = scan(&view.file.text, cursor.min(view.file.text.len() as u32));
    let mut desk = Desk::new(view, &context);
    match context.inside {
        Inside::Comment | Inside::Behind => {}
        Inside::Str(string) => desk.insertion(string),
        Inside::Code => desk.code(),
    }
    let mut list = desk.list;
    // What is likelier comes first, and among equals what was offered first.
    list.items.sort_by_key(|item| item.rank);
    let mut seen = std::collections::BTreeSet::new();
    list.items.retain(|item| seen.insert(item.label.clone()));
    list
}

/// Everything that an answer is made from, and the answer in the making.
struct Desk<'v> {
    view: &'v View,
    context: &'v Context<'v>,
    program: Program<'v>,
    variables: OnceCell<Rc<[Variable]>>,
    list: List,
}

impl<'v> Desk<'v> {
    fn new(view: &'v View, context: &'v Context<'v>) -> Self {
        let list = List { span: context.word, items: Vec::new(), is_cut: false };
        Self { view, context, program: Program::of(view), variables: OnceCell::new(), list }
    }

    fn code(&mut self) {
        let tokens = self.context.tokens.as_slice();
        match self.context.area() {
            Area::Top => self.declaration(tokens),
            Area::Provider => self.provider_setting(tokens),
            Area::Health => self.health_setting(tokens),
            Area::Policy => self.policy_line(tokens),
            Area::Body(body) => self.statement(body, tokens),
            Area::Unknown => {}
        }
    }

    fn offer(&mut self, item: Item) {
        self.list.items.push(item);
    }

    fn words(&self, tokens: &[Token]) -> Vec<&'v str> {
        self.context.words(tokens)
    }

    /// The variables that can be read here, found when first asked for.
    fn variables(&self) -> Rc<[Variable]> {
        self.variables.get_or_init(|| scope::variables(self.context, self.program).into()).clone()
    }

    /// The declaration around the cursor, as it was read; none in a text that takes long to read.
    fn item(&self) -> Option<&'v ast::Item> {
        if self.context.text.len() > program::SHORT {
            return None;
        }
        walk::way(self.view.file.tree(), self.context.blocks.first()?.brace.start).item
    }

    /// A block with its braces.
    fn offer_block(&mut self) {
        self.offer(
            Item::new(Kind::Block, "{ … }", "the block")
                .filter("{")
                .insert("{")
                .snippet("{\n  $0\n}")
                .rank(35),
        );
    }

    /// A sign or word of the grammar.
    fn offer_word(&mut self, word: &str, detail: &str) {
        self.offer(Item::new(Kind::Keyword, word, detail));
    }
}
