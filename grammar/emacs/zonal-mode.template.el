;;; zonal-mode.el --- Major mode for Zonal, a typed language for DNS zones  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages
;; URL: https://github.com/zonal-dns/zonal
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Colours, comments and indentation for files that end in .zonal, and Eglot told of the language server.
;; `M-x eglot' starts it; to start it with every file:
;;
;;   (add-hook 'zonal-mode-hook #'eglot-ensure)

;;; Code:

(defgroup zonal nil
  "Zonal, a typed language for DNS zones."
  :group 'languages)

(defcustom zonal-indent-offset 2
  "Blanks by which a block is indented."
  :type 'integer
  :safe #'integerp)

(defvar zonal-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (dolist (part '(?- ?_ ?. ?@ ?* ?/ ?: ?%))
      (modify-syntax-entry part "_" table))
    (modify-syntax-entry ?$ "'" table)
    table))

(defvar zonal-font-lock-keywords
  (let ((end "\\(?:[] \t,(){}]\\|$\\)"))
    `(("^[ \t]*\\([^][ \t{}(),\"#;$]+\\)[ \t]+\\(?:{{types}}\\)[ \t]" 1 font-lock-function-name-face)
      (,(concat "\\(?:^\\|[ \t{,]\\)\\({{types}}\\)" end) 1 font-lock-type-face)
      ("\\(?:^\\|[{}]\\)[ \t]*\\({{declarations}}\\|{{statements}}\\|{{policy-lines}}\\)[ \t(]"
       1 font-lock-keyword-face)
      ("[ \t]\\(on\\|in\\|for\\|if\\|else\\|ttl\\|default\\|at\\|to\\|and\\|or\\|not\\)[ \t]"
       1 font-lock-keyword-face)
      ("\\_<\\({{functions}}\\|env\\|route\\)(" 1 font-lock-builtin-face)
      ("[:[(] ?\\({{value-types}}\\)[], )=]" 1 font-lock-type-face)
      ("\\$[a-z0-9][a-z0-9-]*" 0 font-lock-variable-name-face)
      ("\\${[a-z0-9-]+}" 0 font-lock-variable-name-face t)
      (,(concat "\\(?:^\\|[ \t,([]\\)\\([0-9]+\\(?:[{{units}}]\\|%\\|\\(?:\\.[0-9]+\\)\\{3\\}\\(?:/[0-9]+\\)?\\)?\\)" end)
       1 font-lock-constant-face)))
  "What `zonal-mode' colours before the language server answers.")

(defun zonal-indent-line ()
  "Indent by the open blocks and brackets; the server formats the rest."
  (interactive)
  (let ((depth (save-excursion
                 (beginning-of-line)
                 (let ((open (car (syntax-ppss))))
                   (skip-chars-forward " \t")
                   (if (memq (char-after) '(?} ?\] ?\))) (1- open) open)))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to (* zonal-indent-offset (max 0 depth)))
      (save-excursion (indent-line-to (* zonal-indent-offset (max 0 depth)))))))

;;;###autoload
(define-derived-mode zonal-mode prog-mode "Zonal"
  "Major mode for Zonal, a typed language for DNS zones."
  (setq-local comment-start "# "
              comment-start-skip "#+[ \t]*"
              comment-end ""
              indent-tabs-mode nil
              indent-line-function #'zonal-indent-line
              electric-indent-chars (append "]})" electric-indent-chars)
              font-lock-defaults '(zonal-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.zonal\\'" . zonal-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(zonal-mode . ("zonal" "lsp"))))

(provide 'zonal-mode)
;;; zonal-mode.el ends here
