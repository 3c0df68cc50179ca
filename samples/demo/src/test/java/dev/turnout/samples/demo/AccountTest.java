// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import static dev.turnout.samples.demo.ledger.Entry.What.END;
import static dev.turnout.samples.demo.ledger.Entry.What.FAIL;
import static dev.turnout.samples.demo.ledger.Entry.What.LOST;
import static dev.turnout.samples.demo.ledger.Entry.What.RELEASE;
import static dev.turnout.samples.demo.ledger.Entry.What.START;
import static dev.turnout.samples.demo.ledger.Entry.What.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnout.samples.demo.ledger.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void aRunAfterAFailureIsARetryAndNoDuplicate() {
        Account account = of(legacy(1, START, "l1"), legacy(2, FAIL, "l1"), async(3, START, "a1"), async(4, END, "a1"));

        assertThat(account.duplicates()).isZero();
        assertThat(account.executed()).isEqualTo(1);
        assertThat(account.byPool()).containsEntry("async", 1).containsEntry("legacy", 0);
    }

    @Test
    void aRunAfterAReleaseIsNoDuplicate() {
        assertThat(of(async(1, START, "a1"), async(2, RELEASE, "a1"), legacy(3, START, "l1"), legacy(4, END, "l1"))
                        .duplicates())
                .isZero();
    }

    @Test
    void aRunAfterASuccessIsADuplicate() {
        assertThat(of(legacy(1, START, "l1"), legacy(2, END, "l1"), async(3, START, "a1"), async(4, END, "a1"))
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void aRunBesideAnotherIsADuplicateEvenIfTheFirstFailsLater() {
        assertThat(of(legacy(1, START, "l1"), async(2, START, "a1"), legacy(3, FAIL, "l1"), async(4, END, "a1"))
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void aRunIsHeldAgainstAllEarlierOnesNotOnlyTheLast() {
        Account afterSuccess = of(
                legacy(1, START, "l1"),
                legacy(2, END, "l1"),
                legacy(3, START, "l2"),
                legacy(4, FAIL, "l2"),
                async(5, START, "a1"),
                async(6, END, "a1"));
        Account besideALongOne = of(
                legacy(1, START, "l1"),
                legacy(2, START, "l2"),
                legacy(3, FAIL, "l2"),
                async(4, START, "a1"),
                async(5, END, "a1"),
                legacy(6, END, "l1"));

        assertThat(afterSuccess.duplicates()).isEqualTo(1);
        assertThat(afterSuccess.legacyOnlyDuplicates()).isEqualTo(1);
        assertThat(besideALongOne.duplicates()).isEqualTo(1);
        assertThat(besideALongOne.doubledByAsync()).containsExactly("job");
    }

    @Test
    void aRetryOfTheRunAfterAKilledOneIsNotAnotherDuplicate() {
        Account account = of(
                async(1, START, "a1"),
                async(3, START, "a2"),
                async(4, FAIL, "a2"),
                legacy(5, START, "l1"),
                legacy(6, END, "l1"));

        assertThat(account.duplicates()).isEqualTo(1);
    }

    @Test
    void aClaimThatWasLostOrStoredIsNotHeldAnyMore() {
        assertThat(Account.heldBy("a1", List.of(async(1, START, "a1"), async(2, LOST, "a1"))))
                .isEmpty();
        assertThat(Account.heldBy("a1", List.of(async(1, START, "a1"), async(2, END, "a1"))))
                .containsExactly("job");
        assertThat(Account.heldBy("a1", List.of(async(1, START, "a1"), async(2, END, "a1"), async(3, STORED, "a1"))))
                .isEmpty();
    }

    @Test
    void aRunAfterAKilledOneIsADuplicate() {
        assertThat(of(async(1, START, "a1"), async(3, START, "a2"), async(4, END, "a2"))
                        .duplicates())
                .isEqualTo(1);
    }

    @Test
    void legacyServersAmongThemselvesAreCountedApart() {
        Account account =
                of(legacy(1, START, "l1"), legacy(2, START, "l2"), legacy(3, END, "l1"), legacy(4, END, "l2"));

        assertThat(account.duplicates()).isZero();
        assertThat(account.legacyOnlyDuplicates()).isEqualTo(1);
    }

    @Test
    void anAcknowledgedJobWithoutAnEndIsLost() {
        assertThat(of(async(1, START, "a1")).lost()).isEqualTo(1);
    }

    @Test
    void startsAreCountedByPhase() {
        Account account = of(legacy(1, START, "l1"), legacy(2, FAIL, "l1"), async(30, START, "a1"));

        assertThat(account.startsByTaskPoolPhase())
                .isEqualTo(Map.of("T#m", Map.of("legacy", Map.of("mixed", 1), "async", Map.of("all", 1))));
    }

    @Test
    void startsAfterARollbackAreThoseBetweenItsReturnAndTheWayForward() {
        List<Entry> entries = List.of(async(10, START, "a1"), async(20, START, "a1"), async(30, START, "a1"));

        assertThat(Account.asyncStartsBetween(entries, 10, 30)).isEqualTo(1);
    }

    @Test
    void recoveryLastsUntilTheLastHeldJobRunsAgain() {
        List<Entry> entries = List.of(async(1, START, "a1"), async(9_000_000, START, "a2"));

        Set<String> held = Account.heldBy("a1", entries);

        assertThat(held).containsExactly("job");
        assertThat(Account.recoveryMillis(held, 2_000_000, entries)).isEqualTo(7);
    }

    private static Account of(Entry... entries) {
        return Account.of(Set.of("job"), List.of(entries), List.of(new Phase("mixed", 0), new Phase("all", 20)));
    }

    private static Entry legacy(long nanos, Entry.What what, String owner) {
        return new Entry(nanos, what, "legacy", owner, "job", 0, "com.acme.T#m");
    }

    private static Entry async(long nanos, Entry.What what, String owner) {
        return new Entry(nanos, what, "async", owner, "job", 7, "com.acme.T#m");
    }
}
