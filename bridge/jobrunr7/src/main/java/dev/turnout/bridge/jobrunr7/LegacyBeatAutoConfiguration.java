// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import io.lettuce.core.RedisClient;
import java.util.Objects;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.jobrunr.storage.StorageProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * Announces the level of a background job server on Redis: {@code drop-in} with our storage provider, {@code guarded} if JobRunr's is on a
 * {@link GuardedPool}, whoever made it, else {@code awaiting}; {@code stock} if the performer is not ours.
 */
@AutoConfiguration(after = {JobRunrAutoConfiguration.class, GuardedAutoConfiguration.class})
@ConditionalOnClass({JobRunrAutoConfiguration.class, RedisClient.class})
@ConditionalOnBean({BackgroundJobServer.class, RedisClient.class})
@ConditionalOnProperty(
        prefix = "org.jobrunr.database",
        name = "type",
        havingValue = "redis-lettuce",
        matchIfMissing = true)
public class LegacyBeatAutoConfiguration {
    private static final String STARTER = "jobRunrStarter";
    private static final String BEAT = "turnoutLegacyBeat";

    /** The beat of this context's server. */
    @Bean(name = BEAT)
    LegacyBeat turnoutLegacyBeat(
            RedisClient client, BackgroundJobServer server, StorageProvider storage, JobRunrProperties properties) {
        String prefix = Objects.requireNonNullElse(properties.getDatabase().getTablePrefix(), "");
        return LegacyBeat.start(client, server, prefix, StorageLevel.announced(storage));
    }

    /** The server is stopped by the starter's bean, and beats until then: so that bean has to go first. */
    @Bean
    static BeanFactoryPostProcessor turnoutLegacyBeatOutlivesServer() {
        return beans -> {
            if (beans.containsBeanDefinition(STARTER)) {
                BeanDefinition starter = beans.getBeanDefinition(STARTER);
                starter.setDependsOn(StringUtils.addStringToArray(starter.getDependsOn(), BEAT));
            }
        };
    }
}
