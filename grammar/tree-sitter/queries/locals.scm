[
  (block)
  (template)
  (for)
] @local.scope

(let name: (word) @local.definition)
(for variable: (word) @local.definition)
(parameter name: (label) @local.definition.parameter)
(variable) @local.reference
