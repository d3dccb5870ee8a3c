# Everything that is needed stands behind these few words; what they do in detail: deploy/setup.sh.
VENV := .venv/bin
# More words for `saraban run`: make run ARGS=--until-idle
ARGS ?=
# Three at a time on two cores: many tests wait for a server or a browser. Measured in one afternoon: 17 minutes of CPU, 11 of wall time.
TEST_PROCESSES ?= 3
MINUTES ?= 120
FORMS ?= 1500
SECONDS ?= 300

.PHONY: help setup run test crash-test lint train calibrate bench bench-intake fuzz install upgrade bundle audit lock clean

help:                ## this list
	@sed -n 's/^\([a-z-]*\): .*## /\1\t/p' $(MAKEFILE_LIST)

setup:               ## system packages, .venv from the lock file, the saraban command (nothing is done twice)
	@deploy/setup.sh

run: setup           ## try it: the Lamphun circular, a dozen sample faxes, the review queue in the browser
	@$(VENV)/saraban run --demo $(ARGS)

test:                ## set-up for tests (more packages), then all tests
	@deploy/setup.sh --test
	@$(VENV)/pytest -n $(TEST_PROCESSES)

crash-test:          ## the real daemon killed again and again on both databases; prints the table of docs/crash-test.md (half an hour and more; goes on where it stopped)
	@deploy/setup.sh --test
	@$(VENV)/python -m tests.crash $(ARGS)

lint:                ## style, types, who may import whom
	@deploy/setup.sh --test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports

train:               ## train our own line reader for MINUTES (fetches PyTorch and typefaces; goes on where it stopped)
	@deploy/train.sh --minutes $(MINUTES) $(ARGS)

calibrate:           ## fit the confidence anew to FORMS generated forms a part (two hours for 1500; goes on where it stopped)
	@deploy/train.sh --calibrate $(FORMS)

bench:               ## what our own reader must show: letters, places, line finding, speed, hostile pages (half an hour)
	@deploy/setup.sh --test
	@$(VENV)/python -m training.benchmarks $(ARGS)

fuzz:                ## fuzz the parsers of what comes in for SECONDS (fetches atheris); a crash leaves its input in var/fuzz
	@deploy/fuzz.sh $(SECONDS)

bench-intake:        ## mails kept a second, reading by one and by two workers, what the job queue costs
	@deploy/setup.sh --test
	@$(VENV)/python -m tests.bench.keeping
	@$(VENV)/python -m tests.bench.workers

install:             ## as a service of systemd (as root): user, /opt/saraban, /etc/saraban, units that start at boot
	@deploy/install.sh

upgrade:             ## an installed service to this version (as root): backup first, back again if the check fails
	@deploy/upgrade.sh

bundle:              ## one archive that installs without the internet (dist/saraban-offline.tar.gz)
	@deploy/bundle.sh

audit:               ## known holes in the locked packages (asks the internet; advisory)
	@python3 -m venv var/audit && var/audit/bin/pip -q install pip-audit && var/audit/bin/pip-audit --requirement requirements.lock --no-deps --disable-pip

lock:                ## newest allowed versions into the lock files (needs uv); one lock for Python 3.11 and later
	deploy/lock.sh

clean:               ## remove the virtual environment; var/ (the data) stays
	rm -rf .venv
