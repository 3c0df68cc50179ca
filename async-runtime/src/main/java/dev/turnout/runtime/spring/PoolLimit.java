// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.util.ClassUtils;

/**
 * How many connections a pool gives at most. Pools are known by the names of their properties, so that none of them is a
 * library of ours, and asked nothing that would open a connection.
 *
 * @param most connections at most, 1 or more
 * @param kind simple name of the pool's class
 */
record PoolLimit(int most, String kind) {
    private static final Logger LOG = LoggerFactory.getLogger(PoolLimit.class);
    private static final int MAX_LAYERS = 16;

    /** HikariCP, c3p0 and UCP, DBCP2, Tomcat and Druid, H2. */
    private static final List<String> LIMITS =
            List.of("getMaximumPoolSize", "getMaxPoolSize", "getMaxTotal", "getMaxActive", "getMaxConnections");

    /** Spring's delegating and routing data sources, and proxies that measure or log. */
    private static final List<String> LAYERS = List.of(
            "getTargetDataSource",
            "getResolvedDataSources",
            "getResolvedDefaultDataSource",
            "getDataSource",
            "getWrapped",
            "getDelegate");

    /** What to ask {@link DataSource#unwrap} for where a layer shows nothing of what is below it. */
    private static final List<String> POOLS = List.of(
            "com.zaxxer.hikari.HikariDataSource",
            "org.apache.tomcat.jdbc.pool.DataSourceProxy",
            "org.apache.commons.dbcp2.BasicDataSource",
            "com.mchange.v2.c3p0.ComboPooledDataSource",
            "oracle.ucp.jdbc.PoolDataSource");

    private static final String HIKARI = "com.zaxxer.hikari.";
    private static final int HIKARI_DEFAULT = 10;

    /** The limit of {@code source}, or the smallest of those that it routes to; empty where no pool has one. */
    static Optional<PoolLimit> in(Object source) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> layers = new ArrayDeque<>(List.of(source));
        Optional<PoolLimit> smallest = Optional.empty();
        while (!layers.isEmpty() && seen.size() < MAX_LAYERS) {
            Object layer = layers.pop();
            if (!seen.add(layer)) {
                continue;
            }
            if (layer instanceof Advised proxy) {
                targetOf(proxy).ifPresent(layers::push);
                continue;
            }
            Optional<PoolLimit> own = of(layer);
            if (own.isPresent()) {
                smallest = Stream.concat(smallest.stream(), own.stream()).min(Comparator.comparingInt(PoolLimit::most));
            } else {
                below(layer).forEach(layers::push);
            }
        }
        return smallest;
    }

    private static Optional<PoolLimit> of(Object layer) {
        Class<?> type = ClassUtils.getUserClass(layer);
        for (String getter : LIMITS) {
            if (read(layer, getter) instanceof Integer said) {
                boolean unsaid = said <= 0 && type.getName().startsWith(HIKARI); // until its first connection
                int most = unsaid ? HIKARI_DEFAULT : said;
                return most <= 0 ? Optional.empty() : Optional.of(new PoolLimit(most, type.getSimpleName()));
            }
        }
        return Optional.empty();
    }

    /** What a proxy of Spring stands for, unless it finds that anew for each call, as those of scopes do. */
    private static Optional<Object> targetOf(Advised proxy) {
        TargetSource source = proxy.getTargetSource();
        try {
            return source.isStatic() ? Optional.ofNullable(source.getTarget()) : Optional.empty();
        } catch (Exception mute) { // as the interface declares; those that are static throw nothing
            LOG.debug("{} does not show its target", source, mute);
            return Optional.empty();
        }
    }

    private static List<Object> below(Object layer) {
        List<Object> shown = LAYERS.stream()
                .map(getter -> read(layer, getter))
                .flatMap(PoolLimit::sources)
                .toList();
        return shown.isEmpty() && layer instanceof DataSource source ? unwrapped(source) : shown;
    }

    private static Stream<Object> sources(@Nullable Object shown) {
        Collection<?> all =
                shown instanceof Map<?, ?> routes ? routes.values() : shown == null ? List.of() : List.of(shown);
        return all.stream().filter(DataSource.class::isInstance).map(Object.class::cast);
    }

    private static List<Object> unwrapped(DataSource source) {
        for (String name : POOLS) {
            try {
                Class<?> pool = ClassUtils.forName(name, source.getClass().getClassLoader());
                if (source.isWrapperFor(pool)) {
                    return List.of(source.unwrap(pool));
                }
            } catch (ClassNotFoundException absent) {
                LOG.trace("{} is not on the class path", name);
            } catch (SQLException | RuntimeException | LinkageError mute) {
                LOG.debug("{} does not say whether it wraps {}", source.getClass(), name, mute);
            }
        }
        return List.of();
    }

    /** What that getter of {@code layer} gives; null where there is none, or where it cannot be asked now. */
    private static @Nullable Object read(Object layer, String getter) {
        try {
            Method method = layer.getClass().getMethod(getter);
            Method open = Modifier.isPublic(method.getDeclaringClass().getModifiers())
                    ? method
                    : ClassUtils.getInterfaceMethodIfPossible(method, layer.getClass());
            return open.invoke(layer);
        } catch (NoSuchMethodException absent) {
            return null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError mute) {
            LOG.debug("{} of {} cannot be asked", getter, layer.getClass(), mute);
            return null;
        }
    }
}
