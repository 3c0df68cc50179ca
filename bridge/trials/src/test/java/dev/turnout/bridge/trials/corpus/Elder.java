// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.StorageProvider;

/** An unmodified server of 7.5.3, alone on a store that 8.7 has written through our drop-in with one of its mappers. */
final class Elder {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final StorageProvider provider;
    private final BackgroundJobServer server;

    private Elder(Path folder, StorageProvider provider, BackgroundJobServer server) {
        this.folder = folder;
        this.provider = provider;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param written where 8.7 keeps what it wrote with that mapper
     * @param own the pen of 7.5.3 with the same mapper
     */
    static Elder start(Path written, Pen own, String redis) {
        StorageProvider provider = new Store(Store.STOCK, redis, Pen.sevenPrefix(written), own.mapper()).provider();
        BackgroundJobServer server = Pen.server(provider, own.json());
        server.start();
        return new Elder(written, provider, server);
    }

    /** Waits until everything has been run, and writes down what was passed and whether the server still runs. */
    void end() throws IOException, InterruptedException {
        String mapper = Objects.requireNonNull(folder.getFileName()).toString();
        String before = "seven-" + mapper + "/";
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done(before) && System.nanoTime() < until) {
            Thread.sleep(100);
        }
        for (String name : Seen.names()) {
            if (name.startsWith(before)) {
                Pen.write(folder.resolve(name.substring(before.length()) + ".passed-by-7.5"), Seen.call(name));
            }
        }
        JobStats stats = provider.getJobStats();
        Pen.write(
                folder.resolve("elder"),
                String.join(
                        "\n",
                        List.of(
                                "running " + server.isRunning(),
                                "waiting " + stats.getEnqueued(),
                                "in hand " + stats.getProcessing(),
                                "recurring " + provider.getRecurringJobs().size())));
    }

    private boolean done(String before) {
        JobStats stats = provider.getJobStats();
        return stats.getEnqueued() + stats.getProcessing() == 0
                && Seen.has(before + "recurring")
                && Seen.has(before + "due");
    }
}
