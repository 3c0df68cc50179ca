// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.samples.demo.ledger.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The story under load: legacy, 10 %, 100 %, a worker killed, back, and forward again. */
final class Cutover {
    private static final Duration STUCK = Duration.ofSeconds(120);
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final int WORTH_KILLING = 4;

    /** Sites that answer late keep jobs in flight: the worker that is killed shall hold some, on any machine. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final Console console;
    private final Pools pools;
    private final Operator operator;
    private final Ledger ledger;
    private final Feeder feeder;
    private final int jobs;
    private final int level;
    private final List<Phase> phases = new ArrayList<>();

    private long killed;
    private Set<String> held = Set.of();
    private Operator.Done rollback = new Operator.Done(0, 0, com.fasterxml.jackson.databind.node.NullNode.instance);
    private long forwardBegan;

    Cutover(Console console, Pools pools, Operator operator, Ledger ledger, Feeder feeder, int jobs, int level) {
        this.console = console;
        this.pools = pools;
        this.operator = operator;
        this.ledger = ledger;
        this.feeder = feeder;
        this.jobs = jobs;
        this.level = level;
    }

    /** Both kinds of worker are up; nothing is routed yet, so everything is the legacy pool's. */
    void mixed() throws InterruptedException {
        begin("mixed", System.nanoTime());
        console.line("two JobRunr servers and two async workers are up; without a route, the async ones claim nothing");
        feeder.allow(share(0.15));
        untilNearly(0.15);
    }

    void forwardUnderLoad() throws IOException, InterruptedException {
        feeder.allow(share(0.25));
        operator.age("0s");
        console.line(
                "turnout cutover age 0s: this application enqueues after its commits, so no job has to wait a poll interval");
        begin("10%", System.nanoTime());
        Operator.Done ten = operator.switchTo(10);
        console.line("turnout cutover switch --all --to 10     took " + ten.millis() + " ms; each task is capped at "
                + ten.output().path("cap").asText("nothing") + " jobs in flight, the legacy pool's threads");
        feeder.allow(share(0.38));
        untilNearly(0.38);

        feeder.allow(share(0.48));
        begin("100%", System.nanoTime());
        Operator.Done all = operator.switchTo(100);
        console.line("turnout cutover switch --all --to 100    took " + all.millis() + " ms");
        feeder.allow(share(0.56));
        untilNearly(0.56);

        pools.sitesAnswerIn(SLOW);
        feeder.allow(share(0.68));
        until(
                "the worker holds " + WORTH_KILLING + " jobs",
                () -> Account.heldBy(Pools.ASYNC_2, ledger.entries()).size() >= WORTH_KILLING);
        killed = pools.kill(Pools.ASYNC_2);
        pools.sitesAnswerIn(Pools.USUAL);
        ledger.refresh();
        held = Account.heldBy(Pools.ASYNC_2, ledger.entries());
        console.line("kill -9 " + Pools.ASYNC_2 + "                  it held " + held.size() + " jobs");
        until("its jobs have ended elsewhere", () -> ledger.hasEnded(held));
        console.line("its jobs were started again within " + recoveryMillis() + " ms, and have ended");
        until(
                "the async pool has started every task, the recurring one too",
                () -> startedByAsyncToo() || ended() >= share(0.67));
    }

    void backAndForth() throws IOException, InterruptedException {
        feeder.allow(share(0.76));
        rollback = operator.rollback();
        begin("rollback", rollback.end());
        console.line("turnout cutover rollback                 took " + rollback.millis() + " ms");
        feeder.allow(share(0.88));
        untilNearly(0.88);

        feeder.allow(share(0.92));
        forwardBegan = System.nanoTime();
        begin("forward", forwardBegan);
        Operator.Done again = operator.switchTo(100);
        console.line("turnout cutover switch --all --to 100    took " + again.millis() + " ms");
        feeder.allowLast(jobs);
        until("all jobs are acknowledged", () -> feeder.acknowledged().size() >= jobs);
        until("all jobs have ended", () -> ledger.hasEnded(feeder.acknowledged()));
    }

    private boolean startedByAsyncToo() {
        return account().startedByOnePoolOnly().isEmpty();
    }

    private int ended() {
        return ledger.ended(feeder.acknowledged());
    }

    private int share(double part) {
        return (int) (part * jobs);
    }

    private void begin(String name, long moment) {
        phases.add(new Phase(name, moment));
    }

    /** Until that share of the jobs has ended but for what still waits: the next command shall find a load. */
    private void untilNearly(double part) throws InterruptedException {
        int wanted = share(part) - level / 2;
        until(wanted + " jobs have ended", () -> ended() >= wanted);
    }

    private void until(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + STUCK.toNanos();
        while (true) {
            ledger.refresh();
            feeder.check();
            if (reached.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new Stalled("after " + STUCK.toSeconds() + " s it is still not so that " + what + ": " + ended()
                        + " of " + feeder.acknowledged().size() + " acknowledged jobs have ended");
            }
            console.progress(() -> ended() + " of " + jobs + " jobs have ended, waiting until " + what);
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    long recoveryMillis() {
        return Account.recoveryMillis(held, killed, ledger.entries());
    }

    int duplicateBound() {
        return held.size();
    }

    long rollbackMillis() {
        return rollback.millis();
    }

    int asyncStartsAfterRollback() {
        return Account.asyncStartsBetween(ledger.entries(), rollback.end(), forwardBegan);
    }

    /** Legacy servers that stopped, of themselves or with their process, before anybody asked them to. */
    int legacyServersStopped() {
        ledger.refresh();
        return (int) Pools.LEGACY.stream()
                .filter(name ->
                        !pools.alive(name) || wrote(name, Entry.What.SERVER_DOWN) || !wrote(name, Entry.What.SERVER_UP))
                .count();
    }

    private boolean wrote(String owner, Entry.What what) {
        return ledger.entries().stream().anyMatch(entry -> entry.owner().equals(owner) && entry.what() == what);
    }

    /** Jobs that an async worker ran beside another run, and that the killed worker had not held. */
    long strayDuplicates() {
        return account().doubledByAsync().stream()
                .filter(job -> !held.contains(job))
                .count();
    }

    Account account() {
        ledger.refresh();
        return Account.of(feeder.acknowledged(), ledger.entries(), phases);
    }

    /** Something that must happen did not; what was counted until then is reported all the same. */
    static final class Stalled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stalled(String message) {
            super(message);
        }
    }
}
