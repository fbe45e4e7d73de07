//! The parser: what it reads, what it reports, and that nothing makes it stumble.

mod contract;
mod dump;
mod hostile;
mod slips;
mod statements;
mod values;
