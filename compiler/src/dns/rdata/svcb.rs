//! Service parameters of SVCB and HTTPS (RFC 9460).

mod encode;
mod present;
mod source;
mod table;
mod wire;

pub use encode::{Params, encode_param};
pub(super) use present::write;
pub(super) use source::write_source;
pub use table::{PARAMS, ParamKind, ParamSpec, param};
pub(super) use wire::is_sound;
