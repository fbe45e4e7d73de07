//! The field's own facts: names, durations, record types, their schemas and their RDATA.

pub mod keyword;
pub mod mail;
pub mod rtype;
