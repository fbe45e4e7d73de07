-- Neovim loads the grammar for tree-sitter, and colours by its queries; from Neovim 0.9 on.
--
-- usage: nvim --headless --clean -n -c 'luafile treesitter.lua'
-- The environment names WORKSPACE, a copy of examples/quickstart, and GRAMMAR, a folder with parser/zonal.so and queries/zonal.
vim.opt.runtimepath:prepend(vim.env.GRAMMAR)
vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.WORKSPACE .. '/example.com.zonal'))

local function fail(text)
  io.stdout:write('FAILED: ' .. text .. '\n')
  vim.cmd('cquit 1')
end

vim.treesitter.language.register('zonal', 'zonal')
local parser = vim.treesitter.get_parser(0, 'zonal')
local tree = parser:parse()[1]
if tree:root():has_error() then
  fail('the example has an error')
end
vim.treesitter.start(0, 'zonal')

--- The captures at the first occurrence of a text.
local function captures(wanted)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(wanted, 1, true)
    if at then
      return vim.tbl_map(function(capture)
        return capture.capture
      end, vim.treesitter.get_captures_at_pos(0, number - 1, at - 1))
    end
  end
  fail('there is no ' .. wanted)
end

for wanted, capture in pairs({
  ['zone example'] = 'keyword',
  ['example.com on'] = 'module',
  ['CNAME'] = 'type',
  ['203.0.113.10'] = 'number',
  ['softfail'] = 'property',
  ['letsencrypt'] = 'string',
  ['# example'] = 'comment',
}) do
  if not vim.tbl_contains(captures(wanted), capture) then
    fail(('`%s` is %s, not %s'):format(wanted, vim.inspect(captures(wanted)), capture))
  end
end
for _, name in ipairs({ 'highlights', 'folds', 'indents', 'locals', 'injections' }) do
  if not vim.treesitter.query.get('zonal', name) then
    fail('there is no query for ' .. name)
  end
end
io.stdout:write('ok: Neovim colours by tree-sitter\n')
vim.cmd('qall!')
