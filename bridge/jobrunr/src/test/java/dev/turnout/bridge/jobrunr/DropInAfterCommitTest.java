// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import java.util.stream.Stream;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
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
    void outsideOfATransactionAndWithoutTheModeJobsAreSentAtOnce() {
        scheduler.<Freight>enqueue(freight -> freight.haul("one"));
        StorageProvider plain = rig.provider(MAPPER);

        transaction.executeWithoutResult(status -> {
            new JobScheduler(plain).<Freight>enqueue(freight -> freight.haul("two"));

            assertThat(storage.countJobs(StateName.ENQUEUED)).isEqualTo(2);
        });
    }

    /** Spring's own life of a transaction, over no resource. */
    private static final class Transactions extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
