//! The pages of the parser's errors, for `zonal explain`.

macro_rules! page {
    ($name:literal, $what:literal, $why:literal, $bad:literal, $good:literal $(,)?) => {
        (
            $name,
            concat!(
                "# ",
                $name,
                "\n\n## What it does\n",
                $what,
                "\n\n## Why it is bad\n",
                $why,
                "\n\n## Example\nBad:\n```zonal\n",
                $bad,
                "\n```\n\nGood:\n```zonal\n",
                $good,
                "\n```\n"
            ),
        )
    };
}

/// Each error of the parser, by its name, with its page in Markdown.
pub const PAGES: &[(&str, &str)] = &[
    page!(
        "brace-on-next-line",
        "The `{` of a block stands on a line of its own.",
        "A line's end ends a statement.",
        r"zone example.com on public
{
  www A 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "class-in-record",
        "A record has a class, as in a zone file.",
        "Every record is of class IN, so the word says nothing.",
        r"zone example.com on public {
  www IN A 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "continued-line",
        r#"A record's values stand in parentheses with no commas between them, as where a zone file's line goes on."#,
        r#"Parentheses hold a tuple. A line goes on behind a comma, and inside parentheses or brackets."#,
        r#"zone example.com on public {
  @ MX (
    10 mail.example.net. )
}"#,
        r#"zone example.com on public {
  @ MX 10 mail.example.net.
}"#,
    ),
    page!(
        "dangling-comma",
        "A line ends with a comma, and the next begins a statement.",
        "A comma announces a further value, and one that never comes may have been deleted by mistake. Only behind the last element in brackets a comma is harmless.",
        r"zone example.com on public {
  www A 93.184.215.14,
  mail A 93.184.215.15
}",
        r"zone example.com on public {
  www A 93.184.215.14
  mail A 93.184.215.15
}",
    ),
    page!(
        "dollar-in-declaration",
        r#"A variable, a parameter or another name is declared with a `$`."#,
        r#"`$` marks where a variable is used. Where it is declared, its name stands alone."#,
        r#"let $web = 93.184.215.14

zone example.com on public {
  www A $web
}"#,
        r#"let web = 93.184.215.14

zone example.com on public {
  www A $web
}"#,
    ),
    page!(
        "else-on-next-line",
        "An `else` stands on a line of its own.",
        "A line's end ends the `if` before it.",
        r"let staging = true

zone example.com on public {
  if $staging { test A 93.184.215.14 }
  else { test A 93.184.215.15 }
}",
        r"let staging = true

zone example.com on public {
  if $staging { test A 93.184.215.14 } else { test A 93.184.215.15 }
}",
    ),
    page!(
        "extend-with-providers",
        "An `extend zone` names providers.",
        "Where a zone lives, it says once, itself.",
        r"zone example.com on public {}
extend zone example.com on public { www A 93.184.215.14 }",
        r"zone example.com on public {}
extend zone example.com { www A 93.184.215.14 }",
    ),
    page!(
        "forbidden-character",
        "A character stands outside strings and comments that looks like another or like nothing: a no-break space, a zero-width or control character, a bidirectional control, an ideographic full stop.",
        "A reader cannot see it, and a name that holds it is not the name that it seems to be.",
        r"zone example.com on public {
  www CNAME web。example.net.
}",
        r"zone example.com on public {
  www CNAME web.example.net.
}",
    ),
    page!(
        "foreign-comment",
        "A comment begins with `//`, `/*` or `--`.",
        "Comments begin with `#` and end with their line.",
        r"zone example.com on public {
  www A 93.184.215.14 // the web server
}",
        r"zone example.com on public {
  www A 93.184.215.14 # the web server
}",
    ),
    page!(
        "foreign-operator",
        r#"An operator of another language stands in an expression."#,
        r#"The operators are `==`, `!=`, `in`, `and`, `or`, `not`, `+`, `-` and `..`."#,
        r#"let staging = true
let europe = true

zone example.com on public {
  if $staging && $europe { test A 93.184.215.14 }
}"#,
        r#"let staging = true
let europe = true

zone example.com on public {
  if $staging and $europe { test A 93.184.215.14 }
}"#,
    ),
    page!(
        "hash-in-word",
        "A `#` touches the word before it.",
        "Whether it begins a comment or belongs to the word is not clear to a reader. With a blank before it, it begins a comment; in a string it is text.",
        r"zone example.com on public {
  www A 93.184.215.14#primary
}",
        r"zone example.com on public {
  www A 93.184.215.14 # primary
}",
    ),
    page!(
        "include-without-parentheses",
        "A template is included without `( )`.",
        "They hold its arguments, and stand there even if there are none.",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail
}",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail()
}",
    ),
    page!(
        "list-type",
        "A list's type names no element type, or several.",
        "All elements of a list are of one type. Several types in a fixed order are a tuple.",
        r"template hosts(list: [Name, Ipv4]) {
  for (h, ip) in $list { $h A $ip }
}

zone example.com on public {
  include hosts([(www, 93.184.215.14)])
}",
        r"template hosts(list: [(Name, Ipv4)]) {
  for (h, ip) in $list { $h A $ip }
}

zone example.com on public {
  include hosts([(www, 93.184.215.14)])
}",
    ),
    page!(
        "lowercase-type",
        "A record type is written in lower case.",
        "Types are upper case and declared names lower case, so that a reader and the compiler see at once which is which.",
        r"zone example.com on public {
  www cname web.example.net.
}",
        r"zone example.com on public {
  www CNAME web.example.net.
}",
    ),
    page!(
        "misplaced-declaration",
        "A `zone`, `template`, `provider`, `health` or `extend` stands inside a block.",
        "Declarations are visible everywhere, and stand at the top level alone.",
        r"zone example.com on public {
  template mail() { @ MX 10 mail.example.net. }
}",
        r"template mail() { @ MX 10 mail.example.net. }
zone example.com on public {
  include mail()
}",
    ),
    page!(
        "missing-blanks",
        "An `=` touches its neighbours.",
        "`=` may be part of a word, as in base64 text, so it is a sign only where it stands alone.",
        r"let web=93.184.215.14

zone example.com on public {
  www A $web
}",
        r"let web = 93.184.215.14

zone example.com on public {
  www A $web
}",
    ),
    page!(
        "misspelt-ttl",
        r#"A record's `ttl` is written in upper case, or with a sign behind it."#,
        r#"Among values only the word `ttl` is the TTL; any other spelling would be read as one more value."#,
        r#"zone example.com on public {
  www A 93.184.215.14 TTL 300
}"#,
        r#"zone example.com on public {
  www A 93.184.215.14 ttl 5m
}"#,
    ),
    page!(
        "name-case",
        "A declared name, or a variable, has upper-case letters or `_`.",
        "Declared names are lower-case letters, digits and `-`; types are upper case.",
        r"let Web_Server = 93.184.215.14

zone example.com on public {}",
        r"let web-server = 93.184.215.14

zone example.com on public {
  www A $web-server
}",
    ),
    page!(
        "nesting-too-deep",
        "Blocks, brackets or operators nest deeper than 64 levels.",
        "No such text is written by a person, and the limit keeps the compiler's time and memory bounded.",
        r"let x = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

zone example.com on public {
  www A $x
}",
        r"let x = [93.184.215.14, 93.184.215.15]

zone example.com on public {
  www A $x
}",
    ),
    page!(
        "not-in-owner-block",
        "A statement stands in an owner block that cannot hold it.",
        "An owner block is about one name: it holds `TYPE values`, `on`, `allow`, `ttl`, `if`, `for` and `let`.",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  www {
    include mail()
  }
}",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail()
  www {
    A 93.184.215.14
  }
}",
    ),
    page!(
        "owner-in-block",
        "A record in an owner block has an owner of its own.",
        "The block's owner holds for all of its records, so that one of the two owners would be ignored.",
        r"zone example.com on public {
  www {
    www A 93.184.215.14
  }
}",
        r"zone example.com on public {
  www {
    A 93.184.215.14
  }
}",
    ),
    page!(
        "owner-missing",
        "A record outside an owner block begins with its type.",
        "Every record belongs to a name. Unlike in a zone file, a line never takes its owner from the line above; `@` is the origin itself.",
        r"zone example.com on public {
  MX 10 mail.example.net.
}",
        r"zone example.com on public {
  @ MX 10 mail.example.net.
}",
    ),
    page!(
        "record-as-call",
        "A record is written like a function call.",
        "A record is its owner, its type and its values with blanks between them.",
        r#"zone example.com on public {
  A("www", "93.184.215.14")
}"#,
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "reserved",
        "A word is used that the language keeps for later: `test`, or `zone NAME as VIEW`.",
        "It has no meaning yet, and will have one.",
        "zone example.com as internal on public {}",
        "zone example.com on public {}",
    ),
    page!(
        "semicolon-comment",
        "A `;` stands outside a string.",
        "It begins a comment in a zone file and ends a statement elsewhere; here it does neither. Text that holds `;` is quoted.",
        r"zone example.com on public {
  www A 93.184.215.14 ; the web server
}",
        r"zone example.com on public {
  www A 93.184.215.14 # the web server
}",
    ),
    page!(
        "statement-outside-zone",
        "A record or another statement stands outside every block.",
        "Records belong to a zone: they stand between the braces of a `zone`, `extend zone` or `template`.",
        "www A 93.184.215.14",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "stray-equals",
        "A sign such as `=` stands in a record or a setting.",
        "Only `let`, `provider`, `health` and a parameter's default have `=`.",
        r"zone example.com on public {
  www = A 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "template-without-parentheses",
        "A template is declared without `( )`.",
        "They hold its parameters, and stand there even if there are none.",
        r"template mail { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail()
}",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail()
}",
    ),
    page!(
        "too-many-errors",
        "A file has more than 10,000 errors; those behind them are not shown.",
        "Such a file is hardly Zonal at all, and the limit keeps the compiler's memory bounded.",
        r"owner,type,value
www,A,93.184.215.14",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "ttl-before-type",
        "A record's TTL stands before its type, as in a zone file.",
        "The TTL is a modifier behind the values, with a unit, so that no reader takes it for a value.",
        r"zone example.com on public {
  www 300 A 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14 ttl 5m
}",
    ),
    page!(
        "type-missing",
        "A line has an owner, and no record type behind it.",
        "A record is its owner, its type and its values, in this order.",
        r"zone example.com on public {
  www 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "unclosed-brace",
        "A block has no `}`. The error stands at the `{` that by the indentation is the one that lacks it.",
        "What belongs to the block and what follows it is then a guess.",
        r"zone example.com on public {
  www A 93.184.215.14

zone example.net on public {}",
        r"zone example.com on public {
  www A 93.184.215.14
}

zone example.net on public {}",
    ),
    page!(
        "unclosed-bracket",
        "A `(` or `[` is not closed before the next statement.",
        "What belongs to the list and what does not is then a guess.",
        r"zone example.com on public {
  www A [93.184.215.14, 93.184.215.15
  mail A 93.184.215.16
}",
        r"zone example.com on public {
  www A [93.184.215.14, 93.184.215.15]
  mail A 93.184.215.16
}",
    ),
    page!(
        "unclosed-string",
        "A line ends inside a string.",
        "A string never crosses a line, so that a forgotten quotation mark spoils one line alone.",
        r#"zone example.com on public {
  www TXT "a text
}"#,
        r#"zone example.com on public {
  www TXT "a text"
}"#,
    ),
    page!(
        "unexpected-token",
        "Something stands where the grammar has something else; the message says what would fit.",
        "What cannot be read has no meaning, and is left out of everything that follows.",
        r"zone example.com on public {
  www A
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "unknown-statement",
        "A line begins with a word that begins no statement, often a misspelt one.",
        "Only the statements of the language can stand in a block.",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  inclde mail()
}",
        r"template mail() { @ MX 10 mail.example.net. }

zone example.com on public {
  include mail()
}",
    ),
    page!(
        "unknown-type",
        "A word in type position is no record type, often a misspelt one.",
        r#"A record's values are read by its type. A type without a mnemonic here is written as `TYPE65534 \# LENGTH HEX` (RFC 3597)."#,
        r"zone example.com on public {
  www CNMAE web.example.net.
}",
        r"zone example.com on public {
  www CNAME web.example.net.
}",
    ),
    page!(
        "unopened-brace",
        "A `}` closes nothing.",
        "A brace too many is often the end of a block that was closed too early.",
        r"zone example.com on public {}
}",
        "zone example.com on public {}",
    ),
    page!(
        "unopened-bracket",
        "A `)` or `]` closes nothing.",
        "A bracket too many is often one too few elsewhere.",
        r"zone example.com on public {
  www A 93.184.215.14]
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "variable-in-word",
        "A `$` stands inside a word.",
        r#"A variable stands alone, as in `$name`, or in a string, as in `"${name}.example.com."`. A word without `$` is never a variable."#,
        r#"let host = "web"

zone example.com on public {
  www CNAME $host.example.net.
}"#,
        r#"let host = "web"

zone example.com on public {
  www CNAME "${host}.example.net."
}"#,
    ),
    page!(
        "wrong-quotes",
        "A text stands between single or typographic quotation marks.",
        "A string stands between plain double quotes.",
        r"zone example.com on public {
  www TXT 'a text'
}",
        r#"zone example.com on public {
  www TXT "a text"
}"#,
    ),
    page!(
        "yaml-key",
        "A colon stands behind the name that begins a line, or a line is an item of a YAML or JSON list.",
        "A statement is words with blanks between them. A colon only names an argument in parentheses.",
        r"zone example.com on public {
  www: A 93.184.215.14
}",
        r"zone example.com on public {
  www A 93.184.215.14
}",
    ),
    page!(
        "zone-file-directive",
        "A line is `$ORIGIN`, `$TTL`, `$INCLUDE` or `$GENERATE`.",
        "These belong to zone files (RFC 1035 section 5.1). Their places are taken by `under`, `ttl`, templates and `for`.",
        r"zone example.com on public {
  $ORIGIN eu.example.com.
  web A 93.184.215.14
}",
        r"zone example.com on public {
  under eu { web A 93.184.215.14 }
}",
    ),
    page!(
        "zone-without-providers",
        "A zone names no provider.",
        "Without `on` nobody would serve the zone. A zone that another file declares is continued with `extend zone`.",
        "zone example.com { www A 93.184.215.14 }",
        "zone example.com on public { www A 93.184.215.14 }",
    ),
];
