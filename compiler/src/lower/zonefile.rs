//! A folder of RFC 1035 master files: whatever a master file can say, it can serve.

use super::{Capabilities, Types};

/// What master files can do.
pub static CAPABILITIES: Capabilities = Capabilities {
    types: Types::Any,
    aliases: &[],
    routing: None,
    owners: None,
    records_per_set: None,
    txt_octets_per_set: None,
    txt_octets_per_record: None,
    txt_characters_per_set: None,
    ttl_min: None,
    refuses_empty_txt: None,
    refuses_null_mx: None,
    refuses_odd_targets: None,
};
