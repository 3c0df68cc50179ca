// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import io.lettuce.core.RedisClient;
import org.apache.commons.pool2.ObjectPool;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.nosql.redis.LettuceRedisStorageProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * With {@code turnout.legacy.pool=guarded}: JobRunr's own Redis provider, under its own bean name, on a
 * {@link GuardedPool}. It takes the starter's place before that has its turn; table prefix, mapper and client stay the
 * application's. The property may come from the environment ({@code TURNOUT_LEGACY_POOL=guarded}), so that not a line of
 * the application changes.
 *
 * <p>An application that makes its own {@link StorageProvider} keeps it: it passes
 * {@code GuardedPool.of(redisClient)} to {@code LettuceRedisStorageProvider} itself, and is announced as guarded all the same. Where
 * the property has no effect, the application does not start ({@link PoolPropertyAutoConfiguration}). One whose client lives inside a
 * Spring Data connection factory first makes it a bean: {@code (RedisClient) factory.getNativeClient()}.
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
@ConditionalOnClass({JobRunrAutoConfiguration.class, RedisClient.class, ObjectPool.class})
@ConditionalOnProperty(prefix = "turnout.legacy", name = "pool", havingValue = "guarded")
@ConditionalOnProperty(
        prefix = "org.jobrunr.database",
        name = "type",
        havingValue = "redis-lettuce",
        matchIfMissing = true)
@ConditionalOnBean(RedisClient.class)
@ConditionalOnMissingBean(StorageProvider.class)
public class GuardedAutoConfiguration {
    /** The pool on the application's client; the provider closes it. */
    @Bean(destroyMethod = "")
    GuardedPool turnoutGuardedPool(RedisClient client) {
        return GuardedPool.of(client);
    }

    /** JobRunr's provider on that pool. */
    @Bean(destroyMethod = "close")
    @SuppressWarnings("deprecation") // deprecated because JobRunr 8 has no Redis; its users are why we are here
    StorageProvider storageProvider(GuardedPool pool, JobMapper mapper, JobRunrProperties properties) {
        LettuceRedisStorageProvider provider =
                new LettuceRedisStorageProvider(pool, properties.getDatabase().getTablePrefix());
        provider.setJobMapper(mapper);
        return provider;
    }
}
