#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The oracle over test suites of async libraries: runs each library's own tests under the augmented BlockHound and the
# flight recorder, and prints how many of the waits on its async paths the rules find.
#
#   rules/oracle-libraries.sh            all libraries of src/test/resources/evidence/oracle-libraries.csv
#   rules/oracle-libraries.sh ID...      only these
#   KEPT=true rules/oracle-libraries.sh  judges what the last run saw, and runs nothing
#
# The libraries and their tests come from Maven's repository as released. Some tests ask for hosts that are not there; in
# a network namespace of its own (unshare -n, with lo up) nothing leaves the machine, and the counts are the same.
set -euo pipefail
cd "$(dirname "$0")"
eval "$(../turnout prepare)"
list=src/test/resources/evidence/oracle-libraries.csv
work="$PWD/target/oracle-libraries"
ids=("$@")
if [ ${#ids[@]} -eq 0 ]; then
    mapfile -t ids < <(grep -v -e '^#' -e '^id,' "$list" | cut -d, -f1)
fi

dependency() { # g:a:v or g:a:v:classifier
    IFS=: read -r group artifact version classifier <<< "$1"
    echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>"
    [ -z "${classifier:-}" ] || echo "<classifier>$classifier</classifier>"
    echo "</dependency>"
}

for id in "${ids[@]}"; do
    IFS=, read -r _ checked tests with _ < <(grep "^$id," "$list")
    mkdir -p "$work/$id"
    {
        echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        echo "<groupId>oracle</groupId><artifactId>$id</artifactId><version>1</version>"
        echo '<dependencyManagement><dependencies><dependency><groupId>org.junit</groupId><artifactId>junit-bom</artifactId>'
        echo '<version>5.14.4</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>'
        echo '<dependencies>'
        for one in $tests $checked $with; do dependency "$one"; done
        for one in jupiter:junit-jupiter vintage:junit-vintage-engine platform:junit-platform-console; do
            echo "<dependency><groupId>org.junit.${one%:*}</groupId><artifactId>${one#*:}</artifactId></dependency>"
        done
        echo '</dependencies></project>'
    } > "$work/$id/pom.xml.new"
    if ! cmp -s "$work/$id/pom.xml.new" "$work/$id/pom.xml" || [ ! -f "$work/$id/classpath.txt" ]; then
        mv "$work/$id/pom.xml.new" "$work/$id/pom.xml"
        "$TURNOUT_MVN" -q -B -ntp -f "$work/$id/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/$id/classpath.txt"
    fi
done

if [ "${BUILT:-false}" = false ]; then # BUILT=true takes the classes as they are
    "$TURNOUT_MVN" -q -B -ntp -f ../pom.xml -pl rules -am -Dspotless.check.skip=true test-compile
    "$TURNOUT_MVN" -q -B -ntp -f ../pom.xml -pl rules dependency:build-classpath -Dmdep.includeScope=test \
        "-Dmdep.outputFile=$work/classpath.txt"
fi
exec "$JAVA_HOME/bin/java" -Xmx4g -cp "$PWD/target/test-classes:$PWD/target/classes:$(cat "$work/classpath.txt")" \
    dev.turnout.rules.oracle.LibraryOracle "$work" "${KEPT:-false}" "${ids[@]}"
