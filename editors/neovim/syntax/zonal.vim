" made by grammar/build.py from grammar/vim/zonal.template.vim: change that, and run it
" Colours before the language server answers, and where it gives none.
if exists('b:current_syntax')
  finish
endif
syntax iskeyword @,48-57,192-255,_,-,.

syntax match zonalOwner /\v^\s*\zs[^ \t{}()\[\],"#;$]+\ze\s+%(OPENPGPKEY|MTA-STS|TLS-RPT|SMIMEA|ALIAS|CNAME|DMARC|DNAME|HTTPS|NAPTR|SSHFP|AAAA|BIMI|DKIM|SVCB|TLSA|CAA|LOC|PTR|SOA|SPF|SRV|TXT|URI|DS|MX|NS|A|TYPE[0-9]+)\s/
syntax match zonalType /\v%(^|[ \t{,])\zs%(OPENPGPKEY|MTA-STS|TLS-RPT|SMIMEA|ALIAS|CNAME|DMARC|DNAME|HTTPS|NAPTR|SSHFP|AAAA|BIMI|DKIM|SVCB|TLSA|CAA|LOC|PTR|SOA|SPF|SRV|TXT|URI|DS|MX|NS|A|TYPE[0-9]+)\ze%([ \t,]|$)/
syntax match zonalKeyword /\v%(^|[{}])\s*\zs%(provider|template|extend|health|policy|zone|let|nameservers|include|ignore|policy|allow|under|for|let|ttl|if|on|negative-ttl|max-deletes|max-updates|max-change|confirm|require|forbid|deny|warn|off|ttl)\ze[ (\t]/
syntax match zonalKeyword /\v\s\zs%(on|in|for|if|else|ttl|default|at|to)\ze\s/
syntax match zonalOperator /\v\s\zs%(\=|\=\=|!\=|\+|-|and|or|not)\ze\s/
syntax match zonalNumber /\v%(^|[ \t\[(,])\zs%(\d+%(\.\d+){3}%(\/\d+)?|\x*:\x*:[0-9A-Fa-f:.]*%(\/\d+)?|%(\d+[wdhms])+|\d+\%?)\ze%([ \t,)\]}]|$)/
syntax match zonalVariable /\v\$[a-z0-9][a-z0-9-]*/
syntax match zonalCall /\v<%(reverse|concat|lower|file|host|len|pad|env|route)\ze\(/
syntax match zonalValueType /\v[:\[(] ?\zs%(Duration|Percent|String|Bool|Cidr|Ipv4|Ipv6|Name|Int)\ze[ ,)\]=]/
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
