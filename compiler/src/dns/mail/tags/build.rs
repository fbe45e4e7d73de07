//! The builders of tag lists.

use super::super::schema::{TermSchema, Values};
use super::super::term::{Term, TermError, TermWord, alternatives, enumerated};
use super::Dialect;
use super::value::word_text;
use crate::suggest::closest;

/// One value that was given.
pub(in super::super) struct Given {
    /// The index of its term.
    pub term: usize,
    /// Its tag.
    pub tag: &'static str,
    /// Its text in the record.
    pub text: String,
}

/// A record while its terms are read.
pub(in super::super) struct Draft {
    dialect: &'static Dialect,
    /// The values that are right.
    pub given: Vec<Given>,
    /// What is wrong with the others.
    pub errors: Vec<TermError>,
}

impl Draft {
    /// Reads every term.
    pub fn read(dialect: &'static Dialect, terms: &[Term<'_>]) -> Self {
        let mut draft = Self { dialect, given: Vec::with_capacity(terms.len()), errors: Vec::new() };
        let mut seen: Vec<(usize, &'static TermSchema)> = Vec::with_capacity(terms.len());
        for (index, term) in terms.iter().enumerate() {
            let Some((first, values)) = term.words.split_first() else { continue };
            let Some(schema) = dialect.terms.iter().find(|schema| schema.word == first.text) else {
                draft.errors.push(unknown(dialect, index, first.text));
                continue;
            };
            if let Some(&(other, _)) =
                seen.iter().find(|(_, known)| known.tag == schema.tag && !schema.repeats)
            {
                draft.errors.push(twice(index, schema.word).beside(other));
                continue;
            }
            seen.push((index, schema));
            match read_values(dialect, index, schema, values) {
                Ok(text) => draft.add(Given { term: index, tag: schema.tag, text }),
                Err(error) => draft.errors.push(*error),
            }
        }
        // An unknown word may be the missing one misspelt.
        let unknown = draft.errors.iter().any(|error| error.name == "unknown-term");
        for schema in dialect.terms.iter().filter(|schema| schema.required && !unknown) {
            if !seen.iter().any(|(_, known)| known.tag == schema.tag) {
                draft.errors.push(missing(dialect, schema));
            }
        }
        draft
    }

    fn add(&mut self, new: Given) {
        match self.given.iter().find(|given| given.tag == new.tag && given.text == new.text) {
            Some(other) => self.errors.push(twice(new.term, &new.text).beside(other.term)),
            None => self.given.push(new),
        }
    }

    /// The values of a tag.
    pub fn values<'d>(&'d self, tag: &'d str) -> impl Iterator<Item = &'d Given> {
        self.given.iter().filter(move |given| given.tag == tag)
    }

    /// The text of the record, or every error.
    pub fn finish(mut self) -> Result<String, Vec<TermError>> {
        if !self.errors.is_empty() {
            self.errors.sort_by_key(|error| error.term);
            return Err(self.errors);
        }
        let mut text = format!("v={}", self.dialect.version);
        for schema in self.dialect.terms {
            let mut values: Vec<&str> = self.values(schema.tag).map(|given| given.text.as_str()).collect();
            let choices = schema.values.choices();
            values.sort_by_key(|value| choices.iter().position(|choice| choice.text == *value));
            if !values.is_empty() {
                text.push_str("; ");
                text.push_str(schema.tag);
                text.push('=');
                text.push_str(&values.join(schema.values.separator().unwrap_or_default()));
            }
        }
        Ok(text)
    }
}

fn twice(term: usize, what: &str) -> TermError {
    TermError::term("duplicate-term", term, format!("`{what}` stands twice")).help("remove one of the two")
}

fn missing(dialect: &Dialect, schema: &TermSchema) -> TermError {
    let choices = alternatives(schema.values.choices().iter().map(|choice| choice.word));
    let value = if choices.is_empty() { schema.values.what().to_owned() } else { choices };
    TermError::statement("missing-term", format!("{} has no `{}`", dialect.name, schema.word))
        .help(format!("write `{}` and {value}", schema.word))
}

/// Says what an unknown word was probably meant to be.
fn unknown(dialect: &Dialect, index: usize, word: &str) -> TermError {
    let name = dialect.name;
    if let Some((_, instead)) = dialect.removed.iter().find(|(tag, _)| *tag == word) {
        return TermError::word("unknown-term", index, 0, format!("`{word}` was removed from {name}"))
            .help(*instead);
    }
    let error = TermError::word("unknown-term", index, 0, format!("unknown {name} term `{word}`"));
    let (tag, value) = word.split_once('=').unwrap_or((word, ""));
    if tag == "v" {
        return error.help("leave it out: the builder writes the version itself");
    }
    if let Some(schema) = dialect.terms.iter().find(|schema| schema.tag == tag) {
        let choice = schema.values.choices().iter().find(|choice| choice.text == value);
        let source =
            choice.map_or(schema.word.to_owned(), |choice| format!("{} {}", schema.word, choice.word));
        let error = error.help(format!("the tag `{tag}` is written `{}`", schema.word));
        return if value.is_empty() || choice.is_some() { error.correct(source) } else { error };
    }
    let holds = |schema: &&TermSchema| schema.values.choices().iter().any(|choice| choice.word == word);
    if let Some(schema) = dialect.terms.iter().find(holds) {
        let source = format!("{} {word}", schema.word);
        return error.help(format!("did you mean `{source}`?")).guess(source);
    }
    let words = || dialect.terms.iter().map(|schema| schema.word);
    let same = words().find(|known| known.eq_ignore_ascii_case(word));
    match same.or_else(|| closest(&word.to_ascii_lowercase(), words())) {
        Some(known) => error.help(format!("did you mean `{known}`?")).guess(known),
        None if words().count() == 1 => error.help(format!("the one term is {}", enumerated(words(), "and"))),
        None => error.help(format!("the terms are {}", enumerated(words(), "and"))),
    }
}

fn read_values(
    dialect: &Dialect,
    index: usize,
    schema: &TermSchema,
    values: &[TermWord<'_>],
) -> Result<String, Box<TermError>> {
    if schema.values == Values::Nothing {
        return match values.first() {
            None => Ok("y".to_owned()),
            Some(found) => {
                let message = format!("expected nothing after `{}`, found `{}`", schema.word, found.text);
                Err(TermError::word("unexpected-term-value", index, 1, message)
                    .help(format!("`{}` alone says it; leave the term out for the opposite", schema.word))
                    .into())
            }
        };
    }
    let Some((first, excess)) = values.split_first() else {
        let choices = alternatives(schema.values.choices().iter().map(|choice| choice.word));
        let what = if choices.is_empty() { schema.values.what().to_owned() } else { choices };
        return Err(TermError::word(
            "missing-term-value",
            index,
            0,
            format!("`{}` needs {what}", schema.word),
        )
        .into());
    };
    if schema.values == Values::PublicKey && !excess.is_empty() {
        // A long key is often written as several strings.
        let joined: String = values.iter().map(|word| word.text).collect();
        let whole = |fault| TermError { word: None, at: None, ..TermError::of_fault(index, 1, fault) };
        return word_text(schema, &joined).map_err(|fault| whole(fault).into());
    }
    if let Some(found) = excess.first() {
        let message = format!("expected a comma after `{}`, found `{}`", first.text, found.text);
        return Err(TermError::word("unexpected-term-value", index, 2, message)
            .help(if dialect.terms.iter().any(|schema| schema.word == found.text) {
                format!("terms have commas between them: `{} {}, {} …`", schema.word, first.text, found.text)
            } else {
                format!("a term has one value; a list repeats it: `{} […, …]`", schema.word)
            })
            .into());
    }
    word_text(schema, first.text).map_err(|fault| TermError::of_fault(index, 1, fault).into())
}
