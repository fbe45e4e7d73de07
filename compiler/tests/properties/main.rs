//! What holds for every program: on generated ones, on the fixtures and examples, and on what is left of those
//! after random damage. Deterministic; `ITERATIONS=1000000` makes the damage go on for longer.

#[path = "../support/program.rs"]
mod program;

mod corpus;
mod damage;
mod formatting;
mod generated;
mod meaning;
mod random;
mod respelling;
