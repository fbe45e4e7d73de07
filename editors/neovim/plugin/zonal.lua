-- Starts the language server for Zonal files, in every Neovim from 0.7 on.
if vim.lsp.enable then
  vim.lsp.enable('zonal')
  return
end

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h')
local config = dofile(here .. '/lsp/zonal.lua')
local clients = {}

--- The folder with a root marker around a file, else the file's own.
local function root_of(file)
  local folder = vim.fn.fnamemodify(file, ':p:h')
  for _, marker in ipairs(config.root_markers) do
    local found = vim.fn.finddir(marker, folder .. ';')
    if found == '' then
      found = vim.fn.findfile(marker, folder .. ';')
    end
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p'):gsub('/$', ''):match('(.*)/')
    end
  end
  return folder
end

vim.api.nvim_create_autocmd('FileType', {
  pattern = config.filetypes,
  callback = function(event)
    local root = root_of(event.file)
    local known = clients[root] and vim.lsp.get_client_by_id(clients[root])
    if not known then
      clients[root] = vim.lsp.start_client({ name = 'zonal', cmd = config.cmd, root_dir = root })
    end
    if clients[root] then
      vim.lsp.buf_attach_client(event.buf, clients[root])
    end
  end,
})
