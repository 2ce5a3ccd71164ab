#!/bin/sh
# Opens the practice station: sh installer/run.sh [--check] [what `vaxdesk demo` takes]
# Installs what is missing first. With no screen it opens on a virtual one and says how to see it.
# With --check a new practice station opens on a virtual screen, is photographed once it can be used, and closes.
set -eu
cd "$(dirname "$0")/.."
. installer/system.sh

picture=build/practice.png
check=""
if [ "${1-}" = --check ]; then
    check=yes
    shift
    set -- --home "$SCRATCH/home" --screenshot "$picture" "$@"
fi

if [ -z "$check" ] && [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    prepare requirements.lock $WINDOW
    say "Đang mở điểm tiêm thực hành" "Opening the practice station"
    .venv/bin/python -m vaxdesk demo "$@"
    exit
fi

prepare requirements.lock $WINDOW xvfb
start_screen
mkdir -p build
QT_QPA_PLATFORM=xcb
export QT_QPA_PLATFORM
# a group of processes of its own, so that the window and its server end together
setsid sh -c '.venv/bin/python -m vaxdesk demo --ready "$0/ready" "$@"; echo $? >"$0/ended"' "$SCRATCH" "$@" </dev/null &
desk=$!

close_desk() {
    kill -s TERM -- "-$desk" 2>/dev/null || :
    wait "$desk" 2>/dev/null || :
    tries=0
    while [ $tries -lt 50 ] && kill -s 0 -- "-$desk" 2>/dev/null; do
        tries=$((tries + 1))
        sleep 0.1
    done
    kill -s KILL -- "-$desk" 2>/dev/null || :
    clean_up
}
trap close_desk EXIT

await() { # file that the desk is to write within two minutes
    tries=0
    until [ -s "$SCRATCH/$1" ]; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ] || { [ "$1" = ready ] && [ -f "$SCRATCH/ended" ]; }; then
            .venv/bin/python installer/look.py "$picture" || :
            stop "Cửa sổ không dùng được; ảnh màn hình: $picture" "The window cannot be used; its picture: $picture"
        fi
        sleep 0.2
    done
}

await ready
seconds=$(cat "$SCRATCH/ready")
if [ -n "$check" ]; then
    await ended
else
    .venv/bin/python installer/look.py "$picture"
fi
say "Dùng được sau $seconds giây; ảnh màn hình: $picture" "usable after $seconds s; picture of the screen: $picture"

if [ -z "$check" ]; then
    say "Không có màn hình, nên cửa sổ mở trên màn hình ảo $DISPLAY." "No screen: the window is on virtual screen $DISPLAY."
    say "Chụp lại: DISPLAY=$DISPLAY .venv/bin/python installer/look.py $picture" "to take another picture"
    say "Dừng: Ctrl+C, hoặc kill $$" "to stop"
    wait "$desk" || :
fi
exit "$(cat "$SCRATCH/ended" || echo 1)"
