(block "}" @end) @indent
(settings "}" @end) @indent
(policy_body "}" @end) @indent
(list "]" @end) @indent
(arguments ")" @end) @indent
