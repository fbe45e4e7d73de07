//! The variables that a statement sees.

use std::rc::Rc;

use crate::sema::value::Value;
use crate::source::FileSpan;

/// A chain of local variables: those of the block, then those around it.
#[derive(Debug, Clone, Default)]
pub struct Locals {
    innermost: Option<Rc<Local>>,
}

/// One local variable.
#[derive(Debug)]
pub struct Local {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it is declared.
    pub at: FileSpan,
    /// How many there are, with those around.
    count: usize,
    outer: Option<Rc<Self>>,
}

impl Drop for Local {
    /// Drops those around one after the other, as a long chain would be too deep for the stack.
    fn drop(&mut self) {
        let mut outer = self.outer.take();
        while let Some(mut local) = outer.and_then(Rc::into_inner) {
            outer = local.outer.take();
        }
    }
}

impl Locals {
    /// These variables and one more.
    #[must_use]
    pub fn with(&self, name: &str, value: Value, at: FileSpan) -> Self {
        let outer = self.innermost.clone();
        let count = self.len() + 1;
        Self { innermost: Some(Rc::new(Local { name: name.to_owned(), value, at, count, outer })) }
    }

    /// How many variables there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.innermost.as_ref().map_or(0, |local| local.count)
    }

    /// The variable with a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Local> {
        self.iter().find(|local| local.name == name)
    }

    /// All of them, innermost first.
    pub fn iter(&self) -> impl Iterator<Item = &Local> {
        std::iter::successors(self.innermost.as_deref(), |local| local.outer.as_deref())
    }
}
