#!/usr/bin/env bash
# Fetches the typefaces that lines are drawn with into FOLDER (var/faces): for training only. Needs npm, and pip with fonttools and brotli.
set -euo pipefail
folder=${1:-var/faces}
families="mali itim sriracha playpen-sans-thai charm charmonman kodchasan sarabun k2d krub niramit bai-jamjuree chakra-petch fahkwang pridi
    trirong taviraj athiti maitree mitr koho noto-sans-thai noto-serif-thai prompt kanit ibm-plex-sans-thai noto-sans-thai-looped"
mkdir -p "$folder/web"
for family in $families; do
    (cd "$folder/web" && tar xzf "$(npm pack --silent "@fontsource/$family")" && rm -rf "$family" && mv package "$family" && rm -f ./*.tgz)
done
python3 -m training.lines.join_faces "$folder/web" "$folder"
python3 -m pip download --no-deps --dest "$folder/web" odoo-addon-l10n-th-fonts
python3 -m zipfile -e "$folder"/web/odoo_addon_l10n_th_fonts-*.whl "$folder/national"
