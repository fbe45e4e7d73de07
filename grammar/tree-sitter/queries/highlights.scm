; made by grammar/build.py from grammar/tree-sitter/highlights.template.scm: change that, and run it

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
 (#match? @number "^(-?[0-9]+|([0-9]+[wdhms])+|[0-9]+(\\.[0-9]+)?[%]|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]+)?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(/[0-9]+)?)$"))

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

((record
  type: (record_type "ALIAS")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "cloudfront" "load-balancer" "s3-website" "global-accelerator" "name" "azure" "ipv4" "ipv6" "zone"))

((record
  type: (record_type "BIMI")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "logo" "authority" "avatar" "brand" "personal"))

((record
  type: (record_type "CAA")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "critical" "issue" "issuewild" "issuemail" "issuevmc" "iodef" "contactemail" "contactphone"))

((record
  type: (record_type "DKIM")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "hash" "type" "service" "flags" "notes" "key" "sha256" "rsa" "ed25519" "any" "email" "testing" "strict"))

((record
  type: (record_type "DMARC")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "policy" "subdomain-policy" "nonexistent-policy" "dkim-alignment" "spf-alignment" "rua" "ruf" "failure-options" "psd" "testing" "none" "quarantine" "reject" "relaxed" "strict" "all" "any" "dkim" "spf" "yes" "no" "unknown"))

((record
  type: (record_type "DS")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "rsamd5" "dh" "dsa" "rsasha1" "dsa-nsec3-sha1" "rsasha1-nsec3-sha1" "rsasha256" "rsasha512" "ecc-gost" "ecdsap256sha256" "ecdsap384sha384" "ed25519" "ed448" "sm2sm3" "ecc-gost12" "sha-1" "sha-256" "gost-94" "sha-384" "gost-2012" "sm3"))

((record
  type: (record_type "HTTPS")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "mandatory" "alpn" "no-default-alpn" "port" "ipv4-hint" "ech" "ipv6-hint" "dohpath"))

((record
  type: (record_type "MTA-STS")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "id"))

((record
  type: (record_type "SMIMEA")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "pkix-ta" "pkix-ee" "dane-ta" "dane-ee" "cert" "spki" "full" "sha-256" "sha-512"))

((record
  type: (record_type "SPF")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "include" "a" "mx" "ip4" "ip6" "exists" "ptr" "pass" "fail" "softfail" "neutral" "redirect" "exp"))

((record
  type: (record_type "SSHFP")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "rsa" "dsa" "ecdsa" "ed25519" "ed448" "sha-1" "sha-256"))

((record
  type: (record_type "SVCB")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "mandatory" "alpn" "no-default-alpn" "port" "ipv4-hint" "ech" "ipv6-hint" "dohpath"))

((record
  type: (record_type "TLS-RPT")
  (values [(word) @property (list (word) @property) (tuple (word) @property)]))
  (#any-of? @property "rua"))

((record
  type: (record_type "TLSA")
  (values [(word) @constant.builtin (list (word) @constant.builtin) (tuple (word) @constant.builtin)]))
  (#any-of? @constant.builtin "pkix-ta" "pkix-ee" "dane-ta" "dane-ee" "cert" "spki" "full" "sha-256" "sha-512"))

; ---- punctuation ----

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
"," @punctuation.delimiter
