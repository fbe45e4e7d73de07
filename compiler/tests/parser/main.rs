//! The parser: what it reads, what it reports, and that nothing makes it stumble.

mod contract;
mod dump;
mod statements;
mod values;
