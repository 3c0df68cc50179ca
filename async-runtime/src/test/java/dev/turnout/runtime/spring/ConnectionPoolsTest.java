// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

class ConnectionPoolsTest {
    private static final String URL = "jdbc:h2:mem:pools;DB_CLOSE_DELAY=-1";
    private static final AtomicInteger CREATED = new AtomicInteger();

    @Test
    void hikariThatHasGivenConnectionsLeavesTwoOfThemToOthers() {
        HikariDataSource pool = hikari(12);
        new JdbcTemplate(pool).execute("SELECT 1");

        assertSized(10, "the connection pool one (HikariDataSource), has 12, of which 2 are left to others", pool);
    }

    @Test
    void hikariThatNobodyHasUsedYetIsKnownAndStaysUnused() {
        HikariDataSource untouched = new HikariDataSource();
        untouched.setJdbcUrl(URL);

        assertSized(8, "the connection pool one (HikariDataSource), has 10, of which 2 are left to others", untouched);
        assertThat(untouched.getHikariPoolMXBean()).as("its pool").isNull();
    }

    @Test
    void aPoolOfTwoConnectionsMakesALaneOfOneThread() {
        assertSized(1, "the connection pool one (HikariDataSource), has 2, of which 2 are left to others", hikari(2));
    }

    @Test
    void tomcatsPoolIsKnown() {
        org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
        pool.setMaxActive(7);

        assertSized(5, "the connection pool one (DataSource), has 7, of which 2 are left to others", pool);
    }

    @Test
    void dbcp2IsKnownUnlessItHasNoLimit() throws SQLException {
        try (BasicDataSource pool = new BasicDataSource()) {
            pool.setMaxTotal(9);
            assertSized(7, "the connection pool one (BasicDataSource), has 9, of which 2 are left to others", pool);

            pool.setMaxTotal(-1);
            assertSized(8, "the default: no connection pool to be seen", pool);
        }
    }

    @Test
    void c3p0IsKnown() {
        try (ComboPooledDataSource pool = new ComboPooledDataSource()) {
            pool.setMaxPoolSize(20);

            assertSized(
                    18, "the connection pool one (ComboPooledDataSource), has 20, of which 2 are left to others", pool);
        }
    }

    @Test
    void ofSeveralPoolsTheSmallestCounts() {
        assertSized(
                4,
                "the smallest of 3 connection pools, two (HikariDataSource), has 6, of which 2 are left to others",
                hikari(30),
                hikari(6),
                hikari(16));
    }

    @Test
    void aSourceWithoutAPoolLeavesTheDefault() {
        assertSized(8, "the default: no connection pool to be seen", new DriverManagerDataSource(URL));
    }

    @Test
    void anApplicationWithoutADatabaseHasTheDefault() {
        assertSized(8, "the default: no connection pool to be seen");
    }

    @Test
    void aPoolBehindSpringsDelegatesAndProxiesIsSeen() {
        ProxyFactory classProxy = new ProxyFactory(new LazyConnectionDataSourceProxy(hikari(11)));
        classProxy.setProxyTargetClass(true);

        assertSized(9, "the connection pool one (HikariDataSource), has 11, of which 2 are left to others", (DataSource)
                classProxy.getProxy());
    }

    @Test
    void aPoolBehindAnInterfaceProxyIsSeen() {
        ProxyFactory proxy = new ProxyFactory();
        proxy.setInterfaces(DataSource.class);
        proxy.setTarget(hikari(13));

        assertSized(
                11, "the connection pool one (HikariDataSource), has 13, of which 2 are left to others", (DataSource)
                        proxy.getProxy());
    }

    @Test
    void aPoolThatOnlyUnwrapShowsIsSeen() {
        assertSized(
                12,
                "the connection pool one (HikariDataSource), has 14, of which 2 are left to others",
                new Wrapper(hikari(14)));
    }

    @Test
    void theSmallestPoolThatARouterRoutesToCounts() {
        AbstractRoutingDataSource router = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                throw new IllegalStateException("nobody may ask for a connection");
            }
        };
        router.setTargetDataSources(Map.of("a", hikari(20), "b", hikari(5)));
        router.setDefaultTargetDataSource(hikari(40));
        router.afterPropertiesSet();

        assertSized(3, "the connection pool one (HikariDataSource), has 5, of which 2 are left to others", router);
    }

    @Test
    void aSizeThatIsConfiguredStaysWhateverThePools() {
        try (AnnotationConfigApplicationContext context = context(hikari(30))) {
            WorkerOptions options = new ConnectionPools(context.getBeanFactory())
                    .size(WorkerOptions.with().blockingPoolSize(3));

            assertThat(options.threadsOf("")).isEqualTo(3);
            assertThat(options.blockingPoolReason()).isEqualTo("as configured");
        }
    }

    @Test
    void lazyAndScopedSourcesAreLeftAlone() {
        CREATED.set(0);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
            context.register(LazyAndScoped.class);
            context.refresh();

            WorkerOptions options = new ConnectionPools(context.getBeanFactory()).size(WorkerOptions.with());

            assertThat(options.blockingPoolReason())
                    .isEqualTo("the default: no connection pool to be seen; not created yet: lazy, many");
            assertThat(CREATED).hasValue(0);

            context.getBean("lazy", DataSource.class);
            assertThat(new ConnectionPools(context.getBeanFactory())
                            .size(WorkerOptions.with())
                            .threadsOf(""))
                    .isEqualTo(19);
        }
    }

    @Test
    void poolsOfAParentContextCount() {
        try (AnnotationConfigApplicationContext parent = context(hikari(5));
                AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
            child.setParent(parent);
            child.refresh();

            assertThat(new ConnectionPools(child.getBeanFactory())
                            .size(WorkerOptions.with())
                            .threadsOf(""))
                    .isEqualTo(3);
        }
    }

    @Test
    void theLogSaysAtTheStartWhatWasChosenAndWhy() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.turnout.runtime.internal.Engine");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try (AnnotationConfigApplicationContext context = Contexts.boot(InMemoryQueue.create(), "", OnePool.class)) {
            assertThat(context.getBean(WorkerLifecycle.class).isRunning()).isTrue();
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "blocking pools have 14 threads (the connection pool dataSource (HikariDataSource), has"
                                        + " 16, of which 2 are left to others)"));
    }

    private static void assertSized(int threads, String reason, DataSource... sources) {
        try (AnnotationConfigApplicationContext context = context(sources)) {
            WorkerOptions options = new ConnectionPools(context.getBeanFactory()).size(WorkerOptions.with());

            assertThat(options.threadsOf("")).isEqualTo(threads);
            assertThat(options.blockingPoolReason()).isEqualTo(reason);
        }
    }

    private static AnnotationConfigApplicationContext context(DataSource... sources) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        for (int at = 0; at < sources.length; at++) {
            DataSource source = sources[at];
            context.registerBean(new String[] {"one", "two", "three"}[at], DataSource.class, () -> source);
        }
        context.refresh();
        return context;
    }

    private static HikariDataSource hikari(int most) {
        CREATED.incrementAndGet();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(URL);
        pool.setMaximumPoolSize(most);
        return pool;
    }

    @Configuration(proxyBeanMethods = false)
    static class OnePool {
        @Bean
        DataSource dataSource() {
            return hikari(16);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyAndScoped {
        @Bean
        @Lazy
        DataSource lazy() {
            return hikari(21);
        }

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        HikariDataSource scoped() {
            return hikari(4);
        }

        @Bean
        @Scope(scopeName = "request-that-is-not-there", proxyMode = ScopedProxyMode.INTERFACES)
        DataSource nowhere() {
            return hikari(4);
        }

        @Bean
        @Scope("prototype")
        DataSource many() {
            return hikari(4);
        }
    }

    /** As libraries that log or measure do it. */
    private record Wrapper(DataSource below) implements DataSource {
        @Override
        public Connection getConnection() {
            throw new IllegalStateException("nobody may ask for a connection");
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return type.isInstance(below) ? type.cast(below) : below.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return type.isInstance(below) || below.isWrapperFor(type);
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return below.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            below.setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            below.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return below.getLoginTimeout();
        }

        @Override
        public java.util.logging.Logger getParentLogger() {
            return java.util.logging.Logger.getGlobal();
        }
    }
}
