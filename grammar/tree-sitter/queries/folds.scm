[
  (block)
  (settings)
  (policy_body)
  (list)
] @fold
