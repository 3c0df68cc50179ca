// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnout.runtime.Departure;
import dev.turnout.runtime.Job;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.TaskDefinition;
import dev.turnout.runtime.task.TaskRegistry;
import dev.turnout.runtime.task.WorkerOptions;
import dev.turnout.runtime.testing.InMemoryQueue;
import dev.turnout.runtime.testing.StoredJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The bean that puts jobs in, and the transactions around it, on a real database. */
@Timeout(60)
class TaskQueueBeanTest {
    private final InMemoryQueue memory = InMemoryQueue.create();
    private AnnotationConfigApplicationContext context;
    private TaskQueue queue;
    private TransactionTemplate transaction;
    private JdbcTemplate sql;

    @BeforeEach
    void start() {
        context = new AnnotationConfigApplicationContext();
        context.registerBean("queue", Queue.class, () -> memory);
        context.register(Database.class, TaskQueueAutoConfiguration.class);
        context.refresh();
        queue = context.getBean(TaskQueue.class);
        transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        sql = new JdbcTemplate(context.getBean(DataSource.class));
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void aJobLeavesWhenItsTransactionHasCommitted() {
        CompletableFuture<Job<Void>> sent = transaction.execute(status -> {
            sql.update("INSERT INTO notes VALUES ('row')");
            CompletableFuture<Job<Void>> sending = send("kept").toCompletableFuture();
            queue.blocking().enqueue(Notes::write, "blocking").send();
            queue.sendAll(List.of(queue.enqueue(Notes::write, "one"), queue.enqueue(Notes::write, "two")));
            assertThat(memory.jobs()).isEmpty();
            assertThatThrownBy(sending::join).hasMessageContaining("TURNOUT-0641");
            return sending;
        });

        assertThat(sent.join().sent()).isCompletedWithValue(true);
        assertThat(texts()).containsExactlyInAnyOrder("kept", "blocking", "one", "two");
    }

    @Test
    void aJobOfATransactionThatIsRolledBackIsNotSent() {
        CompletableFuture<Job<Void>> sent = transaction.execute(status -> {
            CompletableFuture<Job<Void>> sending = send("dropped").toCompletableFuture();
            status.setRollbackOnly();
            return sending;
        });

        assertThatThrownBy(sent::join).hasMessageContaining("TURNOUT-0640");
        assertThat(memory.jobs()).isEmpty();
    }

    @Test
    void aJobOfANestedTransactionThatIsRolledBackIsNotSent() {
        TransactionTemplate nested = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

        CompletableFuture<Job<Void>> dropped = transaction.execute(status -> {
            send("outer");
            CompletableFuture<Job<Void>> sending = nested.execute(inner -> {
                inner.setRollbackOnly();
                return send("dropped").toCompletableFuture();
            });
            nested.executeWithoutResult(inner -> send("inner"));
            return sending;
        });

        assertThatThrownBy(dropped::join).hasMessageContaining("TURNOUT-0640");
        assertThat(texts()).containsExactlyInAnyOrder("outer", "inner");
    }

    @Test
    void immediatelyDoesNotWait() {
        transaction.executeWithoutResult(status -> {
            queue.enqueue(Notes::write, "now")
                    .immediately()
                    .send()
                    .toCompletableFuture()
                    .join();
            status.setRollbackOnly();
        });

        assertThat(texts()).containsExactly("now");
    }

    @Test
    void theInnerTransactionAloneCounts() {
        TransactionTemplate inner = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(status -> {
            send("outer");
            inner.executeWithoutResult(ignored -> send("inner"));
            assertThat(texts()).containsExactly("inner");
            status.setRollbackOnly();
        });

        assertThat(texts()).containsExactly("inner");
    }

    @Test
    void whatAnotherListenerThrowsDoesNotKeepAJobFromLeaving() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            throw new IllegalStateException("careless");
                        }
                    });
                    send("kept");
                }))
                .hasMessage("careless");

        assertThat(texts()).containsExactly("kept");
    }

    @Test
    void aJobThatAListenerEnqueuesAfterTheCommitLeaves() {
        transaction.executeWithoutResult(
                status -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() { // as @TransactionalEventListener(AFTER_COMMIT) is called
                        send("after the commit");
                    }

                    @Override
                    public void afterCompletion(int ignored) {
                        send("at the end");
                    }
                }));

        assertThat(texts()).containsExactlyInAnyOrder("after the commit", "at the end");
    }

    @Test
    void whatTheLayoutCannotCarryRollsTheTransactionBack() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    sql.update("INSERT INTO notes VALUES ('never')");
                    queue.enqueue(Notes::write, "x").unique("u").send();
                }))
                .hasMessageContaining("TURNOUT-0634");

        assertThat(sql.queryForList("SELECT word FROM notes WHERE word = 'never'"))
                .isEmpty();
    }

    @Test
    void aWorkerNeverMissesTheRowOfAJobThatFollowsItsTransaction() throws Exception {
        Reader reader = new Reader(sql);
        TaskDefinition look =
                TaskDefinition.blocking(Reader.class, Reader.class.getDeclaredMethod("look", String.class), "");
        Worker worker = Worker.on(new InMemoryQueue(memory.store()))
                .tasks(TaskRegistry.of(List.of(look)))
                .beans(type -> reader)
                .options(WorkerOptions.with().pollEvery(Duration.ofMillis(10)))
                .closesOnExit(false)
                .build();
        try (worker) {
            worker.start();
            transaction.executeWithoutResult(status -> {
                queue.enqueue(Reader::look, "hasty").immediately().send();
                await().until(() -> reader.found.size() == 1);
                sql.update("INSERT INTO notes VALUES ('hasty')");
            });
            for (int number = 0; number < 50; number++) {
                String word = "row " + number;
                transaction.executeWithoutResult(status -> {
                    queue.enqueue(Reader::look, word).send();
                    sql.update("INSERT INTO notes VALUES (?)", word);
                });
            }
            await().until(() -> reader.found.size() == 51);
        }

        assertThat(reader.found.remove("hasty")).isFalse();
        assertThat(reader.found.values()).hasSize(50).containsOnly(true);
    }

    @Test
    void withoutATransactionItLeavesAtOnce() {
        send("now");

        assertThat(texts()).containsExactly("now");
    }

    @Test
    void anOwnBeanIsKeptAndWithoutAQueueThereIsNone() {
        TaskQueue own = TaskQueue.on(memory).leaving(Departure.AT_ONCE);
        try (AnnotationConfigApplicationContext other = new AnnotationConfigApplicationContext()) {
            other.registerBean("queue", Queue.class, () -> memory);
            other.registerBean("own", TaskQueue.class, () -> own);
            other.register(TaskQueueAutoConfiguration.class);
            other.refresh();
            assertThat(other.getBean(TaskQueue.class)).isSameAs(own);
        }
        try (AnnotationConfigApplicationContext none =
                new AnnotationConfigApplicationContext(TaskQueueAutoConfiguration.class)) {
            assertThat(none.getBeanNamesForType(TaskQueue.class)).isEmpty();
        }
    }

    private CompletionStage<Job<Void>> send(String text) {
        return queue.enqueue(Notes::write, text).send();
    }

    private List<String> texts() {
        return memory.jobs().stream().map(TaskQueueBeanTest::text).toList();
    }

    private static String text(StoredJob job) {
        return String.valueOf(job.argument(0, String.class));
    }

    /** A task. */
    static class Notes {
        void write(String text) {}
    }

    /** A task that looks for its row. */
    static class Reader {
        final Map<String, Boolean> found = new ConcurrentHashMap<>();
        private final JdbcTemplate sql;

        Reader(JdbcTemplate sql) {
            this.sql = sql;
        }

        void look(String word) {
            found.put(
                    word,
                    !sql.queryForList("SELECT word FROM notes WHERE word = ?", word)
                            .isEmpty());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Database {
        @Bean
        DataSource source() {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:task-queue;DB_CLOSE_DELAY=-1");
            new JdbcTemplate(source).execute("CREATE TABLE IF NOT EXISTS notes (word VARCHAR)");
            return source;
        }

        @Bean
        PlatformTransactionManager transactions(DataSource source) {
            return new DataSourceTransactionManager(source);
        }
    }
}
