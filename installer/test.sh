#!/bin/sh
# Runs all tests: sh installer/test.sh
# With arguments, pytest alone and with them: sh installer/test.sh tests/domain -k age
# Installs what is missing first; leaves nothing running.
set -eu
cd "$(dirname "$0")/.."
. installer/system.sh

prepare requirements-dev.lock $WINDOW xvfb poppler-utils postgresql softhsm2 strace faketime chromium chromium-driver nodejs npm
failed=""

# everything that the tests write, in one place that goes; the server of a run that was cut short ends with it
TMPDIR=$SCRATCH/tests
mkdir "$TMPDIR"
export TMPDIR
chmod 711 "$SCRATCH" "$TMPDIR" # the database server runs as a user of its own

stop_databases() {
    for left in "$TMPDIR"/*/data/postmaster.pid; do
        [ ! -f "$left" ] || kill -s INT "$(head -n 1 "$left")" 2>/dev/null || :
    done
    clean_up
}
trap stop_databases EXIT

step() { # name, command
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

on_screen() { # the tests that need one; there may be none among those asked for
    start_screen
    QT_QPA_PLATFORM=xcb .venv/bin/python -m pytest -q -m screen "$@" || [ $? = 5 ]
}

if [ $# = 0 ]; then
    step ruff .venv/bin/python -m ruff check --no-cache vaxdesk sync_server tests installer
    step lint-imports .venv/bin/lint-imports --no-logo --no-cache
    step "every branch of the rules" env COVERAGE_FILE="$TMPDIR/coverage" .venv/bin/python -m pytest -q -n 2 \
        tests/domain/*/ tests/domain/test_pictures.py tests/domain/test_thaw.py --cov
fi
if grep -rqs --include='*.py' 'mark\.screen' tests; then
    step "pytest -m screen" on_screen "$@"
fi
step pytest env QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -q -n 2 --max-worker-restart 0 --dist loadgroup -m "not screen" "$@"

[ -z "$failed" ] || stop "Chưa đạt:$failed" "Failed:$failed"
