//! `zonal.toml`: which files belong to the workspace. It holds settings of the tool alone, never DNS facts.

use std::path::Path;

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use super::{SETTINGS_FILE, malformed, read_optional};
use crate::error::{Failure, FailureKind};

/// The settings of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Globs of the files to read, relative to the root; every `*.zonal` file if empty.
    pub include: Vec<String>,
    /// Globs of the files to leave out, relative to the root.
    pub exclude: Vec<String>,
}

/// The globs of the settings, ready to match.
#[derive(Debug)]
pub(super) struct Selection {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

/// Reads the settings; the defaults if there is no such file.
pub(super) fn read(path: &Path) -> Result<Settings, Failure> {
    let Some(text) = read_optional(path)? else { return Ok(Settings::default()) };
    toml::from_str(&text).map_err(|error| {
        malformed(path, &text, &error).help("zonal.toml takes `include = [\"…\"]` and `exclude = [\"…\"]`")
    })
}

impl Settings {
    pub(super) fn selection(&self, root: &Path) -> Result<Selection, Failure> {
        let globs = |patterns: &[String]| {
            let mut set = GlobSetBuilder::new();
            for pattern in patterns {
                set.add(Glob::new(pattern).map_err(|error| bad_glob(root, &error))?);
            }
            set.build().map_err(|error| bad_glob(root, &error))
        };
        let include = if self.include.is_empty() { None } else { Some(globs(&self.include)?) };
        Ok(Selection { include, exclude: globs(&self.exclude)? })
    }
}

fn bad_glob(root: &Path, error: &globset::Error) -> Failure {
    let glob = error.glob().unwrap_or_default();
    let what = format!("`{glob}` is no glob: {}", error.kind());
    let help = "`*` matches within a folder, `**` over folders, `{a,b}` either";
    Failure::new(FailureKind::Data, what).at(&root.join(SETTINGS_FILE)).help(help)
}

impl Selection {
    /// Whether a file belongs to the workspace.
    pub fn takes(&self, relative: &Path) -> bool {
        self.include.as_ref().is_none_or(|include| include.is_match(relative))
            && !self.exclude.is_match(relative)
    }
}
