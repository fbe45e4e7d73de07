//! What is declared, and the types that values have.

pub mod declarations;
pub mod facts;
pub mod places;
pub mod types;
pub mod value;
