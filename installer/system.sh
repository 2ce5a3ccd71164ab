# Shared by run.sh and test.sh, read with `.` from the top of the checkout: the system's packages, the Python
# environment and a screen that nobody needs to have. POSIX sh only.

# what the window needs of the system: Qt, its screen plugin, and the second reader of codes
WINDOW="ca-certificates libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3 libzbar0
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0
    libxcb-xkb1 libxcb-randr0"
SCREEN=""  # process of the virtual screen
SCRATCH=$(mktemp -d)

case "$(locale charmap 2>/dev/null)" in
    UTF-8) ;;
    *) LC_ALL=C.UTF-8 && export LC_ALL ;; # names have tone marks
esac

say() { # Vietnamese, English
    printf '%s / %s\n' "$1" "$2"
}

stop() { # Vietnamese, English
    say "$1" "$2" >&2
    exit 1
}

# ---- packages of the system -----------------------------------------------------------------------------------

missing() { # those of the named packages that are not installed, nor provided by one that is
    dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' | awk -v wanted="$*" '
        $1 == "installed" { for (i = 2; i <= NF; i++) { sub(/,$/, "", $i); have[$i] = 1 } }
        END { n = split(wanted, name, " "); for (i = 1; i <= n; i++) if (!(name[i] in have)) printf "%s ", name[i] }'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$SCRATCH/apt.log" 2>&1
}

apt_install() {
    apt_get install -y --no-install-recommends "$@" && return
    tail -n 20 "$SCRATCH/apt.log" >&2
    stop "Không cài được gói hệ thống." "The system packages could not be installed."
}

need() { # names of packages
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || {
        say "Máy này không có apt; nếu thiếu thư viện, hãy xem installer/README.md." \
            "This system has no apt; if libraries are missing, see installer/README.md."
        return 0
    }
    lacking=$(missing "$@")
    lacking=${lacking% }
    [ -n "$lacking" ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "Cần quyền quản trị để cài gói hệ thống. Hãy chạy lệnh sau rồi chạy lại:" \
            "System packages need an administrator. Run this, then start again:" >&2
        printf '  su -c "apt-get update && apt-get install -y --no-install-recommends %s"\n' "$lacking" >&2
        exit 1
    fi
    say "Đang cài gói hệ thống: $lacking" "Installing system packages"
    apt_get update || tail -n 5 "$SCRATCH/apt.log" >&2 # an old list is often enough
    case " $lacking " in *" postgresql "*) without_a_cluster ;; esac
    apt_install $lacking # unquoted: one word each
    if [ -f "$SCRATCH/cluster" ]; then # as it came
        as_root sed -i 's/^create_main_cluster = false/#create_main_cluster = true/' "$CLUSTER"
    fi
}

CLUSTER=/etc/postgresql-common/createcluster.conf

without_a_cluster() { # tests start their own, so the package is kept from starting one for the whole machine
    [ ! -f "$CLUSTER" ] || return 0
    apt_install postgresql-common
    as_root sed -i 's/^#create_main_cluster = true/create_main_cluster = false/' "$CLUSTER"
    : >"$SCRATCH/cluster"
}

# ---- Python ---------------------------------------------------------------------------------------------------

is_new() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() { # sets PYTHON to one that is new enough and can make an environment
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if is_new "$PYTHON" && "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then return 0; fi
    done
    return 1
}

python_packages() { # prints what to install to get one
    if find_python; then
        :
    elif is_new /usr/bin/python3; then
        echo python3-venv
    else
        echo python3.11 python3.11-venv
    fi
}

environment() { # lock file
    if ! is_new .venv/bin/python; then
        find_python || stop "Cần Python 3.11 trở lên." "Python 3.11 or later is needed."
        rm -rf .venv
        "$PYTHON" -m venv .venv
    fi
    wanted=$(sha256sum <"$1")
    stamp=".venv/$1.installed"
    if [ "$wanted" != "$(cat "$stamp" 2>/dev/null)" ]; then
        say "Đang cài thư viện Python" "Installing Python libraries"
        .venv/bin/python -m pip install --disable-pip-version-check --no-input -q --require-hashes -r "$1" ||
            stop "Không cài được thư viện Python." "The Python libraries could not be installed."
        printf '%s\n' "$wanted" >"$stamp"
    fi
    make_importable
}

make_importable() { # the checkout on Python's path, and its two commands in .venv/bin
    pwd >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/vaxdesk.pth"
    for pair in vaxdesk:vaxdesk vaxdesk-server:sync_server; do
        printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m %s "$@"\n' "$(pwd)" "${pair#*:}" >".venv/bin/${pair%:*}"
        chmod +x ".venv/bin/${pair%:*}"
    done
}

prepare() { # lock file, names of packages
    lock=$1
    shift
    need "$@" $(python_packages)
    environment "$lock"
}

# ---- a screen that nobody needs to have -----------------------------------------------------------------------

start_screen() { # sets DISPLAY to a virtual screen on a free number
    setsid Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$SCRATCH/display" 2>"$SCRATCH/screen.log" &
    SCREEN=$!
    tries=0
    until [ -s "$SCRATCH/display" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 100 ] || ! kill -0 "$SCREEN" 2>/dev/null; then
            tail -n 5 "$SCRATCH/screen.log" >&2
            stop "Không mở được màn hình ảo." "The virtual screen did not start."
        fi
        sleep 0.1
    done
    DISPLAY=":$(cat "$SCRATCH/display")"
    export DISPLAY
    unset WAYLAND_DISPLAY
}

clean_up() {
    if [ -n "$SCREEN" ]; then
        kill "$SCREEN" 2>/dev/null || :
        wait "$SCREEN" 2>/dev/null || :
    fi
    rm -rf "$SCRATCH"
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
