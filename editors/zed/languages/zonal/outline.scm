(zone "zone" @context name: (word) @name) @item
(extend "extend" @context name: (word) @name) @item
(template "template" @context name: (word) @name) @item
(policy "policy" @context name: (word) @name) @item
(provider "provider" @context name: (word) @name) @item
(provider_group "provider" @context name: (word) @name) @item
(health "health" @context name: (word) @name) @item
(source_file (let "let" @context name: (word) @name) @item)
