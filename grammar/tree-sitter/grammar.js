/**
 * @file Zonal's grammar for tree-sitter. It reads every text that the compiler reads, and a few more.
 *
 * Structure stands here, words in words.json, which a test holds to the compiler. `tree-sitter generate` makes
 * src/ from both.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

import { readFileSync } from "node:fs";

const WORDS = JSON.parse(readFileSync(new URL("../words.json", import.meta.url), "utf8"));

const newlines = ($) => repeat($._newline);

/** One or more with commas between them; behind a comma the line may end. */
const listed = ($, rule) => seq(rule, repeat(seq(",", newlines($), rule)));

const lines = ($, line) => seq(newlines($), optional(seq(line, repeat(seq(repeat1($._newline), line)), newlines($))));

/** Lines between braces. */
const braced = ($, line) => seq("{", lines($, line), "}");

/** The parenthesis of what is no call, which may touch the word before it. */
const opening = choice("(", token.immediate("("));

/** Between brackets of either kind, where lines may end anywhere beside a comma. */
const bracketed = ($, open, rule, close) =>
  seq(open, newlines($), optional(seq(rule, repeat(seq(newlines($), ",", newlines($), rule)), newlines($), optional(seq(",", newlines($))))), close);

export default grammar({
  name: "zonal",

  word: ($) => $.word,
  extras: ($) => [/[ \t]/, $.comment],
  supertypes: ($) => [$._declaration, $._statement, $._value],
  conflicts: ($) => [],

  rules: {
    source_file: ($) => lines($, $._declaration),

    _newline: () => /\r\n|\n|\r/,
    comment: () => token(/#[^\r\n]*/),

    // ---- declarations ----

    _declaration: ($) =>
      choice($.provider, $.provider_group, $.health, $.policy, $.let, $.template, $.zone, $.extend),

    provider: ($) => seq("provider", field("name", $.word), "=", field("kind", $.word), $.settings),
    provider_group: ($) => seq("provider", field("name", $.word), "=", listed($, $.word)),
    health: ($) => seq("health", field("name", $.word), "=", field("kind", $.word), $.settings),
    settings: ($) => braced($, $.setting),
    setting: ($) => seq(field("name", $.word), $.values),

    policy: ($) => seq("policy", field("name", $.word), optional("default"), $.policy_body),
    policy_body: ($) => braced($, $._policy_line),
    _policy_line: ($) => choice($.ttl_class, $.level, $.confirm, $.require, $.forbid, $.setting),
    ttl_class: ($) =>
      seq("ttl", field("name", $.word), field("duration", choice($._simple, $.call)), optional("default"), optional($._for_types)),
    level: ($) => seq(choice("off", "warn", "deny", "forbid"), listed($, $.word)),
    confirm: ($) => seq("confirm", $._types),
    require: ($) => seq("require", $._types, "at", $._simple, optional($.string)),
    forbid: ($) =>
      seq("forbid", $._types, optional(seq("at", $._simple)), optional(seq("to", $._simple)), optional($.string)),

    template: ($) => seq("template", field("name", $.word), $.parameters, $.block),
    parameters: ($) => bracketed($, opening, $.parameter, ")"),
    parameter: ($) => seq(field("name", $.label), field("type", $._type), optional(seq("=", $._expression))),
    _type: ($) => choice($.type_name, $.list_type, $.tuple_type),
    type_name: () => choice(...WORDS["value-types"]),
    list_type: ($) => seq("[", $._type, "]"),
    tuple_type: ($) => seq("(", listed($, $._type), ")"),

    zone: ($) => seq("zone", listed($, field("name", $._zone_name)), "on", $._providers, $.block),
    extend: ($) => seq("extend", "zone", field("name", $._zone_name), $.block),
    _zone_name: ($) => choice($.word, $.string),
    _providers: ($) => listed($, field("provider", $.word)),

    // ---- statements ----

    block: ($) => braced($, $._statement),

    _statement: ($) =>
      choice($.record, $.owner_block, $.on, $.under, $.include, $.for, $.if, $.let, $.ttl, $.allow, $.use_policy, $.nameservers, $.ignore),

    // In an owner block a record begins with its type.
    record: ($) => prec.right(seq(optional(field("owner", $._owner)), field("type", $.record_type), $.values)),
    owner_block: ($) => seq(field("owner", $._plain_owner), $.block),

    _plain_owner: ($) => choice($._simple, $.call),
    // A type in second place makes a record of any line, even of one that begins with a keyword.
    _owner: ($) => choice($._plain_owner, alias(choice(...WORDS.statements), $.word)),

    on: ($) => seq("on", $._providers, choice($.block, $._statement)),
    under: ($) => seq("under", field("name", $._plain_owner), $.block),
    include: ($) => seq("include", field("template", $.word), alias($._spaced_arguments, $.arguments)),
    for: ($) => seq("for", $._for_variables, "in", $._expression, $.block),
    _for_variables: ($) => choice($._for_variable, bracketed($, "(", $._for_variable, ")")),
    _for_variable: ($) => field("variable", $.word),
    if: ($) => seq("if", $._expression, $.block, optional(seq("else", choice($.block, $.if)))),
    let: ($) => seq("let", field("name", $.word), "=", $._expression),
    ttl: ($) => seq("ttl", choice($._simple, $.call), optional($._for_types)),
    allow: ($) => seq("allow", bracketed($, opening, $.allowed, ")")),
    allowed: ($) => choice(seq(field("rule", $.label), $.string), field("rule", $.word)),
    use_policy: ($) => seq("policy", listed($, field("policy", $.word))),
    nameservers: ($) => seq("nameservers", listed($, choice($._simple, $.list, $.call))),
    ignore: ($) => seq("ignore", $._simple, $._types, optional($.string)),

    _for_types: ($) => seq("for", $._types),
    _types: ($) => listed($, choice($.record_type, "*")),
    record_type: () => choice(...WORDS.types, token(prec(1, /TYPE[0-9]+/))),

    // ---- values ----

    values: ($) => prec.right(seq(repeat1($._field), repeat(seq(",", newlines($), repeat1($._field))))),
    _field: ($) => choice($._value, $.record_ttl),
    record_ttl: ($) => seq("ttl", choice($._simple, $.call)),
    _value: ($) => choice($.word, $.string, $.variable, $.list, $.tuple, $.call),
    _simple: ($) => choice($.word, $.string, $.variable),

    _expression: ($) => choice($._value, $.negation, $.binary),
    negation: ($) => prec.right(3, seq("not", $._expression)),
    binary: ($) =>
      choice(
        ...[["or", 1], ["and", 2], ["==", 4], ["!=", 4], ["in", 5], ["..", 6], ["+", 7], ["-", 7]].map(
          ([operator, power]) =>
            prec.left(power, seq(field("left", $._expression), field("operator", operator), field("right", $._expression))),
        ),
      ),

    list: ($) => bracketed($, "[", $._expression, "]"),
    tuple: ($) => bracketed($, "(", $._expression, ")"),
    call: ($) => seq(field("function", $.word), $.arguments),
    arguments: ($) => bracketed($, token.immediate("("), $._argument, ")"),
    _spaced_arguments: ($) => bracketed($, opening, $._argument, ")"),
    _argument: ($) => choice($.argument, $._expression),
    argument: ($) => seq(field("name", $.label), $._expression),

    // ---- tokens ----

    // A name, a number, an address: what a word is, its place says. Digits end
    // before `..`, so that a range is cut into what it is.
    word: () => {
      const any = '[^ \\t\\r\\n{}()\\[\\],"#;$.]|\\\\#';
      const other = '[^ \\t\\r\\n{}()\\[\\],"#;$.0-9]|\\\\#';
      return token(
        choice(
          /-?[0-9]+/,
          ".",
          new RegExp(`(?:[0-9]*(?:${other})(?:${any})*|[0-9]+\\.(?:${any})+|\\.(?:${any})+)(?:\\.+(?:${any})+)*\\.*`),
        ),
      );
    },
    variable: () => /\$[a-z0-9][a-z0-9-]*/,
    // `name:` in parentheses, also where its value touches it.
    label: () => token(prec(1, /[a-z][a-z0-9-]*:/)),

    string: ($) =>
      seq(
        '"',
        repeat(choice($._text, $.escape, $.interpolation)),
        token.immediate('"'),
      ),
    _text: () => token.immediate(prec(2, /[^"\\$\r\n]+/)),
    escape: () => token.immediate(/\\([0-9]{3}|[^\r\n])/),
    interpolation: ($) =>
      seq(token.immediate("${"), alias(token.immediate(/[a-z0-9][a-z0-9-]*/), $.variable), token.immediate("}")),
  },
});
