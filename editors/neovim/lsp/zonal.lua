-- The language server, as `vim.lsp.enable` of Neovim 0.11 reads it.
return {
  cmd = { 'zonal', 'lsp' },
  filetypes = { 'zonal' },
  root_markers = { 'zonal.toml', '.git' },
}
