// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import static dev.turnout.rules.Rule.TRN101;
import static dev.turnout.rules.Rule.TRN104;
import static dev.turnout.rules.Rule.TRN309;
import static dev.turnout.rules.Twins.stageMethod;

import java.util.List;

/** What a later review found missing or untrue: futures that have been waited for, timers of Reactor. */
final class ReviewedAgainTwins {
    private ReviewedAgainTwins() {}

    static List<Twin> all() {
        return List.of(
                stageMethod(
                        "a send whose stage is handed on is the async way already",
                        TRN309,
                        "org.springframework.kafka.core.KafkaOperations k = null; §;",
                        "k.send(\"\", \"\")",
                        "o = Mono.fromFuture(k.send(\"\", \"\"))"),
                Twin.of("a function made where its future was seen to be done reads it at once", TRN101, """
                        class T extends Base {
                            Mono<String> none;
                            Mono<String> a(Future<String> f, Future<String> g) {
                                return f.isDone() ? Mono.fromCallable(§::get) : none;
                            }
                        }
                        """, "g", "f"),
                Twin.of(
                        "an element after a delay comes on parallel, whatever stood above",
                        TRN104,
                        """
                        class T extends Base {
                            void a(Mono<String> m) {
                                o = m.publishOn(Schedulers.boundedElastic()).delayElement(Duration.ofMillis(1)§)
                                        .map(x -> Help.napS(x));
                            }
                        }
                        """,
                        "",
                        ", Schedulers.boundedElastic()"));
    }
}
