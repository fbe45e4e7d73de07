//! The page about formatting tells the truth.

use super::formatted;

const PAGE: &str = include_str!("../../../../../grammar/formatting.md");

#[test]
fn every_pair_of_the_page_holds() {
    let blocks: Vec<&str> =
        PAGE.split("```zonal\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect();
    assert!(blocks.len() >= 10, "{}", blocks.len());
    for pair in blocks.chunks(2) {
        assert_eq!(formatted(pair[0]), pair[1]);
        assert_eq!(formatted(pair[1]), pair[1]);
    }
}
