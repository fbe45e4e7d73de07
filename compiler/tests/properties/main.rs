//! What holds for every program: on generated ones, on the fixtures and examples, and on what is left of those
//! after random damage. Deterministic; `ITERATIONS=1000000` makes the damage go on for longer.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "what is not there fails the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "the corpus is files; the compiler itself is handed their texts"
)]

#[path = "../support/program.rs"]
mod program;

mod corpus;
mod damage;
mod formatting;
mod generated;
mod meaning;
mod random;
mod respelling;
