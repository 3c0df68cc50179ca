// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.spring;

import dev.turnout.bridge.process.Account;
import dev.turnout.bridge.process.ReadyFile;
import dev.turnout.bridge.process.RunSettings;
import dev.turnout.bridge.process.Tether;
import dev.turnout.runtime.BurstResult;
import dev.turnout.runtime.Worker;
import dev.turnout.runtime.spring.WorkerStart;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker of a context in a process that the command has started. The process ends with the context. */
final class TetheredWorker implements WorkerStart, Tether.Held, ApplicationListener<ApplicationReadyEvent> {
    private final ConfigurableApplicationContext context;
    private final RunSettings settings;
    private final Supplier<Duration> drainTimeout;
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Worker worker;

    private TetheredWorker(
            ConfigurableApplicationContext context, RunSettings settings, Supplier<Duration> drainTimeout) {
        this.context = context;
        this.settings = settings;
        this.drainTimeout = drainTimeout;
    }

    static TetheredWorker hold(
            ConfigurableApplicationContext context, RunSettings settings, Supplier<Duration> drainTimeout) {
        TetheredWorker tethered = new TetheredWorker(context, settings, drainTimeout);
        Tether.hold(tethered);
        return tethered;
    }

    @Override
    public void begin(Worker built) {
        worker = built;
        built.broken().thenRun(() -> end(() -> Account.FAILED));
        settings.burst()
                .ifPresentOrElse(wanted -> burst(built.burst(wanted.most(), wanted.deferredToo())), built::start);
        ReadyFile.when(
                built,
                settings.ready(),
                "the application's worker (pid " + ProcessHandle.current().pid() + ") is on the queue's list");
    }

    private void burst(CompletionStage<BurstResult> burst) {
        burst.thenAccept(result -> {
            ReadyFile.make(settings.ready());
            end(() -> Account.ofBurst(result, System.out));
        });
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        if (worker == null) {
            System.err.println("turnout: TURNOUT-0397 the application has started, but no worker in it: its Turnout"
                    + " auto-configuration is switched off or excluded. It is ended. Let it run, or start the"
                    + " application without this command.");
            end(() -> Account.FAILED);
        }
    }

    @Override
    public void drain() {
        end(() -> {
            Worker closed = worker;
            if (closed == null) { // stopped while it started: it has claimed nothing
                return settings.burst().isPresent() ? Account.NO : Account.DONE;
            }
            return Account.ofStop(closed, settings.burst().isPresent(), System.out, System.err);
        });
    }

    @Override
    public void hurry() {
        Worker running = worker;
        if (running != null) {
            running.hurry();
        }
    }

    @Override
    public Duration longest() {
        return drainTimeout.get().plus(Tether.GRACE);
    }

    /** Closes the context, and with it the worker, on a thread of its own; then says how it went, and ends the process. */
    private void end(Supplier<Integer> account) {
        if (ending.getAndSet(true)) {
            return;
        }
        Thread end = new Thread(
                () -> {
                    int contexts = SpringApplication.exit(context);
                    int own = account.get();
                    System.exit(own == Account.DONE ? contexts : own);
                },
                "turnout-end");
        end.setDaemon(false); // whoever asked may be a daemon, and the process must not end before it
        end.start();
    }
}
