-- A person edits a workspace in Neovim with the plugin of editors/neovim; works from Neovim 0.7 on.
--
-- usage: nvim --headless --clean -n --cmd 'set runtimepath^=editors/neovim' -c 'luafile check.lua'
-- The environment names WORKSPACE, a copy of examples/quickstart. Prints a line for each step; exits with 1 at the first
-- that fails.
local workspace = vim.env.WORKSPACE

local function say(text)
  io.stdout:write(text .. '\n')
end

local function fail(text)
  say('FAILED: ' .. text)
  for _, entry in ipairs(vim.diagnostic.get(nil)) do
    say(('  %d:%d %s'):format(entry.lnum + 1, entry.col + 1, entry.message))
  end
  vim.cmd('cquit 1')
end

local function expect(what, fits)
  if not fits then
    fail(what)
  end
  say('ok ' .. what)
end

--- Waits until something holds; an editor's loop runs on meanwhile.
local function eventually(what, holds)
  expect(what, vim.wait(20000, holds, 10))
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local function text()
  return table.concat(lines(), '\n')
end

--- Where a text first stands: line and byte, from zero.
local function place(wanted)
  for number, line in ipairs(lines()) do
    local at = line:find(wanted, 1, true)
    if at then
      return number - 1, at - 1
    end
  end
  fail('there is no ' .. wanted)
end

local function replace(wanted, by)
  local line, at = place(wanted)
  vim.api.nvim_buf_set_text(0, line, at, line, at + #wanted, vim.split(by, '\n'))
end

local function problems(code)
  return vim.tbl_filter(function(entry)
    return code == nil or entry.code == code
  end, vim.diagnostic.get(0))
end

--- What the server answers to a request about a place.
local function ask(method, wanted, more)
  local line, at = place(wanted)
  vim.api.nvim_win_set_cursor(0, { line + 1, at })
  local client = (vim.lsp.get_clients or vim.lsp.buf_get_clients)()
  local _, first = next(client)
  local parameters = vim.lsp.util.make_position_params(0, first.offset_encoding)
  for name, value in pairs(more or {}) do
    parameters[name] = value
  end
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 10000) or {}
  for _, answer in pairs(answers) do
    if answer.err then
      fail(method .. ': ' .. answer.err.message)
    end
    return answer.result, first
  end
  fail(method .. ' has no answer')
end

local function apply(edit, client)
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
end

vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/example.com.zonal'))
expect('a file is Zonal by its name', vim.bo.filetype == 'zonal')
expect('it has colours', vim.fn.synIDattr(vim.fn.synID(12, 1, 1), 'name') == 'zonalKeyword' or vim.fn.has('nvim-0.9') == 0)
eventually('the server runs', function()
  return next((vim.lsp.get_clients or vim.lsp.buf_get_clients)()) ~= nil
end)

replace('shops.example.net.', 'shops.example.net')
eventually('a forgotten final dot is told', function()
  return #problems('trailing-dot-target') == 1
end)
local line, at = place('shops.example.net')
local problem = problems('trailing-dot-target')[1]
expect('where it stands', problem.lnum == line and problem.col == at and problem.end_col == at + #'shops.example.net')

local actions, client = ask('textDocument/codeAction', 'shops.example.net', {
  range = { start = { line = line, character = at }, ['end'] = { line = line, character = at } },
  context = { diagnostics = { problem.user_data and problem.user_data.lsp and vim.tbl_extend('force', {
    range = { start = { line = line, character = at }, ['end'] = { line = line, character = at + 17 } },
    message = problem.message, severity = 1, source = 'zonal',
  }, problem.user_data.lsp) or nil } },
})
local fix = vim.tbl_filter(function(action)
  return action.title:find('final dot', 1, true)
end, actions or {})[1]
expect('a fix is offered', fix ~= nil and fix.edit ~= nil)
apply(fix.edit, client)
eventually('the fix clears it', function()
  return #problems() == 0 and text():find('shops.example.net.', 1, true)
end)

-- Neovim counts bytes, the protocol other units: an umlaut and a letter beyond the basic plane stand before the slip.
replace('  www   CNAME  @', '  www   CNAME  @\n  note  TXT    "ü𝒙" bare')
eventually('text without quotes is told behind ü and 𝒙', function()
  return #problems('bare-text') == 1
end)
line, at = place('bare')
problem = problems('bare-text')[1]
expect('at its byte', problem.lnum == line and problem.col == at and problem.end_col == at + 4)
replace(' bare', '')
eventually('and cleared', function()
  return #problems() == 0
end)

replace('  www   CNAME  @', '  www CNAME @')
local format = vim.lsp.buf.format or vim.lsp.buf.formatting_sync
format(vim.lsp.buf.format and { timeout_ms = 10000 } or {}, 10000)
expect('the server formats', text():find('  www   CNAME  @', 1, true))

local hover = ask('textDocument/hover', 'CNAME')
expect('the server hovers', hover and vim.inspect(hover.contents):find('alias'))
local completion = ask('textDocument/completion', 'CNAME')
local labels = vim.tbl_map(function(item)
  return item.label
end, completion and (completion.items or completion) or {})
expect('the server completes', vim.tbl_contains(labels, 'CNAME'))
local definition = ask('textDocument/definition', 'public')
expect('a name leads to its declaration', definition and vim.inspect(definition):find('infra.zonal', 1, true))
local edit
edit, client = ask('textDocument/rename', 'cloud-a', { newName = 'east' })
apply(edit, client)
expect('a rename changes this file', text():find('on east'))
local other = vim.fn.bufnr(workspace .. '/infra.zonal')
expect('and the other', other > 0 and table.concat(vim.api.nvim_buf_get_lines(other, 0, -1, false), '\n'):find('provider east ='))
eventually('and leaves no mistake', function()
  return #vim.diagnostic.get(nil) == 0
end)

say(('all ok in Neovim %d.%d.%d'):format(vim.version().major, vim.version().minor, vim.version().patch))
vim.cmd('qall!')
