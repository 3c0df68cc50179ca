// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr7;

import dev.turnout.bridge.jobrunr.AwaitingPerformerFactory;
import dev.turnout.bridge.jobrunr.RedisLayoutProvider;
import io.lettuce.core.RedisClient;
import java.util.Objects;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.JobRunrProperties;
import org.jobrunr.storage.StorageProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/** Announces the level of a background job server on Redis: {@code drop-in} with our storage provider, {@code guarded} with our pool, else {@code awaiting}; {@code stock} if the performer is not ours. */
@AutoConfiguration(after = {JobRunrAutoConfiguration.class, GuardedAutoConfiguration.class})
@ConditionalOnClass({JobRunrAutoConfiguration.class, RedisClient.class})
@ConditionalOnBean({BackgroundJobServer.class, RedisClient.class})
@ConditionalOnProperty(
        prefix = "org.jobrunr.database",
        name = "type",
        havingValue = "redis-lettuce",
        matchIfMissing = true)
public class LegacyBeatAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyBeatAutoConfiguration.class);
    private static final String STARTER = "jobRunrStarter";
    private static final String BEAT = "turnoutLegacyBeat";

    /** The beat of this context's server. */
    @Bean(name = BEAT)
    LegacyBeat turnoutLegacyBeat(
            RedisClient client,
            BackgroundJobServer server,
            JobRunrProperties properties,
            StorageProvider storage,
            ObjectProvider<GuardedPool> guarded) {
        String prefix = Objects.requireNonNullElse(properties.getDatabase().getTablePrefix(), "");
        String level = storage instanceof RedisLayoutProvider
                ? "drop-in"
                : guarded.stream().findAny().isPresent() ? "guarded" : "awaiting";
        return LegacyBeat.start(client, server, prefix, performed(level));
    }

    private static String performed(String level) {
        if (!AwaitingPerformerFactory.wouldBeChosen()) {
            LOG.error(
                    "TURNOUT-0409 Another extension of JobRunr replaces our performer, so stages would not be awaited."
                            + " This server announces itself as stock. Take the other one out, or lower its priority.");
            return "stock";
        }
        return level;
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
