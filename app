#!/bin/sh
# Journeyloop's launcher: sets up what is missing, then starts what you ask for. `./app help`.
# shellcheck disable=SC2086  # lists of package names are split on purpose
set -eu
unset PYTHONHOME PYTHONPATH CDPATH
export PATH="${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}" PYTHONUTF8=1
start=$PWD
cd -- "$(dirname -- "$0")"
root=$(pwd -P)
py=$root/.venv/bin/python
debian=$root/.cache/debian
log=$root/var/log/setup.log
pdf_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
if [ ! -d "${HOME:-}" ]; then
  export HOME="$root/var/home"
  mkdir -p "$HOME" 2>/dev/null || HOME=${TMPDIR:-/tmp}
fi

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
failed() { tail -n 5 "$log" >&2; die "$1 The whole story: $log"; }
is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }

find_python() {
  for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 /usr/bin/python3; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  done
  die "Journeyloop needs Python 3.11 or newer and finds none. Set PYTHON to one if you have it."
}

apt_install() { # as root, into the system; RUNLEVEL=1 keeps a package from starting a server
  apt-get update >>"$log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1
}

apt_unpack() { # without root: the packages, and those they need, beside the environment
  has apt-get && has dpkg || return 1
  mkdir -p "$debian/lists/partial" "$debian/archives/partial"
  packages="$*"
  set -- -o "Dir::State::Lists=$debian/lists" -o "Dir::Cache=$debian" -o Debug::NoLocking=1
  {
    apt-get "$@" update &&
      missing=$(apt-get "$@" install --simulate --no-install-recommends $packages |
        sed -n 's/^Inst \([^ ]*\).*/\1/p') &&
      (cd "$debian/archives" && apt-get "$@" download $missing) &&
      for package in "$debian"/archives/*.deb; do dpkg -x "$package" "$debian"; done
  } >>"$log" 2>&1
}

make_environment() {
  rm -rf .venv
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    # Debian keeps pip out of its Python.
    if is_root && has apt-get; then
      apt_install python3-venv || failed "python3-venv could not be installed."
    else
      apt_unpack python3-pip-whl || failed "Python has no pip here. Install python3-venv."
      wheel=$(ls "$debian"/usr/share/python-wheels/pip-*.whl)
      "$python" -m venv --without-pip .venv >>"$log" 2>&1
      PYTHONPATH=$wheel "$py" -m pip install --no-index "$wheel" >>"$log" 2>&1
      return
    fi
  fi
  "$python" -m venv .venv >>"$log" 2>&1 || failed "The environment could not be made."
}

stamp() { echo "$("$py" -V) $(cksum <"$1")"; }
is_installed() { [ "$(cat ".venv/.$1" 2>/dev/null)" = "$(stamp "$1" 2>/dev/null)" ]; }

install() { # requirements.txt, or requirements-dev.txt, which holds all of the first
  [ -x "$py" ] && { is_installed requirements-dev.txt || is_installed "$1"; } && return
  mkdir -p "${log%/*}"
  : >"$log"
  if has flock; then # two launchers at once: one sets up, the other waits
    exec 9>"$root/var/.setup"
    flock 9
  fi
  if [ -t 2 ]; then say "Setting up; this takes a minute, once."; fi
  find_python
  "$py" -m pip --version >/dev/null 2>&1 || make_environment
  "$py" -m pip install --require-hashes --only-binary :all: -r "$1" >>"$log" 2>&1 ||
    failed "The libraries in $1 could not be installed."
  stamp "$1" >".venv/.$1"
  exec 9>&-
}

use_unpacked_libraries() {
  for folder in "$debian"/usr/lib/*-linux-gnu*; do
    if [ -d "$folder" ]; then export LD_LIBRARY_PATH="$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"; fi
  done
}

pdf_libraries() {
  "$py" -P config/pdf_libraries.py && return
  mkdir -p "${log%/*}"
  if ! has apt-get; then :
  elif is_root; then apt_install $pdf_packages || true
  else apt_unpack $pdf_packages && use_unpacked_libraries
  fi
  "$py" -P config/pdf_libraries.py ||
    say "There will be no PDFs until Pango is installed ($pdf_packages; macOS: brew install pango)."
}

command=${1:-help}
[ $# -eq 0 ] || shift
use_unpacked_libraries
case $command in
  demo)
    log=$root/var/demo/log/setup.log
    install requirements.txt
    pdf_libraries
    exec "$py" -m config.demo "$@" ;;
  test)
    install requirements-dev.txt
    pdf_libraries
    exec "$py" -m tests.run "$@" ;;
  serve)
    install requirements.txt
    exec "$py" -m gunicorn -c config/gunicorn.py "$@" config.wsgi ;;
  worker)
    install requirements.txt
    exec "$py" -m celery -A config worker "$@" ;;
  manage)
    install requirements.txt
    cd -- "$start"
    exec "$py" "$root/manage.py" "$@" ;;
  help | -h | --help)
    cat <<HELP
./app demo [--port N] [--fresh]   a running Journeyloop with a demonstration program, for this machine
./app test [--fast] [...]         every check; --fast: the everyday ones; the rest goes to pytest
./app serve [...]                 the web server; docs/deploy.md says what it reads from the environment
./app worker [...]                a worker; one of them with -B, which also starts what is periodic
./app manage <command> [...]      Django's command line: ./app manage help
HELP
    ;;
  *) say "There is no ./app $command. Try: ./app help"; exit 2 ;;
esac
