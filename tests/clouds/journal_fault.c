/* Preloaded into the command: makes a disk fail, or the process die, at the n-th write or sync of one file.
 *
 * FAULT_FILE  the end of the file's path, as `journal.jsonl`
 * FAULT_AT    which of its writes, or for `sync-*` which of its syncs, from 1
 * FAULT_KIND  kill-before   dies before the write
 *             kill-torn     dies when half of it is written
 *             kill-written  dies when it is written, before it is synced
 *             sync-kill     dies when it is synced: on disk, and what it was written for not yet done
 *             full          ENOSPC from then on
 *             full-torn     writes half, then ENOSPC from then on
 *             sync-error    EIO
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int writes, syncs;

static int is_meant(int fd) {
  const char *end = getenv("FAULT_FILE");
  char link[64], path[4096];
  if (!end) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < (ssize_t)strlen(end)) return 0;
  path[length] = 0;
  return strcmp(path + length - strlen(end), end) == 0;
}

static int is_kind(const char *kind) { return strcmp(getenv("FAULT_KIND"), kind) == 0; }

static void die(void) { raise(SIGKILL); }

ssize_t write(int fd, const void *data, size_t size) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  if (!is_meant(fd)) return real(fd, data, size);
  int at = atoi(getenv("FAULT_AT")), now = ++writes;
  if (now > at && (is_kind("full") || is_kind("full-torn"))) { errno = ENOSPC; return -1; }
  if (now != at) return real(fd, data, size);
  if (is_kind("kill-before")) die();
  if (is_kind("kill-torn")) { real(fd, data, size / 2); die(); }
  if (is_kind("kill-written")) { real(fd, data, size); die(); }
  if (is_kind("full")) { errno = ENOSPC; return -1; }
  if (is_kind("full-torn")) return real(fd, data, size / 2);
  return real(fd, data, size);
}

static int synced(int fd, int (*real)(int)) {
  if (!is_meant(fd)) return real(fd);
  if (++syncs != atoi(getenv("FAULT_AT"))) return real(fd);
  if (is_kind("sync-error")) { errno = EIO; return -1; }
  int result = real(fd);
  if (is_kind("sync-kill")) die();
  return result;
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  return synced(fd, real);
}

int fsync(int fd) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  return synced(fd, real);
}
