// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.task.WorkerOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The connection pools of an application, by which the blocking lane is sized: a lane with more threads than the pool has
 * connections only moves the queue into the pool, where it times out.
 *
 * <p>Looks at beans that are there already and creates none: a lazy data source stays lazy, and a scope that is not active is
 * left alone.
 */
final class ConnectionPools {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPools.class);

    /** Connections that are left to the rest of the application: its web requests, its health check. */
    private static final int LEFT = 2;

    private final ConfigurableListableBeanFactory factory;

    ConnectionPools(ConfigurableListableBeanFactory factory) {
        this.factory = factory;
    }

    /** These options, with the size of blocking pools and the reason for it, where they do not say a size. */
    WorkerOptions size(WorkerOptions options) {
        if (options.blockingPoolSize().isPresent()) {
            return options;
        }
        List<Found> pools = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        for (BeanFactory each = factory;
                each instanceof ConfigurableListableBeanFactory beans;
                each = beans.getParentBeanFactory()) {
            for (String name : beans.getBeanNamesForType(DataSource.class, true, false)) {
                Optional<Object> bean = existing(beans, name);
                bean.flatMap(PoolLimit::in).ifPresent(limit -> pools.add(new Found(name, limit)));
                if (bean.isEmpty() && !ScopedProxyUtils.isScopedTarget(name)) {
                    unseen.add(name);
                }
            }
        }
        Optional<Found> smallest =
                pools.stream().min(Comparator.comparingInt(pool -> pool.limit().most()));
        return smallest.map(pool ->
                        options.blockingPoolSize(Math.max(1, pool.limit().most() - LEFT), pool.reason(pools.size())))
                .orElseGet(() -> options.blockingPoolSize(options.threadsOf(""), nothing(unseen)));
    }

    /** The bean of that name if it has been created. */
    private static Optional<Object> existing(ConfigurableListableBeanFactory beans, String name) {
        try {
            Object bean = beans.getSingleton(name);
            return bean instanceof FactoryBean<?> maker
                    ? (maker.isSingleton() ? Optional.of(beans.getBean(name)) : Optional.empty())
                    : Optional.ofNullable(bean);
        } catch (RuntimeException | LinkageError unfit) {
            LOG.debug("data source {} is not looked at", name, unfit);
            return Optional.empty();
        }
    }

    private static String nothing(List<String> unseen) {
        return "the default: no connection pool to be seen"
                + (unseen.isEmpty() ? "" : "; not created yet: " + String.join(", ", unseen));
    }

    private record Found(String name, PoolLimit limit) {
        String reason(int among) {
            return (among == 1 ? "the connection pool " : "the smallest of " + among + " connection pools, ") + name
                    + " (" + limit.kind() + "), has " + limit.most() + ", of which " + LEFT + " are left to others";
        }
    }
}
