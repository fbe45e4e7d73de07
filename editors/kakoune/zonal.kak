# made by grammar/build.py from grammar/kakoune/zonal.template.kak: change that, and run it
# Zonal in Kakoune: file type, colours, comments, and what kakoune-lsp starts.

hook global BufCreate .*[.]zonal %{ set-option buffer filetype zonal }

hook global WinSetOption filetype=zonal %{
    require-module zonal
    set-option buffer comment_line '#'
    set-option buffer indentwidth 2
    set-option buffer tabstop 2
    set-option buffer extra_word_chars '_' '-' '.'
}

hook -group zonal-highlight global WinSetOption filetype=zonal %{
    require-module zonal
    add-highlighter window/zonal ref zonal
    hook -once -always window WinSetOption filetype=.* %{ remove-highlighter window/zonal }
}

hook -group lsp-filetype-zonal global BufSetOption filetype=zonal %{
    try %{
        set-option buffer lsp_servers %{
            [zonal]
            root_globs = ["zonal.toml", ".git"]
            command = "zonal"
            args = ["lsp"]
        }
    }
}

provide-module zonal %§
add-highlighter shared/zonal regions
add-highlighter shared/zonal/code default-region group
add-highlighter shared/zonal/comment region '(?:^|[\s{}()\[\],"])#' '$' fill comment
add-highlighter shared/zonal/string region '"' '(?<!\\)(?:\\\\)*"|$' group
add-highlighter shared/zonal/string/ fill string
add-highlighter shared/zonal/string/ regex '\$\{[a-z0-9-]+\}' 0:variable
add-highlighter shared/zonal/code/ regex '^\h*([^\s{}()\[\],"#;$]+)\h+(?:OPENPGPKEY|MTA-STS|TLS-RPT|SMIMEA|ALIAS|CNAME|DMARC|DNAME|HTTPS|NAPTR|SSHFP|AAAA|BIMI|DKIM|SVCB|TLSA|CAA|LOC|PTR|SOA|SPF|SRV|TXT|URI|DS|MX|NS|A|TYPE[0-9]+)\h' 1:attribute
add-highlighter shared/zonal/code/ regex '(?:^|[\s{,])(OPENPGPKEY|MTA-STS|TLS-RPT|SMIMEA|ALIAS|CNAME|DMARC|DNAME|HTTPS|NAPTR|SSHFP|AAAA|BIMI|DKIM|SVCB|TLSA|CAA|LOC|PTR|SOA|SPF|SRV|TXT|URI|DS|MX|NS|A|TYPE[0-9]+)(?![^\s,])' 1:type
add-highlighter shared/zonal/code/ regex '(?:^|[{}])\h*(provider|template|extend|health|policy|zone|let|nameservers|include|ignore|policy|allow|under|for|let|ttl|if|on|negative-ttl|max-deletes|max-updates|max-change|confirm|require|forbid|deny|warn|off|ttl)(?=[\s(])' 1:keyword
add-highlighter shared/zonal/code/ regex '\h(on|in|for|if|else|ttl|default|at|to|and|or|not)(?=\h)' 1:keyword
add-highlighter shared/zonal/code/ regex '\b(reverse|concat|lower|file|host|len|pad|env|route)(?=\()' 1:function
add-highlighter shared/zonal/code/ regex '\$[a-z0-9][a-z0-9-]*' 0:variable
add-highlighter shared/zonal/code/ regex '[:\[(] ?(Duration|Percent|String|Bool|Cidr|Ipv4|Ipv6|Name|Int)(?=[\s,)\]=])' 1:type
add-highlighter shared/zonal/code/ regex '(?:^|[\s,(\[])(\d+(?:[wdhms]|%|(?:\.\d+){3}(?:/\d+)?)?)(?![^\s,)\]}])' 1:value
§
