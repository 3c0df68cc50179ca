// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
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
@AutoConfiguration(after = JobRunrAutoConfiguration.class)
@ConditionalOnClass(JobRunrAutoConfiguration.class)
@ConditionalOnProperty(prefix = "turnout.queue", name = "layout", havingValue = "jobrunr")
@ConditionalOnBean(JobMapper.class)
public class SurroundingsAutoConfiguration {
    /** The surroundings, with all beans of type {@link JobFilter} in their order. */
    @Bean
    @ConditionalOnMissingBean
    JobRunrSurroundings turnoutJobRunrSurroundings(ObjectProvider<JobFilter> filters, JobMapper mapper) {
        return new JobRunrSurroundings(filters.orderedStream().toList(), mapper);
    }
}
