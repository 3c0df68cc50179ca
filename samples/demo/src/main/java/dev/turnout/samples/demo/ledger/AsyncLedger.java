// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.Surroundings;
import dev.turnout.runtime.queue.WorkerListener;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the account of an async worker. Start and stored end come from the worker's listener; the end of the body from
 * its surroundings, because a worker that is killed between the two has done the work.
 */
final class AsyncLedger implements WorkerListener, Surroundings {
    private final LedgerFile ledger;

    AsyncLedger(LedgerFile ledger) {
        this.ledger = ledger;
    }

    @Override
    public void started(Claim claim) {
        append(Entry.What.START, claim);
    }

    @Override
    public void ended(Claim claim, Optional<Throwable> failure) {
        append(Entry.What.STORED, claim);
    }

    @Override
    public void retried(Claim claim, Throwable failure) {
        append(Entry.What.STORED, claim);
    }

    @Override
    public void released(Claim claim, String why) {
        append(Entry.What.RELEASE, claim);
    }

    @Override
    public void parked(Claim claim, String reason) {
        append(Entry.What.RELEASE, claim);
    }

    @Override
    public void cancelled(Claim claim) {
        append(Entry.What.LOST, claim);
    }

    @Override
    public void abandoned(Claim claim) {
        append(Entry.What.LOST, claim);
    }

    @Override
    public void lost(Claim claim) {
        append(Entry.What.LOST, claim);
    }

    @Override
    public Run open(Claim claim) {
        return new Run() {
            @Override
            public Optional<Object> argument(String declaredType) {
                return Optional.empty();
            }

            @Override
            public void starting() {}

            @Override
            public void ended(Optional<Throwable> failure) {
                append(failure.isEmpty() ? Entry.What.END : Entry.What.FAIL, claim);
            }

            @Override
            public Map<String, JsonNode> notes() {
                return Map.of();
            }

            @Override
            public void left() {}
        };
    }

    private void append(Entry.What what, Claim claim) {
        String task = claim.task().className() + "#" + claim.task().methodName();
        ledger.append(what, claim.id().value(), claim.token(), task);
    }
}
