// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.runtime.redis.RedisFault;
import java.util.Objects;
import java.util.function.Supplier;
import org.jobrunr.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** What JobRunr hears when Redis gave no answer. */
final class Answers {
    private Answers() {}

    /** Turns a fault of Redis into JobRunr's exception. */
    static <T extends @Nullable Object> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (RedisFault fault) {
            throw new StorageException(Objects.requireNonNullElse(fault.getMessage(), "Redis gave no answer"), fault);
        }
    }

    /** As {@link #ask}, for what has no answer. */
    static void tell(Runnable statement) {
        ask(() -> {
            statement.run();
            return true;
        });
    }
}
