#!/usr/bin/env bash
# run.sh SOURCE [ENDPOINT [VERSION]]: build Microsoft's EWS Managed API from a checkout of its repository, and have it
# probe a server at which alice@example.test and bob@example.test sign in with `secret`. Needs mcs and mono.
set -euo pipefail
source=$(realpath "${1:?the folder of a checkout of github.com/OfficeDev/ews-managed-api}")
endpoint=${2:-http://127.0.0.1:8080/EWS/Exchange.asmx}
here=$(dirname "$(realpath "$0")")
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
libraries=System.Core,System.Data,System.DirectoryServices,System.Drawing,System.Security,System.Web,System.Web.Services,System.Xml
find "$source" -name '*.cs' -print0 |
    xargs -0 mcs -langversion:latest -warn:0 -target:library "-out:$built/ews.dll" "-r:$libraries"
mcs -langversion:latest -warn:0 "-r:$built/ews.dll,System.Core" "-out:$built/probe.exe" "$here"/*.cs
mono "$built/probe.exe" "$endpoint" alice@example.test bob@example.test secret "${3:-Exchange2013_SP1}"
