//! Renderers: findings, plans and reports as text for people, and as JSON for programs.

pub mod count;
pub mod drift;
pub mod drift_json;
pub mod drift_markdown;
pub mod failure;
pub mod human;
pub mod json;
pub mod page;
pub mod plan;
pub mod plan_json;
pub mod report;
pub mod snippet;
pub mod status;
pub mod style;
pub mod zone_json;
