// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import java.util.stream.Stream;

/** Twins for what is not a wait, in the order of their golden texts. */
final class RuleTwins {
    static final String ASYNC_TOO = "CompletionStage<?> sendAsync(long i) { return Blocking.call(() -> i); }"
            + " CompletionStage<String> nameAsync(String s) { return Blocking.call(() -> s); } String name(String s) { return s; }";

    private RuleTwins() {}

    static List<Twin> all() {
        return Stream.of(
                        StageTwins.waits(),
                        StageTwins.lost(),
                        StageTwins.nested(),
                        StageTwins.nulls(),
                        StageTwins.failures(),
                        JobTwins.tasks(),
                        JobTwins.resources(),
                        JobTwins.threadLocals(),
                        PlaceTwins.transactions(),
                        PlaceTwins.proxies(),
                        PlaceTwins.executors(),
                        PlaceTwins.pools(),
                        PlaceTwins.locks(),
                        JobTwins.jobs(),
                        JobTwins.exemptions(),
                        JobTwins.profiles(),
                        StageTwins.reactive())
                .flatMap(List::stream)
                .toList();
    }

    static Twin type(String sentence, Rule rule, String body, String bad, String good) {
        return Twin.of(sentence, rule, "class T extends Base { " + body + " }", bad, good);
    }
}
