//! The language's own example.

use crate::dump::tree;

const INFRA: &str = include_str!("contract/infra.zonal");
const EXAMPLE: &str = include_str!("contract/example.com.zonal");

#[test]
fn infrastructure() {
    assert_eq!(tree(INFRA), include_str!("contract/infra.tree").trim_end());
}

#[test]
fn zones() {
    assert_eq!(tree(EXAMPLE), include_str!("contract/example.com.tree").trim_end());
}
