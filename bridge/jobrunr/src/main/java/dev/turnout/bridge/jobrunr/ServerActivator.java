// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.runner.BackgroundJobWithIocRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the activator of a server that was not given an {@link AwaitingWorkerPolicy}. JobRunr 7 keeps it in a private
 * field of a private list, so this is the second choice: reflection on its classes, which are in no named module.
 */
final class ServerActivator {
    private static final Logger LOG = LoggerFactory.getLogger(ServerActivator.class);

    private ServerActivator() {}

    /** The server's activator; empty if it has none, or if it cannot be read, which is logged. */
    static Optional<JobActivator> of(BackgroundJobServer server) {
        try {
            for (Object runner : (List<?>) read(BackgroundJobServer.class, "backgroundJobRunners", server)) {
                if (runner instanceof BackgroundJobWithIocRunner) {
                    return Optional.ofNullable(
                            (JobActivator) read(BackgroundJobWithIocRunner.class, "jobActivator", runner));
                }
            }
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            LOG.warn(
                    "TURNOUT-0402 The job activator of this JobRunr version cannot be found, so beans of methods that"
                            + " return a stage are made by their constructor. Give the server an AwaitingWorkerPolicy.",
                    unreadable);
        }
        return Optional.empty();
    }

    private static Object read(Class<?> type, String field, Object target) throws ReflectiveOperationException {
        Field found = type.getDeclaredField(field);
        found.setAccessible(true);
        return found.get(target);
    }
}
