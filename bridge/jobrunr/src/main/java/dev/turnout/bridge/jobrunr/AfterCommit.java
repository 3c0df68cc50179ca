// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Spring's transaction of this thread, if there is one. */
final class AfterCommit {
    private AfterCommit() {}

    /** Whether something can be put off until this thread's transaction has committed. */
    static boolean isPossible() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Runs {@code action} on this thread once its transaction has committed; never if it is rolled back. */
    static void run(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
