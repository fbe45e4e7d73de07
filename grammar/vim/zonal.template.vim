" Colours before the language server answers, and where it gives none.
if exists('b:current_syntax')
  finish
endif
syntax iskeyword @,48-57,192-255,_,-,.

syntax match zonalOwner /\v^\s*\zs[^ \t{}()\[\],"#;$]+\ze\s+%({{types}})\s/
syntax match zonalType /\v%(^|[ \t{,])\zs%({{types}})\ze%([ \t,]|$)/
syntax match zonalKeyword /\v%(^|[{}])\s*\zs%({{declarations}}|{{statements}}|{{policy-lines}})\ze[ (\t]/
syntax match zonalKeyword /\v\s\zs%(on|in|for|if|else|ttl|default|at|to)\ze\s/
syntax match zonalOperator /\v\s\zs%(\=|\=\=|!\=|\+|-|and|or|not)\ze\s/
syntax match zonalNumber /\v%(^|[ \t\[(,])\zs%(\d+%(\.\d+){3}%(\/\d+)?|\x*:\x*:[0-9A-Fa-f:.]*%(\/\d+)?|%(\d+[{{units}}])+|\d+\%?)\ze%([ \t,)\]}]|$)/
syntax match zonalVariable /\v\$[a-z0-9][a-z0-9-]*/
syntax match zonalCall /\v<%({{functions}}|env|route)\ze\(/
syntax match zonalValueType /\v[:\[(] ?\zs%({{value-types}})\ze[ ,)\]=]/
syntax match zonalEscape /\v\\%(\d\d\d|.)/ contained
syntax match zonalInsertion /\v\$\{[a-z0-9-]+\}/ contained
syntax region zonalString start=/"/ skip=/\\./ end=/"\|$/ contains=zonalEscape,zonalInsertion oneline
syntax match zonalComment /\v%(^|[ \t{}()\[\],"])\zs#.*$/ contains=@Spell

highlight default link zonalComment Comment
highlight default link zonalString String
highlight default link zonalEscape SpecialChar
highlight default link zonalInsertion Identifier
highlight default link zonalVariable Identifier
highlight default link zonalType Type
highlight default link zonalValueType Type
highlight default link zonalKeyword Keyword
highlight default link zonalOperator Operator
highlight default link zonalNumber Number
highlight default link zonalCall Function
highlight default link zonalOwner Label

let b:current_syntax = 'zonal'
