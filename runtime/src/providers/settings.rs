//! The settings of a declared provider, with what the environment holds for them.
//!
//! A value from the environment may be a secret: it is handed to the provider and appears in no message.

use std::collections::BTreeMap;
use std::path::Path;

use zonal_compiler::eval::{Provider, SettingValue};

use crate::error::Failure;
use crate::places::Places;

/// The settings by name, as text; lists of names are the compiler's business and left out.
pub(super) fn resolve(
    provider: &Provider,
    places: &Places<'_>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut settings = BTreeMap::new();
    for given in &provider.settings {
        let value = match &given.value {
            SettingValue::Text(text) => text.clone(),
            SettingValue::Int(number) => number.to_string(),
            SettingValue::Names(_) => continue,
            SettingValue::Env(name) => variable(name).ok_or_else(|| {
                let place = places.of(given.at);
                let what = format!(
                    "the environment variable `{name}` is not set, and `{}` of provider `{}` is taken from it",
                    given.name, provider.name
                );
                Failure::data_at(Path::new(&*place.path), place.line, place.column, what)
                    .help(format!("set it for this command: `export {name}=…`"))
            })?,
        };
        settings.insert(given.name.to_owned(), value);
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zonal_compiler::compile::compile;
    use zonal_compiler::eval::Inputs;
    use zonal_compiler::sema::facts::Facts;
    use zonal_compiler::source::Sources;

    fn resolve_with(variable: impl Fn(&str) -> Option<String>) -> Result<BTreeMap<String, String>, Failure> {
        let mut sources = Sources::new();
        sources.add("a.zonal", "provider p = zonefile {\n  directory  env(\"ZONES\")\n}\n");
        let compilation = compile(&sources, &Inputs::default(), &Facts::default());
        resolve(&compilation.providers[0], &Places::new(&sources), variable)
    }

    #[test]
    fn a_variable_is_read() {
        let settings = resolve_with(|name| (name == "ZONES").then(|| "out".to_owned())).unwrap();
        assert_eq!(settings.get("directory").map(String::as_str), Some("out"));
    }

    #[test]
    fn a_missing_variable_is_named_with_its_place() {
        let failure = resolve_with(|_| None).unwrap_err();
        assert!(failure.to_string().starts_with("a.zonal:2:3: the environment variable `ZONES` is not set"));
    }
}
