/* Stands between a process and its disk, for the files under one directory (LD_PRELOAD).
 *
 * DISK_SHIM_ROOT    absolute path of the directory, without a slash at its end
 * DISK_SHIM_TRACE   every change of these files is appended here, in order, after it succeeded
 * DISK_SHIM_FAULTS  64 bytes that are looked at before each call: what is to fail (struct faults)
 *
 * A record of the trace: operation (1 byte), inode (8), offset or size (8), length (4), then so many bytes: what was
 * written, or one or two names with a zero after each. SQLite's -shm file is left out: nothing of it outlives a process.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct faults {
    int32_t open, read, write, sync; /* errno for such a call, 0 for none */
    int64_t room;                    /* bytes until the disk is full, below 0 for no end */
    int32_t skip;                    /* so many calls that would fail go through first */
    int32_t left;                    /* so many fail then, below 0 for all */
};

#define MOST 4096
static char watched[MOST]; /* by descriptor: 0 not ours, 'f' a file, 'd' a directory */
static const char *root;
static size_t root_length;
static int trace = -1;
static volatile struct faults *faults;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("DISK_SHIM_TRACE");
    root = getenv("DISK_SHIM_ROOT");
    root_length = root ? strlen(root) : 0;
    if (path)
        trace = REAL(open64)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if ((path = getenv("DISK_SHIM_FAULTS"))) {
        int handle = REAL(open64)(path, O_RDWR | O_CLOEXEC);
        void *at = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
        faults = at == MAP_FAILED ? NULL : at;
        close(handle);
    }
}

static int ours(const char *path) {
    size_t length = strlen(path);
    return root && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]) &&
           !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static int watches(int fd, char kind) { return fd >= 0 && fd < MOST && watched[fd] == kind; }

static const char *within(const char *path) { return path[root_length] ? path + root_length + 1 : ""; }

static void tell(char operation, uint64_t inode, uint64_t at, const void *data, uint32_t length) {
    if (trace < 0)
        return;
    char head[21] = {operation};
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &at, 8);
    memcpy(head + 17, &length, 4);
    pthread_mutex_lock(&lock);
    int bad = REAL(write)(trace, head, sizeof head) != sizeof head;
    bad |= length && REAL(write)(trace, data, length) != (ssize_t)length;
    pthread_mutex_unlock(&lock);
    if (bad)
        abort(); /* a trace with a hole proves nothing */
}

static void tell_names(char operation, uint64_t inode, const char *first, const char *second) {
    char names[2 * PATH_MAX];
    size_t length = (size_t)snprintf(names, sizeof names, "%s", within(first)) + 1;
    if (second)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s", within(second)) + 1;
    tell(operation, inode, 0, names, (uint32_t)length);
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

/* Whether a call with this fault is to fail now. */
static int fails(int32_t fault) {
    if (!faults || !fault)
        return 0;
    if (faults->skip > 0) {
        faults->skip--;
        return 0;
    }
    if (!faults->left)
        return 0;
    if (faults->left > 0)
        faults->left--;
    errno = fault;
    return 1;
}

static int opened(const char *path, int flags, mode_t mode, int (*open_it)(const char *, int, ...)) {
    int mine = ours(path), existed = mine && !access(path, F_OK);
    if (mine && faults && (flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails(faults->open))
        return -1;
    int fd = open_it(path, flags, mode);
    if (fd < 0 || fd >= MOST)
        return fd;
    struct stat found;
    watched[fd] = !mine || fstat(fd, &found) ? 0 : S_ISDIR(found.st_mode) ? 'd' : 'f';
    if (mine && !existed)
        tell_names('C', inode_of(fd), path, NULL);
    else if (mine && flags & O_TRUNC)
        tell('T', inode_of(fd), 0, NULL, 0);
    return fd;
}

#define OPEN(name)                                                                                                    \
    int name(const char *path, int flags, ...) {                                                                      \
        va_list rest;                                                                                                 \
        va_start(rest, flags);                                                                                        \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                       \
        va_end(rest);                                                                                                 \
        return opened(path, flags, mode, REAL(name));                                                                 \
    }
OPEN(open)
OPEN(open64)

/* How much of a write there is room for; below 0 when it fails. */
static ssize_t room_for(size_t count) {
    if (!faults)
        return (ssize_t)count;
    if (fails(faults->write))
        return -1;
    if (faults->room < 0)
        return (ssize_t)count;
    if (!faults->room) {
        errno = ENOSPC;
        return -1;
    }
    count = (int64_t)count > faults->room ? (size_t)faults->room : count;
    faults->room -= (int64_t)count;
    return (ssize_t)count;
}

#define PWRITE(name, type)                                                                                            \
    ssize_t name(int fd, const void *data, size_t count, type at) {                                                   \
        if (!watches(fd, 'f'))                                                                                        \
            return REAL(name)(fd, data, count, at);                                                                   \
        ssize_t room = room_for(count);                                                                               \
        ssize_t done = room < 0 ? -1 : REAL(name)(fd, data, (size_t)room, at);                                        \
        if (done > 0)                                                                                                 \
            tell('W', inode_of(fd), (uint64_t)at, data, (uint32_t)done);                                              \
        return done;                                                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t count) {
    if (!watches(fd, 'f'))
        return REAL(write)(fd, data, count);
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    ssize_t room = room_for(count);
    ssize_t done = room < 0 ? -1 : REAL(write)(fd, data, (size_t)room);
    if (done > 0)
        tell('W', inode_of(fd), (uint64_t)at, data, (uint32_t)done);
    return done;
}

#define PREAD(name, type)                                                                                             \
    ssize_t name(int fd, void *data, size_t count, type at) {                                                         \
        if (watches(fd, 'f') && faults && fails(faults->read))                                                        \
            return -1;                                                                                                \
        return REAL(name)(fd, data, count, at);                                                                       \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define TRUNCATE(name, type)                                                                                          \
    int name(int fd, type size) {                                                                                     \
        if (watches(fd, 'f') && faults && fails(faults->write))                                                       \
            return -1;                                                                                                \
        int done = REAL(name)(fd, size);                                                                              \
        if (!done && watches(fd, 'f'))                                                                                \
            tell('T', inode_of(fd), (uint64_t)size, NULL, 0);                                                         \
        return done;                                                                                                  \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* A directory's sync is told by its name, a file's by its inode. */
static int synced(int fd, int (*sync_it)(int)) {
    int mine = watches(fd, 'f') || watches(fd, 'd');
    if (mine && faults && fails(faults->sync))
        return -1;
    int done = sync_it(fd);
    if (!done && watches(fd, 'f'))
        tell('S', inode_of(fd), 0, NULL, 0);
    if (!done && watches(fd, 'd')) {
        char link[64], path[PATH_MAX] = {0};
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        if (readlink(link, path, sizeof path - 1) > 0 && ours(path))
            tell_names('D', 0, path, NULL);
    }
    return done;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int unlink(const char *path) {
    int done = REAL(unlink)(path);
    if (!done && ours(path))
        tell_names('U', 0, path, NULL);
    return done;
}

int rename(const char *from, const char *to) {
    int done = REAL(rename)(from, to);
    if (!done && ours(from))
        tell_names('R', 0, from, to);
    return done;
}

int link(const char *from, const char *to) {
    int done = REAL(link)(from, to);
    if (!done && ours(from))
        tell_names('L', 0, from, to);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    int done = REAL(mkdir)(path, mode);
    if (!done && ours(path) && path[root_length])
        tell_names('M', 0, path, NULL);
    return done;
}
