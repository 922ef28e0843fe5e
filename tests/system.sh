#!/bin/sh
# Installs the real parts of replay for tests/test_replay_*.py: Chromium, and into FOLDER pywb (GPL), py-wacz and
# ReplayWeb.page (AGPL), which are run and never become part of readmore. Done again, it changes nothing.
# What cannot be had is named, and the tests that need it skip; with CI=true that is an error.
#
# Usage: tests/system.sh FOLDER PYTHON
set -u
folder=$1
python=$2
here=$(cd "$(dirname "$0")" && pwd)/replay
missing=

say() { echo "tests/system.sh: $*"; }
has() { command -v "$1" >/dev/null 2>&1; }

# Debian's packages of what is not there.
packages=
has chromium || has chromium-browser || has google-chrome || packages="$packages chromium"
has node || packages="$packages nodejs"
has npm || packages="$packages npm"
if [ -n "$packages" ]; then
	if has apt-get && [ "$(id -u)" = 0 ]; then
		say "installing$packages"
		apt-get -qq update
		# shellcheck disable=SC2086 -- one word a package
		DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $packages >/dev/null ||
			missing="$missing$packages"
	else
		say "not installed, and only root with apt-get can do it here:$packages"
		missing="$missing$packages"
	fi
fi

mkdir -p "$folder"
say "pywb and py-wacz go into $folder"
{ [ -x "$folder/bin/python" ] || "$python" -m venv "$folder"; } &&
	"$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt" ||
	missing="$missing pywb"

say "ReplayWeb.page goes into $folder/node_modules"
cp "$here/package.json" "$folder/" &&
	npm install --prefix "$folder" --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error ||
	missing="$missing replaywebpage"

if [ -z "$missing" ]; then
	touch "$folder/ready"
else
	say "could not be installed:$missing"
	[ "${CI:-}" = true ] && exit 1
fi
exit 0
