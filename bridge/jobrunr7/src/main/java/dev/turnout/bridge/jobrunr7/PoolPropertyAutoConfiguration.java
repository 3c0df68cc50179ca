// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.PoolProperty;
import java.util.List;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Ends the start of an application whose {@code turnout.legacy.pool} has no effect: it would run as if it were guarded, and is not. */
@AutoConfiguration(after = JobRunrAutoConfiguration.class)
@ConditionalOnClass(JobRunrAutoConfiguration.class)
@ConditionalOnProperty(prefix = "turnout.legacy", name = "pool")
public class PoolPropertyAutoConfiguration {
    /** Looks before any bean is there. */
    @Bean
    static BeanFactoryPostProcessor turnoutPoolPropertyFirst(Environment environment) {
        return beans -> property(environment).check(beans);
    }

    /** Looks when all beans are there, and before JobRunr's server starts. */
    @Bean
    SmartInitializingSingleton turnoutPoolProperty(Environment environment, ObjectProvider<StorageProvider> storages) {
        PoolProperty property = property(environment);
        return () -> property.check(storages.stream().toList(), StorageLevel::of, StorageLevel::isJobRunrs);
    }

    private static PoolProperty property(Environment environment) {
        return new PoolProperty(environment, List.of(StorageLevel.GUARDED, StorageLevel.DROP_IN));
    }
}
