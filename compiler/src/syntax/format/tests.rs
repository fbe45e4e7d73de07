//! What the formatter does to given texts.

use super::format;

mod contract;
