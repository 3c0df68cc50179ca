// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr8;

import dev.turnout.bridge.jobrunr.PoolProperty;
import java.util.List;
import org.jobrunr.storage.StorageProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Ends the start of an application whose {@code turnout.legacy.pool} has no effect. */
@AutoConfiguration(after = DropInAutoConfiguration.class)
@ConditionalOnProperty(prefix = "turnout.legacy", name = "pool")
public class PoolPropertyAutoConfiguration {
    private static final String DROP_IN = "drop-in";

    /** Looks before any bean is there. */
    @Bean
    static BeanFactoryPostProcessor turnoutPoolPropertyFirst(Environment environment) {
        return beans -> property(environment).check(beans);
    }

    /** Looks when all beans are there, and before JobRunr's server starts. */
    @Bean
    SmartInitializingSingleton turnoutPoolProperty(Environment environment, ObjectProvider<StorageProvider> storages) {
        PoolProperty property = property(environment);
        return () -> property.check(
                storages.stream().toList(),
                storage -> storage instanceof TurnoutStorageProvider ? DROP_IN : "",
                storage -> false); // JobRunr 8 has none for Redis
    }

    private static PoolProperty property(Environment environment) {
        return new PoolProperty(environment, List.of(DROP_IN));
    }
}
