#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints the tables of rules/RESULTS.md from released jars, which Maven resolves into the local repository.
#   fixes [--half=build|blind] [--findings] [FILE]   our rules on both sides of each fix
#   tools [--half=build|blind] [--quick] [FILE]      other tools on the same pairs; quick: without SpotBugs and Error Prone
#   silent [--findings] [FILE]                       jars that were read and found clean; fails if one is not silent
#   judged [--findings] [FILE]                       precision of the gate over the judged findings; or each with its path
#   sample [--number=200] [--seed=5] JARS OUT        draws findings of the gate for judging
#   sources JARS                                     brings the sources of jars, for who judges, and says where they are
#   candidates JARS                                  classes with 10 async methods and more, and the findings in each
#   split FILE... OUT                                joins lists of pairs and says which half each is in
# Paths are relative to rules/. Without FILE the data is that of src/test/resources/evidence. What is resolved and made stays in rules/target/evidence.
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
