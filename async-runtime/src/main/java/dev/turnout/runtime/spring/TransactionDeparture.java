// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Departure;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets jobs leave when the transaction of the calling thread has committed, and not at all if it is rolled back. From
 * Spring 6.2 on, one that was sent in a nested transaction, or after a savepoint, does not leave either if that alone is rolled back.
 * Without a transaction on that thread they leave at once; a reactive transaction is none.
 *
 * <p>A crash between commit and sending loses the job.
 */
public final class TransactionDeparture implements Departure {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionDeparture.class);

    @Override
    public boolean holds(Sending sending) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.isActualTransactionActive()) {
            return false;
        }
        TransactionSynchronizationManager.registerSynchronization(new AtTheEnd(sending));
        return true;
    }

    /** Not after the commit but at the end: there, what others throw does not keep it from its turn. */
    private static final class AtTheEnd implements TransactionSynchronization {
        private final Sending sending;
        private final Set<Object> later = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean dropped;

        AtTheEnd(Sending sending) {
            this.sending = sending;
        }

        /** Called by Spring 6.2 and later, also for a nested transaction. */
        @SuppressWarnings("MissingOverride") // older ones have no such method
        public void savepoint(Object savepoint) {
            later.add(savepoint);
        }

        /** A savepoint that was set before this job was sent takes it along. */
        @SuppressWarnings("MissingOverride") // older ones have no such method
        public void savepointRollback(Object savepoint) {
            if (!dropped && !later.contains(savepoint)) {
                dropped = true;
                sending.drop();
            }
        }

        @Override
        public void afterCompletion(int status) {
            if (dropped) {
                return;
            }
            if (status == STATUS_COMMITTED) {
                sending.go();
                return;
            }
            if (status == STATUS_UNKNOWN) {
                LOG.warn(
                        "TURNOUT-0645 Whether a transaction has committed is not known; the jobs that were to follow it are"
                                + " not sent. Look whether its rows are there, and send them again if so.");
            }
            sending.drop();
        }
    }
}
