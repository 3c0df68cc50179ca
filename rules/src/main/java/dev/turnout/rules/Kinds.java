// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** Which rule speaks for which kind of row in {@code blocking-apis.csv}. */
final class Kinds {
    static final String NONBLOCKING = "nonblocking";

    private static final Map<String, Rule> RULES = Map.ofEntries(
            entry("wait-future", Rule.TRN101),
            entry("reactive-bridge", Rule.TRN103),
            entry("sleep", Rule.TRN104),
            entry("latch", Rule.TRN105),
            entry("condition", Rule.TRN105),
            entry("monitor-wait", Rule.TRN105),
            entry("park", Rule.TRN105),
            entry("wait-thread", Rule.TRN105),
            entry("semaphore", Rule.TRN106),
            entry("queue", Rule.TRN106),
            entry("resilience", Rule.TRN106),
            entry("process", Rule.TRN107),
            entry("spin", Rule.TRN108),
            entry("parallel-stream", Rule.TRN109),
            entry("file-open", Rule.TRN201),
            entry("file-io", Rule.TRN201),
            entry("file-meta", Rule.TRN201),
            entry("nio-file", Rule.TRN202),
            entry("socket-connect", Rule.TRN203),
            entry("socket-io", Rule.TRN203),
            entry("dns", Rule.TRN204),
            entry("http-jdk", Rule.TRN205),
            entry("console", Rule.TRN206),
            entry("stream-io", Rule.TRN207),
            entry("io-lib", Rule.TRN207),
            entry("naming", Rule.TRN208),
            entry("rmi-jmx", Rule.TRN208),
            entry("remote-shell", Rule.TRN208),
            entry("jdbc", Rule.TRN301),
            entry("jpa", Rule.TRN302),
            entry("hibernate", Rule.TRN302),
            entry("spring-data", Rule.TRN303),
            entry("spring-jdbc", Rule.TRN304),
            entry("sql-lib", Rule.TRN304),
            entry("http-client", Rule.TRN305),
            entry("redis-client", Rule.TRN306),
            entry("mongo", Rule.TRN307),
            entry("nosql", Rule.TRN307),
            entry("search", Rule.TRN307),
            entry("coordination", Rule.TRN307),
            entry("aws", Rule.TRN308),
            entry("aws-v1", Rule.TRN308),
            entry("gcp", Rule.TRN308),
            entry("azure", Rule.TRN308),
            entry("object-store", Rule.TRN308),
            entry("messaging", Rule.TRN309),
            entry("grpc", Rule.TRN310),
            entry("job-queue", Rule.TRN311),
            entry("cache", Rule.TRN313),
            entry("lock", Rule.TRN703),
            entry("entropy", Rule.TRN902),
            entry("class-load", Rule.TRN904),
            entry("logging", Rule.TRN901),
            entry("stdout", Rule.TRN901),
            entry("thread-local", Rule.TRN501),
            entry("job-context", Rule.TRN802),
            entry("thread-start", Rule.TRN602),
            entry("common-pool", Rule.TRN601),
            entry("interrupt", Rule.TRN804),
            entry("reflection", Rule.TRN806));

    private Kinds() {}

    /** The rule; a family of file helpers that always touches a file is TRN201. Empty for kinds without a rule. */
    static Optional<Rule> ruleOf(BlockingRow row) {
        if (row.kind().equals("io-lib") && row.always()) {
            return Optional.of(Rule.TRN201);
        }
        return Optional.ofNullable(RULES.get(row.kind()));
    }

    static boolean known(String kind) {
        return RULES.containsKey(kind) || kind.equals(NONBLOCKING);
    }
}
