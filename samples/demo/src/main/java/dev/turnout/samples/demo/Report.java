// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The figures at the end of the demo; field names are those of its JSON form. */
@JsonPropertyOrder({
    "attempted",
    "acknowledged",
    "executed",
    "lost",
    "duplicates",
    "duplicateBound",
    "legacyOnlyDuplicates",
    "byPool",
    "startsByTaskPoolPhase",
    "asyncStartsAfterRollback",
    "rollbackMillis",
    "recoveryMillis",
    "legacyServersStopped",
    "sites",
    "violations",
    "wallSeconds"
})
record Report(
        int attempted,
        int acknowledged,
        int executed,
        int lost,
        int duplicates,
        int duplicateBound,
        int legacyOnlyDuplicates,
        Map<String, Integer> byPool,
        Map<String, Map<String, Map<String, Integer>>> startsByTaskPoolPhase,
        int asyncStartsAfterRollback,
        long rollbackMillis,
        long recoveryMillis,
        int legacyServersStopped,
        Sites sites,
        Violations violations,
        long wallSeconds) {

    /** Blocking sites on job paths, by what became of them. */
    record Sites(
            @com.fasterxml.jackson.annotation.JsonProperty("native")
            int composed,

            int offload,
            int refused) {}

    /** Blocking calls on async paths, before and after the rewrite. */
    record Violations(int before, int after) {}

    /** Why the run does not count as good; empty if it does. */
    @JsonIgnore
    List<String> complaints() {
        List<String> all = new ArrayList<>();
        if (acknowledged < attempted) {
            all.add((attempted - acknowledged) + " jobs were not acknowledged");
        }
        if (lost > 0) {
            all.add(lost + " acknowledged jobs never ended");
        }
        if (duplicates > duplicateBound) {
            all.add(duplicates + " duplicates, but only " + duplicateBound + " jobs in flight on the killed worker");
        }
        if (legacyServersStopped > 0) {
            all.add(legacyServersStopped + " legacy servers stopped");
        }
        if (asyncStartsAfterRollback > 0) {
            all.add(asyncStartsAfterRollback + " async starts after the rollback had returned");
        }
        return all;
    }
}
