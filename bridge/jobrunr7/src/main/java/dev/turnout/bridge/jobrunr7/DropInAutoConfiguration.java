// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import io.lettuce.core.RedisClient;
import java.util.Objects;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.jobrunr.storage.StorageProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * With {@code turnout.legacy.pool=drop-in}, JobRunr 7 stores everything through {@link TurnoutStorageProvider}. It takes the starter's
 * place before that has its turn; table prefix, mapper and client stay the application's. An application that makes its own {@link
 * StorageProvider} keeps it. With {@code turnout.legacy.after-commit=true}, new jobs are sent when their Spring transaction has committed.
 */
@AutoConfiguration(
        before = JobRunrAutoConfiguration.class,
        beforeName = {
            "org.jobrunr.spring.autoconfigure.storage.JobRunrInMemoryStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrElasticSearchStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrJedisStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrLettuceRedisClientStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrLettuceSpringDataConnectionFactoryStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrMongoDBStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrDocumentDBStorageAutoConfiguration",
            "org.jobrunr.spring.autoconfigure.storage.JobRunrSqlStorageAutoConfiguration"
        })
@ConditionalOnClass({JobRunrAutoConfiguration.class, RedisClient.class})
@ConditionalOnProperty(prefix = "turnout.legacy", name = "pool", havingValue = "drop-in")
@ConditionalOnBean(RedisClient.class)
@ConditionalOnMissingBean(StorageProvider.class)
public class DropInAutoConfiguration {
    /** The drop-in on the application's client. */
    @Bean(destroyMethod = "close")
    StorageProvider storageProvider(
            RedisClient client, JobMapper mapper, JobRunrProperties properties, Environment environment) {
        String prefix = Objects.requireNonNullElse(properties.getDatabase().getTablePrefix(), "");
        boolean afterCommit = Binder.get(environment)
                .bind("turnout.legacy.after-commit", Boolean.class)
                .orElse(false);
        TurnoutStorageProvider provider = new TurnoutStorageProvider(client, prefix, afterCommit);
        provider.setJobMapper(mapper);
        return provider;
    }
}
