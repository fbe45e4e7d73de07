//! The evaluation budget: what ends a hostile or runaway program.

/// What a program may use before evaluation stops with `evaluation-limit`.
#[derive(Debug, Clone)]
pub struct Budget {
    steps: u64,
    text: u64,
    exceeded: Option<Limit>,
}

/// The limit that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Statements and loop rounds.
    Steps,
    /// Octets of text and lists that were put together.
    Text,
}

impl Limit {
    /// The limit in words.
    #[must_use]
    pub fn describe(self) -> String {
        match self {
            Self::Steps => format!("{} statements and loop rounds", Budget::STEPS),
            Self::Text => format!("{} MiB of text put together by expressions", Budget::TEXT >> 20),
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: Self::STEPS, text: Self::TEXT, exceeded: None }
    }
}

impl Budget {
    /// Statements and loop rounds that one program may take.
    pub const STEPS: u64 = 10_000_000;
    /// Octets that its expressions may put together.
    pub const TEXT: u64 = 256 << 20;

    /// Takes steps. False once the budget is used up.
    pub fn step(&mut self, count: u64) -> bool {
        match self.steps.checked_sub(count) {
            Some(left) => self.steps = left,
            None => self.exceeded = self.exceeded.or(Some(Limit::Steps)),
        }
        self.exceeded.is_none()
    }

    /// Takes octets of text. False once the budget is used up.
    pub fn text(&mut self, octets: usize) -> bool {
        match self.text.checked_sub(octets as u64) {
            Some(left) => self.text = left,
            None => self.exceeded = self.exceeded.or(Some(Limit::Text)),
        }
        self.exceeded.is_none()
    }

    /// The octets of text that are left.
    #[must_use]
    pub const fn text_left(&self) -> usize {
        self.text as usize
    }

    /// The limit that ended evaluation, if any.
    #[must_use]
    pub const fn exceeded(&self) -> Option<Limit> {
        self.exceeded
    }
}
