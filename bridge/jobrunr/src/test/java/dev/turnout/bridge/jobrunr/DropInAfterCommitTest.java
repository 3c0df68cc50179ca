// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.Paging.AmountBasedList;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Enqueueing inside Spring's transactions. */
@Tag("redis")
class DropInAfterCommitTest {
    private static final JsonMapper MAPPER = DropIn.mappers().findFirst().orElseThrow();
    private static DropInRig rig;

    private final TransactionTemplate transaction = new TransactionTemplate(new Transactions());
    private StorageProvider storage;
    private JobScheduler scheduler;

    @BeforeAll
    static void start() {
        rig = new DropInRig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void open() {
        rig.reset();
        storage = rig.use(DropIn.provider(rig.client, DropInRig.PREFIX, true), MAPPER);
        scheduler = new JobScheduler(storage);
    }

    @Test
    void jobsAreSentWhenTheTransactionHasCommitted() {
        transaction.executeWithoutResult(status -> {
            scheduler.<Freight>enqueue(freight -> freight.haul("one"));
            scheduler.<Freight, String>enqueue(Stream.of("two", "three"), (freight, name) -> freight.haul(name));

            assertThat(storage.countJobs(StateName.ENQUEUED)).isZero();
        });

        assertThat(storage.countJobs(StateName.ENQUEUED)).isEqualTo(3);
    }

    @Test
    void jobsOfATransactionThatIsRolledBackAreNeverSent() {
        transaction.executeWithoutResult(status -> {
            scheduler.<Freight>enqueue(freight -> freight.haul("one"));
            status.setRollbackOnly();
        });

        assertThat(storage.countJobs(StateName.ENQUEUED)).isZero();
    }

    @Test
    void jobsOfANestedTransactionThatIsRolledBackAreNeverSent() {
        TransactionTemplate nested = new TransactionTemplate(transaction.getTransactionManager());
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

        transaction.executeWithoutResult(status -> {
            rejected(nested, "before any other");
            scheduler.<Freight>enqueue(freight -> freight.haul("outer"));
            nested.executeWithoutResult(inner -> scheduler.<Freight>enqueue(freight -> freight.haul("inner")));
            rejected(nested, "after others");
        });

        assertThat(storage.getJobList(StateName.ENQUEUED, AmountBasedList.ascOnUpdatedAt(9)))
                .flatExtracting(job -> List.of(job.getJobDetails().getJobParameterValues()))
                .containsExactlyInAnyOrder("outer", "inner");
    }

    private void rejected(TransactionTemplate nested, String name) {
        nested.executeWithoutResult(inner -> {
            scheduler.<Freight>enqueue(freight -> freight.haul(name));
            inner.setRollbackOnly();
        });
    }

    @Test
    void outsideOfATransactionAndWithoutTheModeJobsAreSentAtOnce() {
        scheduler.<Freight>enqueue(freight -> freight.haul("one"));
        StorageProvider plain = rig.provider(MAPPER);

        transaction.executeWithoutResult(status -> {
            new JobScheduler(plain).<Freight>enqueue(freight -> freight.haul("two"));

            assertThat(storage.countJobs(StateName.ENQUEUED)).isEqualTo(2);
        });
    }

    @Test
    void jobsThatAListenerEnqueuesAfterTheCommitAreSent() {
        transaction.executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() { // as @TransactionalEventListener(AFTER_COMMIT) is called
                    scheduler.<Freight>enqueue(freight -> freight.haul("after the commit"));
                }

                @Override
                public void afterCompletion(int ignored) {
                    scheduler.<Freight>enqueue(freight -> freight.haul("at the end"));
                }
            });
            scheduler.<Freight>enqueue(freight -> freight.haul("inside"));
        });

        assertThat(storage.countJobs(StateName.ENQUEUED)).isEqualTo(3);
    }

    @Test
    void anIdThatIsThereAlreadyIsSkippedAndTheOthersAreSent() {
        UUID id = UUID.randomUUID();
        scheduler.<Freight>enqueue(id, freight -> freight.haul("first"));
        List<ILoggingEvent> log = log();

        transaction.executeWithoutResult(status -> {
            scheduler.<Freight>enqueue(id, freight -> freight.haul("again"));
            scheduler.<Freight>enqueue(freight -> freight.haul("another"));
        });

        assertThat(storage.countJobs(StateName.ENQUEUED)).isEqualTo(2);
        assertThat(storage.getJobById(id).getJobDetails().getJobParameterValues())
                .containsExactly("first");
        assertThat(log).singleElement().asString().contains("[INFO] Job " + id + " was not enqueued");
    }

    @Test
    void whatRedisRefusesAfterTheCommitIsLoggedByIdAndThrowsNothing() {
        List<ILoggingEvent> log = log();
        List<UUID> ids = new ArrayList<>();

        try {
            transaction.executeWithoutResult(status -> {
                for (int i = 0; i < 150; i++) {
                    ids.add(scheduler
                            .<Freight>enqueue(freight -> freight.haul("many"))
                            .asUUID());
                }
                rig.redis().configSet("maxmemory", "1");
            });
        } finally {
            rig.redis().configSet("maxmemory", "0");
        }

        assertThat(log)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line.toString()).contains("[ERROR] TURNOUT-0625", "enqueue what is missing"));
        assertThat(log.toString()).contains(ids.stream().map(UUID::toString).toList());
        assertThat(storage.countJobs(StateName.ENQUEUED)).isZero();
    }

    @Test
    void jobsOfATransactionOfWhichNobodyKnowsWhetherItCommittedAreNamed() {
        List<ILoggingEvent> log = log();
        TransactionTemplate doubtful = new TransactionTemplate(new Transactions() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                throw new TransactionSystemException("the database did not answer");
            }
        });

        assertThatThrownBy(() -> doubtful.executeWithoutResult(
                        status -> scheduler.<Freight>enqueue(freight -> freight.haul("one"))))
                .isInstanceOf(TransactionSystemException.class);

        assertThat(storage.countJobs(StateName.ENQUEUED)).isZero();
        assertThat(log).singleElement().asString().contains("[WARN] TURNOUT-0626", "Freight.haul");
    }

    @SuppressWarnings("resource") // nothing is open in it
    private static List<ILoggingEvent> log() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        Logger logger = (Logger) LoggerFactory.getLogger(AfterCommit.class);
        logger.detachAndStopAllAppenders();
        logger.addAppender(appender);
        return appender.list;
    }

    /** Spring's own life of a transaction, over no resource. */
    private static class Transactions extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        Transactions() {
            setNestedTransactionAllowed(true);
        }

        @Override
        protected Object doGetTransaction() {
            return new Resource();
        }

        @Override
        protected boolean isExistingTransaction(Object resource) {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    private static class Resource implements SavepointManager {
        @Override
        public Object createSavepoint() {
            return new Object();
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {}

        @Override
        public void releaseSavepoint(Object savepoint) {}
    }
}
