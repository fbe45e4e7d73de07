//! Directives: `$ORIGIN`, `$TTL`, `$INCLUDE` and `$GENERATE`.

use std::path::Path;

use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::notation::Notation;

use super::super::scan::Token;
use super::super::{generate, store};
use super::{Context, Reader, State, TOO_LARGE, TOO_LARGE_HELP};
use crate::error::Failure;

/// How deep `$INCLUDE` may go.
const INCLUDE_DEPTH: usize = 16;

impl Reader<'_> {
    pub(super) fn directive(
        &mut self,
        context: &Context<'_>,
        state: &mut State,
        name: Token,
        arguments: &[Token],
    ) -> Result<(), Failure> {
        let word = name.text(context.text);
        let is = |directive: &str| word.eq_ignore_ascii_case(directive);
        match arguments {
            [origin] if is("$ORIGIN") => {
                state.origin = self.name(context, &state.origin, *origin)?;
                Ok(())
            }
            [ttl] if is("$TTL") => {
                self.default_ttl = Some(self.ttl(context, *ttl)?);
                Ok(())
            }
            [path] if is("$INCLUDE") => self.include(context, state, *path, &state.origin),
            [path, origin] if is("$INCLUDE") => {
                let origin = self.name(context, &state.origin, *origin)?;
                self.include(context, state, *path, &origin)
            }
            [range, template @ ..] if is("$GENERATE") => self.generate(context, state, *range, template),
            _ => Err(self.bad_directive(context, name)),
        }
    }

    fn bad_directive(&self, context: &Context<'_>, name: Token) -> Failure {
        const FORMS: [(&str, &str); 4] = [
            ("$ORIGIN", "$ORIGIN NAME"),
            ("$TTL", "$TTL 1h"),
            ("$INCLUDE", "$INCLUDE FILE [ORIGIN]"),
            ("$GENERATE", "$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE DATA"),
        ];
        let word = name.text(context.text);
        match FORMS.iter().find(|(directive, _)| word.eq_ignore_ascii_case(directive)) {
            Some((directive, form)) => {
                let what = format!("{directive} has too few or too many arguments");
                self.fail(context, name.start, what).help(format!("write `{form}`"))
            }
            None => {
                let what = format!("expected a directive, found `{}`", word.escape_debug());
                let help = "there are $ORIGIN, $TTL, $INCLUDE and $GENERATE; an owner that begins with `$` is written `\\$`";
                self.fail(context, name.start, what).help(help)
            }
        }
    }

    fn name(&self, context: &Context<'_>, origin: &Name, token: Token) -> Result<Name, Failure> {
        let mut wire = Vec::new();
        let text = token.text(context.text).as_bytes();
        name::push_name(text, Notation::MasterFile, origin.wire(), &mut wire)
            .map_err(|error| self.fail(context, token.start + error.at.start, error.to_string()))?;
        Name::from_wire(&wire).ok_or_else(|| self.fail(context, token.start, "the name is too long"))
    }

    fn include(
        &mut self,
        context: &Context<'_>,
        state: &State,
        path: Token,
        origin: &Name,
    ) -> Result<(), Failure> {
        if state.depth >= INCLUDE_DEPTH {
            let what = format!("$INCLUDE goes deeper than {INCLUDE_DEPTH} files");
            let help = "a file may include itself, by way of others: break the circle";
            return Err(self.fail(context, path.start, what).help(help));
        }
        let including = self.files.get(context.file).map(|(path, _)| path.as_path());
        let folder = including.and_then(Path::parent).unwrap_or(self.boundary);
        let target = folder.join(path.text(context.text));
        let (resolved, text) = store::read_within(&target, self.boundary)
            .map_err(|why| self.fail(context, path.start, why.to_string()).help(why.remedy()))?;
        let Some(file) = self.open(&resolved, text) else {
            return Err(self.fail(context, path.start, TOO_LARGE).help(TOO_LARGE_HELP));
        };
        self.file(file, origin, state.depth + 1)
    }

    fn generate(
        &mut self,
        context: &Context<'_>,
        state: &mut State,
        range: Token,
        template: &[Token],
    ) -> Result<(), Failure> {
        let wrong = |reader: &Self, error: generate::GenerateError| {
            let byte =
                error.token.and_then(|index| template.get(index)).map_or(range.start, |token| token.start);
            reader.fail(context, byte, error.what).help(error.help)
        };
        let range_of =
            generate::Range::parse(range.text(context.text)).map_err(|error| wrong(self, error))?;
        self.generated += range_of.len();
        if self.generated > generate::LIMIT {
            let what = format!("$GENERATE makes more than {} records in this zone", generate::LIMIT);
            return Err(self.fail(context, range.start, what).help("use a smaller range"));
        }
        let parts: Vec<(&str, bool)> =
            template.iter().map(|token| (token.text(context.text), token.quoted)).collect();
        let line = generate::Template::parse(&parts).map_err(|error| wrong(self, error))?;
        for number in range_of.numbers() {
            let text = line.expand(number).map_err(|error| wrong(self, error))?;
            let made = Context { file: context.file, text: &text, made_at: Some(range.start) };
            let mut own = State { origin: state.origin.clone(), owner: None, depth: state.depth };
            self.entries(&made, &mut own)?;
        }
        Ok(())
    }
}
