# shellcheck shell=bash
# Shared by ./run and ./test: brings a bare Debian 12 to a working .venv. Source it, then call set_up.
# Messages go to stderr, so that the output of a command stays its own.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$root/.venv
log=$root/.setup.log

# When nothing is missing this starts one dpkg-query and a few comparisons, no more.
set_up() {
    is_ready || get_ready
    compiled_match || compile_changed
    translations_match || make_translations
}

get_ready() {
    [ -w "$root" ] || fail "还没有准备好，而这个用户不能写 $root：请用它的主人来运行一次"
    exec 9>"$root/.setup.lock"
    flock --nonblock 9 || { say "另一个窗口正在准备，等它做完……"; flock 9; }
    is_ready || prepare
    exec 9>&-
}

is_ready() {
    [ -z "$(missing_packages)" ] && libraries_match && command_matches
}

prepare() {
    : >"$log"
    say "[1/4] 系统软件包"
    install_packages $(missing_packages)
    if ! libraries_match; then
        say "[2/4] Python 环境"
        make_venv
        say "[3/4] 程序库（按 requirements.lock 核对每个文件）"
        install_libraries
    fi
    say "[4/4] kiosk 命令"
    install_command
    say "准备好了"
}

# --- system packages ---

missing_packages() {
    command -v dpkg-query >/dev/null || return 0    # not Debian: whoever runs it there installs the list by other means
    local wanted installed name
    wanted=$(sed 's/#.*//' "$root/system-packages.txt")
    installed=$(dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null || true)
    for name in $wanted; do
        [[ $'\n'$installed$'\n' == *$'\n'"$name installed"$'\n'* ]] || printf '%s ' "$name"
    done
}

install_packages() {
    [ $# -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "缺少系统软件包，需要 root 安装：apt-get install --no-install-recommends $*"
        as_root=(sudo)
    fi
    # A stale or half-broken source list is no reason to stop: the install that follows tells whether it mattered.
    logged "${as_root[@]}" apt-get update || say "软件源没有全部更新成功，接着试"
    logged "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" \
        || fail_with_log "系统软件包没有装成：检查网络和软件源（/etc/apt），再运行一次"
}

# --- Python ---

# The lock that the libraries were installed from, kept beside them and written last: an interrupted .venv never matches.
# The first line is where it stands, because the scripts in a venv hold absolute paths.
libraries_match() {
    [ -x "$venv/bin/python" ] && { echo "$root"; cat "$root/requirements.lock"; } | cmp -s - "$venv/installed.lock"
}

command_matches() {
    [ -x "$venv/bin/kiosk" ] && cmp -s "$root/pyproject.toml" "$venv/installed.toml"
}

make_venv() {
    local python=/usr/bin/python3    # Debian's own is built with profiles and starts a quarter faster than most others
    [[ $($python --version 2>/dev/null) == "Python 3.11."* ]] || python=python3
    [[ $($python --version 2>/dev/null) == "Python 3.11."* ]] || fail "需要 Python 3.11（Debian 12 自带），没有找到"
    rm -rf "$venv"
    logged "$python" -m venv "$venv" || fail_with_log "Python 环境没有建成：检查磁盘空间和目录权限，再运行一次"
}

# pycups comes as source. What builds it goes first, from the lock as well: nothing unpinned is downloaded for it.
install_libraries() {
    sed -n '/^setuptools==/,/[^\\]$/p' "$root/requirements.lock" >"$venv/builders.lock"
    { [ ! -s "$venv/builders.lock" ] || install_locked "$venv/builders.lock"; } \
        && install_locked "$root/requirements.lock" \
        || fail_with_log "程序库没有装成：检查网络和 pip 的镜像设置，再运行一次"
    unpack_shiboken
    { echo "$root"; cat "$root/requirements.lock"; } >"$venv/installed.lock"
}

# Shiboken carries modules as text, which every start would compile anew; with its own switch they become files.
unpack_shiboken() {
    logged env SBK_EMBED=0 "$venv/bin/python" -c "import shiboken6" \
        && logged "$venv/bin/python" -m compileall -q "$venv"/lib/python3.11/site-packages/shiboken6/files.dir \
        || fail_with_log "PySide6 不能用"
}

install_locked() {
    logged "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes \
        --no-build-isolation --use-pep517 --requirement "$1"
}

# The build backend is in the lock too, so nothing is downloaded here.
install_command() {
    logged "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --no-build-isolation \
        --editable "$root" || fail_with_log "kiosk 命令没有装成"
    logged compile_all || fail_with_log "有源文件不能编译"
    cp "$root/pyproject.toml" "$venv/installed.toml"
}

# --- compiled files ---

# Sources change without anything being installed, and not every environment lets Python keep what it compiles: then
# every start would do it again, a tenth of its time.
compiled_match() {
    [ -e "$venv/compiled" ] && [ -z "$(find "$root/kiosk" -name '*.py' -newer "$venv/compiled" -print -quit)" ]
}

# A source that does not compile is told by whatever loads it.
compile_changed() {
    [ ! -w "$venv" ] || compile_all >/dev/null || true
}

compile_all() {
    touch "$venv/compiled.new"    # before it begins: what is changed meanwhile is newer
    "$venv/bin/python" -m compileall -q -j 0 "$root/kiosk" && mv "$venv/compiled.new" "$venv/compiled"
}

# --- translations ---

# Every folder of assets/translations is a language, and beside it is the file that is made of it.
translations_match() {
    local language
    for language in "$root"/assets/translations/*/; do
        language=${language%/}
        [ -d "$language" ] || continue
        [ -e "$language.mo" ] && [ -z "$(find "$language" -newer "$language.mo" -print -quit)" ] || return 1
    done
}

# Without them everything works in Chinese: no reason to stop.
make_translations() {
    [ -w "$root/assets/translations" ] || return 0
    "$venv/bin/kiosk" translations compile >/dev/null || say "翻译没有做成，只有中文"
}

# --- saying ---

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# After a logged command: the sentence, where the rest stands, and the last of it.
fail_with_log() {
    say "$*（详情：$log）"
    tail -n 3 "$log" >&2
    exit 1
}

# Runs a command with its output in the log; on a terminal the newest line shows that it lives. The lock stays with us.
logged() {
    if [ -t 2 ]; then
        "$@" </dev/null 2>&1 9>&- | tee -a "$log" | while IFS= read -r line; do
            printf '\r\033[K      %.70s' "$line" >&2
        done
        local status=${PIPESTATUS[0]}
        printf '\r\033[K' >&2
        return "$status"
    fi
    "$@" </dev/null >>"$log" 2>&1 9>&-
}
