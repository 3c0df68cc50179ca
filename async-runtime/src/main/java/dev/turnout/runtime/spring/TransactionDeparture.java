// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.Departure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets jobs leave when the transaction of the calling thread has committed, and not at all if it is rolled back. Without a
 * transaction on that thread they leave at once; a reactive transaction is none.
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
    private record AtTheEnd(Sending sending) implements TransactionSynchronization {
        @Override
        public void afterCompletion(int status) {
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
