(zone name: (word) @name) @definition.module
(template name: (word) @name) @definition.function
(provider name: (word) @name) @definition.constant
(provider_group name: (word) @name) @definition.constant
(policy name: (word) @name) @definition.constant
(health name: (word) @name) @definition.constant
(let name: (word) @name) @definition.constant
(include template: (word) @name) @reference.call
