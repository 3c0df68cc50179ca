// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.LegacyQueueOptions;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import io.lettuce.core.RedisClient;
import java.util.Arrays;
import java.util.List;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.utils.mapper.JsonMapper;

/** An async worker for the jobs of the depot, under a key prefix. */
final class DepotWorker implements AutoCloseable {
    final Depot depot = new Depot();
    private final LegacyQueue queue;
    private final Worker worker;

    DepotWorker(RedisClient client, String prefix, JsonMapper mapper, List<JobFilter> filters) {
        queue = LegacyQueue.open(client, LegacyQueueOptions.with().keyPrefix(prefix));
        worker = Worker.on(queue)
                .tasks(TaskRegistry.of(Arrays.stream(Depot.class.getDeclaredMethods())
                        .filter(method ->
                                method.getName().equals("needy") || FiltersTest.WAGONS.contains(method.getName()))
                        .map(method -> TaskDefinition.blocking(Depot.class, method, ""))
                        .toList()))
                .beans(type -> depot)
                .surroundings(JobRunrSurroundings.on(queue.documents(), filters, new JobMapper(mapper)))
                .build()
                .start();
    }

    @Override
    public void close() {
        worker.close();
        queue.close();
    }
}
