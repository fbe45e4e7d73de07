//! Renderers: findings, plans and reports as text for people, as Markdown for reviewers, and as documents for programs.

pub mod changes;
pub mod count;
pub mod doctor;
pub mod drift;
pub mod drift_forms;
pub mod drift_json;
pub mod drift_markdown;
pub mod failure;
pub mod findings;
pub mod findings_forms;
pub mod findings_markdown;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod page;
pub mod plan;
pub mod plan_json;
pub mod plan_markdown;
pub mod report;
pub mod sarif;
pub mod sides;
pub mod snippet;
pub mod stamp;
pub mod status;
pub mod style;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub mod verify;
pub mod zone_json;
