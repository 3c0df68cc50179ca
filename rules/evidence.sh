#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints the tables of rules/RESULTS.md from released jars, which Maven resolves into the local repository.
#   rules/evidence.sh silent [--findings] [FILE]
# Without FILE the data is that of src/test/resources/evidence. What is resolved and made stays in rules/target/evidence.
set -euo pipefail
cd "$(dirname "$0")"
found="$(../turnout prepare)"
eval "$found"
home=target/evidence
mkdir -p "$home"
if [ "${EVIDENCE_BUILD:-yes}" = yes ]; then # EVIDENCE_BUILD=no takes the classes as they are
  "$TURNOUT_MVN" -q -B -ntp -f ../pom.xml -pl rules -Dspotless.check.skip=true test-compile
  "$TURNOUT_MVN" -q -B -ntp -f ../pom.xml -pl rules dependency:build-classpath -Dmdep.includeScope=test \
    "-Dmdep.outputFile=$PWD/$home/classpath"
fi
exec "$JAVA_HOME/bin/java" "-Xmx${EVIDENCE_HEAP:-3g}" -cp "target/test-classes:target/classes:$(cat "$home/classpath")" \
  dev.turnout.rules.evidence.Evidence "$@"
