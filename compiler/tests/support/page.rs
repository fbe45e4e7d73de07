//! The examples of a page of `zonal explain`.

/// An example of a page.
pub struct Example {
    /// Whether it is a bad one.
    pub is_bad: bool,
    /// The program.
    pub text: String,
}

/// The examples of a page, in order.
pub fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut is_bad = None;
    let mut block: Option<String> = None;
    for line in page.lines() {
        match &mut block {
            Some(text) if line == "```" => {
                if let Some(is_bad) = is_bad {
                    examples.push(Example { is_bad, text: std::mem::take(text) });
                }
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```zonal" => block = Some(String::new()),
            None if line.starts_with("Bad") => is_bad = Some(true),
            None if line.starts_with("Good") => is_bad = Some(false),
            None if line.starts_with("## ") => is_bad = None,
            None => {}
        }
    }
    examples
}
