// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a document asks for that only JobRunr Pro does: a worker that ran the job without it would break the promise silently. The
 * names are those of the attributes and builder methods in Pro's public documentation (queues, server tags, mutexes, rate limiters,
 * time-outs); no document of Pro was seen. Any other unknown field is carried through, as ever.
 */
final class ProFields {
    private static final List<String> NAMES =
            List.of("queue", "serverTag", "runOnServerWithTag", "mutex", "rateLimiter", "processTimeOut");
    private static final String NOTHING_SPECIAL = "DEFAULT";

    private ProFields() {}

    /** Those that {@code document} sets to more than nothing, or the default tag that each job of Pro has. */
    static List<String> of(ObjectNode document) {
        return NAMES.stream().filter(name -> isSet(document.path(name))).toList();
    }

    private static boolean isSet(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !value.asText().equalsIgnoreCase(NOTHING_SPECIAL)
                && !(value.isTextual() && value.textValue().isEmpty());
    }
}
