//! From text to a tree that always exists.

pub mod ast;
pub mod format;
pub mod forms;
pub mod parser;
pub mod token;
pub mod words;
