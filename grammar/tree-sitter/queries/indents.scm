; Neovim's names
[
  (block)
  (settings)
  (policy_body)
  (list)
  (tuple)
  (arguments)
  (parameters)
] @indent.begin

["}" "]" ")"] @indent.branch @indent.end
(comment) @indent.ignore
