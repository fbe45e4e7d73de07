(comment) @comment

; ---- keywords ----

[
  "provider" "health" "policy" "template" "zone" "extend" "let"
  "on" "under" "include" "for" "if" "else" "ttl" "allow" "nameservers" "ignore"
  "off" "warn" "deny" "forbid" "require" "default" "at" "to"
] @keyword

(for "in" @keyword)
(policy_body (setting name: (word) @property))
(confirm "confirm" @property)

(call function: (word) @function.builtin)

; ---- names ----

(zone name: (word) @module)
(extend name: (word) @module)
(template name: (word) @function.macro)
(include template: (word) @function.macro)
(let name: (word) @variable)
(for variable: (word) @variable)
(variable) @variable
(argument name: (label) @variable.parameter)
(parameter name: (label) @variable.parameter)
(allowed rule: [(label) (word)] @property)
(settings (setting name: (word) @property))
(provider kind: (word) @constant.builtin)
(health kind: (word) @constant.builtin)
(ttl_class name: (word) @label)

; ---- types ----

(record_type) @type
(ignore "*" @type)
(type_name) @type.builtin

; ---- values ----

(string) @string
(escape) @string.escape
(interpolation ["${" "}"] @punctuation.special)
(binary operator: ["==" "!=" ".." "+" "-"] @operator)
(binary operator: ["and" "or" "in"] @keyword)
(negation "not" @keyword)
["="] @operator

([(values (word) @number)
  (list (word) @number)
  (tuple (word) @number)
  (arguments (word) @number)
  (argument (word) @number)
  (binary (word) @number)
  (negation (word) @number)
  (let "=" (word) @number)
  (parameter "=" (word) @number)
  (for "in" (word) @number)
  (ttl (word) @number)
  (record_ttl (word) @number)
  (ttl_class duration: (word) @number)]
 (#match? @number "^(-?[0-9]+|([0-9]+[{{units}}])+|[0-9]+(\\.[0-9]+)?[%]|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]+)?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(/[0-9]+)?)$"))

([(values (word) @boolean)
  (list (word) @boolean)
  (tuple (word) @boolean)
  (arguments (word) @boolean)
  (argument (word) @boolean)
  (binary (word) @boolean)
  (let "=" (word) @boolean)
  (parameter "=" (word) @boolean)]
 (#any-of? @boolean "true" "false"))

; ---- words of a record type's values ----

{{typed-records}}

; ---- punctuation ----

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
"," @punctuation.delimiter
