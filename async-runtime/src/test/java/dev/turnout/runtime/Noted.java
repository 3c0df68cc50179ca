// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Surroundings that write down what is asked of them. */
record Noted(String name, List<String> calls) implements Surroundings {
    @Override
    public Run open(Claim claim) {
        calls.add(name + " open");
        return new Run() {
            private boolean told;

            @Override
            public Optional<Object> argument(String declaredType) {
                return declaredType.equals("java.lang.StringBuilder")
                        ? Optional.of(new StringBuilder("live " + name))
                        : Optional.empty();
            }

            @Override
            public void starting() {
                calls.add(name + " starting");
            }

            @Override
            public void ended(Optional<Throwable> failure) {
                calls.add(name + " ended");
            }

            @Override
            public Map<String, JsonNode> notes() {
                boolean first = !told;
                told = true;
                return first ? Map.of("progress-" + name, new TextNode("1")) : Map.of();
            }

            @Override
            public void left() {
                calls.add(name + " left");
            }
        };
    }
}
