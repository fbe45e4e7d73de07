;;; check.el --- A person edits a workspace in Emacs with editors/emacs and Eglot  -*- lexical-binding: t; -*-

;; usage: emacs --batch --no-init-file -l check.el
;; The environment names WORKSPACE, a copy of examples/quickstart, and MODE, the file of the mode.
;; Prints a line for each step; exits with 1 at the first that fails.

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'jka-compr)
(require 'project)

(defun check (what fits)
  "Say that WHAT is so if FITS, else fail."
  (princ (format "%s %s\n" (if fits "ok" "FAILED:") what))
  (unless fits
    (dolist (entry (flymake-diagnostics))
      (princ (format "  %d %s\n" (flymake-diagnostic-beg entry) (flymake-diagnostic-text entry))))
    (kill-emacs 1)))

(defun eventually (what holds)
  "Wait until HOLDS gives something, as WHAT says; Emacs reads from the server meanwhile."
  (let ((deadline (+ (float-time) 20)))
    (while (and (not (funcall holds)) (< (float-time) deadline))
      (accept-process-output nil 0.02)))
  (check what (funcall holds)))

(defun replace-first (wanted by)
  "Put BY in the place of the first WANTED."
  (goto-char (point-min))
  (search-forward wanted)
  (replace-match by t t)
  (eglot--signal-textDocument/didChange))

;; In batch mode no idle timer tells the server of a change.
(defun apply-edit (edit)
  "Apply a workspace EDIT, and tell the server."
  (let ((inhibit-message t)) (eglot--apply-workspace-edit edit))
  (eglot--signal-textDocument/didChange))

(defun problems (&optional text)
  "What Flymake shows, or those of it that hold TEXT."
  (seq-filter (lambda (entry) (or (null text) (string-search text (flymake-diagnostic-text entry))))
              (flymake-diagnostics)))

(defun span (entry)
  (buffer-substring-no-properties (flymake-diagnostic-beg entry) (flymake-diagnostic-end entry)))

(defun ask (method wanted &rest more)
  "What the server answers to METHOD at the first WANTED, with MORE parameters."
  (goto-char (point-min))
  (search-forward wanted)
  (goto-char (match-beginning 0))
  (jsonrpc-request (eglot-current-server) method (append (eglot--TextDocumentPositionParams) more)))

;; Nothing of Emacs takes the ending for its own.
(check "no mode claims .zonal" (null (assoc-default "x.zonal" auto-mode-alist #'string-match)))
(check "nothing unpacks .zonal" (null (jka-compr-get-compression-info "x.zonal")))

(load (getenv "MODE") nil t)
(setq eglot-sync-connect 20
      eglot-autoshutdown t
      eglot-send-changes-idle-time 0.05
      eglot-confirm-server-initiated-edits nil
      flymake-no-changes-timeout 0.05
      create-lockfiles nil
      make-backup-files nil)

(let* ((workspace (file-name-as-directory (getenv "WORKSPACE")))
       (project-find-functions (list (lambda (_) (cons 'transient workspace)))))
  (find-file (expand-file-name "example.com.zonal" workspace))
  (check "a file is Zonal by its name" (eq major-mode 'zonal-mode))
  (font-lock-ensure)
  (goto-char (point-min))
  (search-forward "zone example")
  (check "it has colours" (eq (get-text-property (match-beginning 0) 'face) 'font-lock-keyword-face))
  (search-forward "CNAME")
  (check "of types too" (eq (get-text-property (match-beginning 0) 'face) 'font-lock-type-face))
  (check "a comment is one" (equal comment-start "# "))

  (let ((before (buffer-string)))
    (indent-region (point-min) (point-max))
    (check "indentation is the formatter's" (equal before (buffer-string))))

  (apply #'eglot (eglot--guess-contact))
  (check "the server runs" (eglot-current-server))
  (flymake-mode 1)

  (replace-first "shops.example.net." "shops.example.net")
  (eventually "a forgotten final dot is told" (lambda () (flymake-start) (problems "no final dot")))
  (check "where it stands" (equal (span (car (problems "no final dot"))) "shops.example.net"))
  (let* ((entry (car (problems "no final dot")))
         (actions (eglot-code-actions (flymake-diagnostic-beg entry) (flymake-diagnostic-end entry)))
         (fix (seq-find (lambda (action) (string-search "final dot" (plist-get action :title))) actions)))
    (check "a fix is offered, whole" (plist-get fix :edit))
    (apply-edit (plist-get fix :edit)))
  (eventually "the fix clears it" (lambda () (flymake-start) (null (problems))))
  (goto-char (point-min))
  (check "and puts the dot back" (search-forward "shops.example.net." nil t))

  ;; Emacs counts characters, the protocol UTF-16: a letter beyond the basic plane stands before the slip.
  (replace-first "  www   CNAME  @" "  www   CNAME  @\n  note  TXT    \"ü𝒙\" bare")
  (eventually "text without quotes is told behind ü and 𝒙" (lambda () (flymake-start) (problems "bare")))
  (check "at its character" (equal (span (car (problems "bare"))) "bare"))
  (replace-first " bare" "")
  (eventually "and cleared" (lambda () (flymake-start) (null (problems))))

  (replace-first "  www   CNAME  @" "  www CNAME @")
  (eglot-format-buffer)
  (eglot--signal-textDocument/didChange)
  (goto-char (point-min))
  (check "the server formats" (search-forward "  www   CNAME  @" nil t))

  (check "the server hovers" (string-search "alias" (format "%s" (ask :textDocument/hover "CNAME"))))
  (check "the server completes" (string-search "CNAME" (format "%s" (ask :textDocument/completion "CNAME"))))
  (check "a name leads to its declaration"
         (string-search "infra.zonal" (format "%s" (ask :textDocument/definition "public"))))
  ;; Eglot asks before it edits a file that nobody has opened.
  (save-current-buffer (find-file-noselect (expand-file-name "infra.zonal" workspace)))
  (apply-edit (ask :textDocument/rename "cloud-a" :newName "east"))
  (goto-char (point-min))
  (check "a rename changes this file" (search-forward "on east" nil t))
  (check "and the other"
         (with-current-buffer (find-file-noselect (expand-file-name "infra.zonal" workspace))
           (goto-char (point-min))
           (search-forward "provider east =" nil t)))
  (eventually "and leaves no mistake" (lambda () (flymake-start) (null (problems))))

  (princ (format "all ok in Emacs %s\n" emacs-version))
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (ignore-errors (eglot-shutdown (eglot-current-server)))
  (kill-emacs 0))
