//! The field's own facts: names, durations, record types, their schemas and their RDATA.

pub mod duration;
pub mod keyword;
pub mod label;
pub mod mail;
pub mod name;
pub mod notation;
pub mod rdata;
pub mod rtype;
pub mod schema;
