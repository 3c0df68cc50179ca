// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jobrunr.storage.StorageProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** What {@code turnout.legacy.pool} asks for, and whether it has come true. */
public final class PoolProperty {
    private static final Logger LOG = LoggerFactory.getLogger(PoolProperty.class);
    private static final String NAME = "turnout.legacy.pool";

    private final String said;
    private final List<String> levels;

    /** @param levels the values that mean something on this line of JobRunr */
    public PoolProperty(Environment environment, List<String> levels) {
        this.said = environment.getProperty(NAME, "");
        this.levels = List.copyOf(levels);
    }

    /**
     * Looks before any bean is made, because JobRunr's starter would complain of something else first.
     *
     * @throws IllegalStateException if the value means nothing, or there will be no storage provider
     */
    public void check(ListableBeanFactory beans) {
        if (levels.stream().noneMatch(said::equalsIgnoreCase)) {
            throw new IllegalStateException("TURNOUT-0677 " + NAME + "=" + said
                    + " means nothing, so this application does not start. It can be: " + String.join(", ", levels)
                    + ". Take the property out for JobRunr's own provider.");
        }
        if (beans.getBeanNamesForType(StorageProvider.class, true, false).length == 0) {
            throw new IllegalStateException(noEffect(
                    "there is no storage provider, because there is no bean of type" + " io.lettuce.core.RedisClient"));
        }
    }

    /**
     * Looks at the application's storage providers.
     *
     * @param level what one is
     * @param isUnguarded whether one is JobRunr's own provider for Redis, if it is not of the level that was asked for
     * @throws IllegalStateException if the property has no effect though Redis is what the application uses
     */
    public void check(
            List<StorageProvider> storages,
            Function<StorageProvider, String> level,
            Predicate<StorageProvider> isUnguarded) {
        for (StorageProvider storage : storages) {
            if (level.apply(storage).equalsIgnoreCase(said)) {
                continue;
            }
            if (isUnguarded.test(storage)) {
                throw new IllegalStateException(
                        noEffect(
                                "JobRunr's own provider for Redis is used as it is, because there is no bean of type"
                                        + " io.lettuce.core.RedisClient, or because the application makes the provider itself"));
            }
            LOG.warn(
                    "TURNOUT-0679 {}={} has no effect: the application has a storage provider of its own, {}. Nothing was"
                            + " changed. Take the property out, or the provider.",
                    NAME,
                    said,
                    storage.getClass().getName());
        }
    }

    private String noEffect(String why) {
        return "TURNOUT-0678 " + NAME + "=" + said + " has no effect: " + why
                + ". This application does not start, since nothing would guard it. Make the client a bean (from Spring Data:"
                + " (RedisClient) factory.getNativeClient()), or see docs/guarded.md for the line in your own provider.";
    }
}
