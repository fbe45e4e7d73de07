autocmd BufRead,BufNewFile *.zonal setfiletype zonal
