// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.turnout.runtime.async.Blocking;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.task.AsyncTask;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.testing.InMemoryQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tasks and their transactions, on a real database behind a real pool. */
@Timeout(60)
class TransactionsTest {
    private final InMemoryQueue queue = InMemoryQueue.create();
    private AnnotationConfigApplicationContext context;
    private JdbcTemplate sql;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        String books = Books.class.getName();
        String teller = TellerOfOffice.class.getName();
        context = Contexts.unrefreshed(queue, """
                turnout.worker:
                  enabled: true
                  duty-every: 20ms
                """);
        context.setClassLoader(Catalog.of(
                folder,
                List.of(
                        books + "#write(java.lang.String) = blocking",
                        books + "#writeOnSecondAttempt(java.lang.String) = blocking",
                        teller + "#tell(java.lang.String) = blocking:office",
                        teller + "#hidden(java.lang.String) = blocking")));
        context.register(Database.class, Offloading.class, Office.class, TurnoutAutoConfiguration.class);
        context.refresh();
        sql = context.getBean(JdbcTemplate.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void aTwinThatOffloadsThroughAnotherBeansProxyHasItsTransaction() {
        JobId good = insert(Offloading.class, "record", "kept");
        JobId bad = insert(Offloading.class, "record", "fails");

        await().until(() -> state(good).equals("SUCCEEDED") && state(bad).equals("FAILED"));

        assertThat(rows()).containsExactly("kept in true");
        assertThat(failure(bad)).hasMessage("fails");
    }

    @Test
    void aFailingTaskOfTheBlockingLaneRollsItsRowsBack() {
        JobId good = insert(Books.class, "write", "kept");
        JobId bad = insert(Books.class, "write", "fails");

        await().until(() -> state(good).equals("SUCCEEDED") && state(bad).equals("FAILED"));

        assertThat(AopUtils.isCglibProxy(context.getBean(Books.class))).isTrue();
        assertThat(rows()).containsExactly("kept in true");
    }

    @Test
    void theRetryOfAFailedTaskWritesItsRowsOnce() {
        JobId job = Contexts.insert(queue, Books.class, "writeOnSecondAttempt", 1, "retried");
        await().until(() -> state(job).equals("SCHEDULED"));
        assertThat(rows()).isEmpty();

        queue.store().clock().advance(Duration.ofMinutes(1));
        await().until(() -> state(job).equals("SUCCEEDED"));

        assertThat(rows()).containsExactly("retried in true");
    }

    @Test
    void aTwinThatOffloadsToItsOwnMethodPassesTheProxyByAndHasNoTransaction() {
        JobId bad = insert(Offloading.class, "recordItself", "fails");

        await().until(() -> state(bad).equals("FAILED"));

        assertThat(rows()).containsExactly("fails in false");
    }

    @Test
    void aTwinThatOffloadsToItsOwnProxyHasItsTransaction() {
        JobId bad = insert(Offloading.class, "recordThroughProxy", "fails");
        JobId good = insert(Offloading.class, "recordThroughProxy", "kept");

        await().until(() -> state(good).equals("SUCCEEDED") && state(bad).equals("FAILED"));

        assertThat(rows()).containsExactly("kept in true");
    }

    @Test
    void theTransactionOfATwinEndsWhenItReturnsAndNotWithItsStage() {
        JobId bad = insert(Offloading.class, "recordTooEarly", "fails");

        await().until(() -> state(bad).equals("FAILED"));

        assertThat(rows()).containsExactly("fails in true");
    }

    @Test
    void nothingOfATransactionIsLeftOnTheThreadForTheNextJob() {
        for (int job = 0; job < 20; job++) {
            insert(Books.class, "write", "fails");
        }
        JobId after = insert(Offloading.class, "recordItself", "after");

        await().until(() -> queue.store().jobs().stream()
                .allMatch(job ->
                        List.of("SUCCEEDED", "FAILED").contains(job.state().name())));

        assertThat(state(after)).isEqualTo("SUCCEEDED");
        assertThat(rows()).containsExactly("after in false");
    }

    @Test
    void aTaskBehindAnInterfaceProxyHasItsTransactionWhereTheInterfaceShowsIt() {
        JobId good = insert(TellerOfOffice.class, "tell", "kept");
        JobId bad = insert(TellerOfOffice.class, "tell", "fails");
        JobId hidden = insert(TellerOfOffice.class, "hidden", "kept");

        await().until(() -> state(good).equals("SUCCEEDED") && state(bad).equals("FAILED"));
        await().until(() -> state(hidden).equals("PARKED"));

        assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Teller.class))).isTrue();
        assertThat(rows()).containsExactly("kept in true");
        assertThat(queue.store().find(hidden).orElseThrow().reason())
                .contains("TURNOUT-0116")
                .contains("proxyTargetClass = true");
    }

    private JobId insert(Class<?> type, String method, String word) {
        return Contexts.insert(queue, type, method, word);
    }

    private String state(JobId job) {
        return Contexts.state(queue, job);
    }

    private Throwable failure(JobId job) {
        return queue.store().find(job).orElseThrow().failures().get(0);
    }

    private List<String> rows() {
        return sql.queryForList("SELECT word FROM books", String.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = false)
    static class Database {
        @Bean
        DataSource dataSource() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:h2:mem:");
            pool.setMaximumPoolSize(1); // one connection is one database; who keeps it stops everybody
            return pool;
        }

        @Bean
        DataSourceTransactionManager transactions(DataSource source) {
            return new DataSourceTransactionManager(source);
        }

        @Bean
        JdbcTemplate sql(DataSource source) {
            JdbcTemplate sql = new JdbcTemplate(source);
            sql.execute("CREATE TABLE books (word VARCHAR)");
            return sql;
        }

        @Bean
        Books books(JdbcTemplate sql) {
            return new Books(sql);
        }
    }

    /** Writes a row, and fails if the word says so. */
    private static void write(JdbcTemplate sql, String word) {
        boolean inTransaction = TransactionSynchronizationManager.isActualTransactionActive();
        sql.update("INSERT INTO books VALUES (?)", word + " in " + inTransaction);
        if (word.equals("fails")) {
            throw new IllegalStateException(word);
        }
    }

    static class Books {
        private final JdbcTemplate sql;
        private final AtomicInteger attempts = new AtomicInteger();

        Books(JdbcTemplate sql) {
            this.sql = sql;
        }

        @Transactional
        void write(String word) {
            TransactionsTest.write(sql, word);
        }

        @Transactional
        void writeOnSecondAttempt(String word) {
            TransactionsTest.write(sql, word);
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("first");
            }
        }
    }

    static class Offloading {
        private final Books books;
        private final JdbcTemplate sql;

        @Autowired
        @Lazy
        private Offloading self;

        Offloading(Books books, JdbcTemplate sql) {
            this.books = books;
            this.sql = sql;
        }

        void record(String word) {}

        @AsyncTask
        CompletionStage<?> recordAsync(String word) {
            return Blocking.run(() -> books.write(word));
        }

        @AsyncTask
        CompletionStage<?> recordItself(String word) {
            return Blocking.run(() -> writeHere(word));
        }

        @AsyncTask
        CompletionStage<?> recordThroughProxy(String word) {
            return Blocking.run(() -> self.writeHere(word));
        }

        @AsyncTask
        @Transactional
        CompletionStage<?> recordTooEarly(String word) {
            sql.update(
                    "INSERT INTO books VALUES (?)",
                    word + " in " + TransactionSynchronizationManager.isActualTransactionActive());
            // Spring rolls back too if the stage has failed by the time the method returns
            return Stages.then(
                    Stages.delay(Duration.ofMillis(500)), ignored -> Stages.failed(new IllegalStateException(word)));
        }

        @Transactional
        void writeHere(String word) {
            TransactionsTest.write(sql, word);
        }
    }

    public interface Teller {
        void tell(String word);
    }

    @Configuration(proxyBeanMethods = false)
    static class Office {
        @Bean
        Teller teller(JdbcTemplate sql) {
            return new TellerOfOffice(sql);
        }
    }

    static class TellerOfOffice implements Teller {
        private final JdbcTemplate sql;

        TellerOfOffice(JdbcTemplate sql) {
            this.sql = sql;
        }

        @Override
        @Transactional
        public void tell(String word) {
            TransactionsTest.write(sql, word);
        }

        @Transactional
        public void hidden(String word) {
            TransactionsTest.write(sql, word);
        }
    }
}
