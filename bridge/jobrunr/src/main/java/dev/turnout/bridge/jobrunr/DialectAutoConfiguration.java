// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.wire.Dialect;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** With {@code turnout.queue.layout=jobrunr}: arguments of new jobs are written by the application's own JobRunr mapper. */
@AutoConfiguration(after = JobRunrAutoConfiguration.class)
@ConditionalOnClass(JobRunrAutoConfiguration.class)
@ConditionalOnProperty(prefix = "turnout.queue", name = "layout", havingValue = "jobrunr")
@ConditionalOnBean(JobMapper.class)
public class DialectAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(Dialect.class)
    JobRunrDialect turnoutJobRunrDialect(JobMapper mapper) {
        return new JobRunrDialect(mapper);
    }
}
