// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.LegacyDocuments;
import dev.turnout.bridge.queue.LegacyQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * With {@code turnout.queue.layout=jobrunr}, on an async worker whose application still has JobRunr on its class path:
 * puts JobRunr's surroundings around each run, with the application's filter beans and mapper.
 */
@AutoConfiguration(
        after = JobRunrAutoConfiguration.class,
        afterName = "dev.turnout.bridge.spring.LegacyQueueAutoConfiguration")
@ConditionalOnClass(JobRunrAutoConfiguration.class)
@ConditionalOnProperty(prefix = "turnout.queue", name = "layout", havingValue = "jobrunr")
@ConditionalOnBean(JobMapper.class)
public class SurroundingsAutoConfiguration {
    private static final int JOBRUNRS_RETRIES = 10;
    private static final int JOBRUNRS_SEED = 3;

    /**
     * The surroundings, on all queues of the context, with the filters that the background job server has: the same as in the
     * legacy pool. Without a server in this process: with all beans of type {@link JobFilter} in their order; before them the retry filter
     * that JobRunr's starter makes of its properties, unless one of the beans decides about states itself.
     */
    @Bean
    @ConditionalOnMissingBean
    JobRunrSurroundings turnoutJobRunrSurroundings(
            ObjectProvider<JobFilter> filters,
            JobMapper mapper,
            ObjectProvider<LegacyQueue> queues,
            ObjectProvider<BackgroundJobServer> servers,
            ObjectProvider<JobRunrProperties> properties) {
        List<LegacyDocuments> documents =
                queues.orderedStream().map(LegacyQueue::documents).toList();
        return JobRunrSurroundings.on(
                documents,
                () -> servers.stream().findFirst().map(ServerFilters::of).orElseGet(() -> beans(filters, properties)),
                mapper);
    }

    private static List<JobFilter> beans(
            ObjectProvider<JobFilter> filters, ObjectProvider<JobRunrProperties> properties) {
        List<JobFilter> all = new ArrayList<>(filters.orderedStream().toList());
        if (all.stream().noneMatch(ElectStateFilter.class::isInstance)) {
            properties.ifAvailable(said -> retries(said.getJobs()).ifPresent(retries -> all.add(0, retries)));
        }
        return all;
    }

    private static Optional<JobFilter> retries(JobRunrProperties.Jobs jobs) {
        int retries = Optional.ofNullable(jobs.getDefaultNumberOfRetries()).orElse(JOBRUNRS_RETRIES);
        int seed = Optional.ofNullable(jobs.getRetryBackOffTimeSeed()).orElse(JOBRUNRS_SEED);
        return retries == JOBRUNRS_RETRIES && seed == JOBRUNRS_SEED
                ? Optional.empty()
                : Optional.of(new RetryFilter(retries, seed));
    }
}
