#!/usr/bin/env bash
# make train: everything that training our own line reader needs, then the training. All of it stays under SARABAN_TRAIN_DIR (var/train).
# With --calibrate FORMS (make calibrate): the confidence fitted anew, which needs the same.
# Breaking it off loses three minutes at most: the same words go on from the checkpoint.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${SARABAN_TRAIN_DIR:-var/train}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
export SARABAN_TRAIN_DIR=$folder SARABAN_FACES=${SARABAN_FACES:-$folder/faces} SARABAN_HANDWRITING=${SARABAN_HANDWRITING:-$folder/handwriting}

say() { printf 'train: %s\n' "$*"; }

# PyTorch for the CPU alone is a tenth of what PyPI gives.
index=()
cpu_only=https://download.pytorch.org/whl/cpu
if ! command -v nvidia-smi >/dev/null && curl --silent --fail --head --max-time 10 --output /dev/null "$cpu_only/torch/"; then
    index=(--extra-index-url "$cpu_only")
fi
if [ ! -e "$folder/venv/ready" ] || [ training/requirements.txt -nt "$folder/venv/ready" ]; then
    say "PyTorch and what the drawing needs, into $folder/venv"
    "${PYTHON:-python3}" -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet --requirement training/requirements.txt "${index[@]}"
    touch "$folder/venv/ready"
fi
if [ ! -d "$SARABAN_FACES" ]; then
    say "typefaces, into $SARABAN_FACES"
    PATH="$folder/venv/bin:$PATH" deploy/faces.sh "$SARABAN_FACES.part"
    mv "$SARABAN_FACES.part" "$SARABAN_FACES"
fi
if [ ! -d "$SARABAN_HANDWRITING" ] && ls ../shared/handwriting/*.zip >/dev/null 2>&1; then
    say "letters that people wrote, into $SARABAN_HANDWRITING"
    for archive in ../shared/handwriting/*.zip; do "$folder/venv/bin/python" -m zipfile -e "$archive" "$SARABAN_HANDWRITING"; done
fi
[ -d "$SARABAN_HANDWRITING" ] || say "no letters by people (SARABAN_HANDWRITING): hands are made of typefaces alone"
[ "${1:-}" = --calibrate ] || exec "$folder/venv/bin/python" -m training.reader "$@"
deploy/setup.sh
export OMP_NUM_THREADS=1 PYTHONPATH=.
for part in fit test; do
    for half in 1 2; do .venv/bin/python -m training.calibration.drawn "$folder/forms" --part $part --forms $(($2 / 2)) --seed $half & done
    wait
done
exec .venv/bin/python -m training.calibration.fit "$folder/forms"
