// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import dev.turnout.runtime.queue.Presence;
import dev.turnout.runtime.task.JobId;
import dev.turnout.runtime.task.TaskAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Being seen in both lists, and hearing what changes. */
final class LegacyPresence implements Presence {
    private static final Logger LOG = LoggerFactory.getLogger(LegacyPresence.class);
    private static final String EPOCH = "epoch ";
    private static final String CANCEL = "cancel ";
    private static final String TAKEN = "taken ";
    private static final int SHOWN = 100;

    private final LegacyRedis redis;
    private final LegacyQueueOptions options;
    private final Heads heads;
    private final Runnable announced;
    private final Pulse pulse;
    private final LegacyRoutes routes;
    private final LegacyDocuments documents;
    private final Instant first;
    private final Consumer<Map<TaskAddress, String>> unfit;
    private volatile List<String> only = List.of();

    /**
     * @param announced what a worker that was off the lists must say again
     * @param unfit hears of the tasks that this worker cannot run, and why
     */
    LegacyPresence(
            LegacyRedis redis,
            LegacyQueueOptions options,
            Heads heads,
            Pulse pulse,
            LegacyRoutes routes,
            LegacyDocuments documents,
            Runnable announced,
            Consumer<Map<TaskAddress, String>> unfit) {
        this.unfit = unfit;
        this.redis = redis;
        this.options = options;
        this.heads = heads;
        this.pulse = pulse;
        this.routes = routes;
        this.documents = documents;
        this.announced = announced;
        this.first = redis.clock().now();
    }

    @Override
    public void onlyHere(Set<TaskAddress> tasks) {
        only = tasks.stream().map(TaskAddress::toString).sorted().toList();
    }

    @Override
    public void unfit(Map<TaskAddress, String> reasons) {
        unfit.accept(reasons);
    }

    @Override
    public CompletionStage<Void> announce() {
        List<String> own = List.of(
                "name",
                options.workerName(),
                "host",
                LegacyQueueOptions.host(),
                "pid",
                Long.toString(ProcessHandle.current().pid()),
                "slots",
                Integer.toString(options.slots()),
                "lease",
                options.leaseMicros(),
                "inFlight",
                "0",
                "epoch",
                "-1",
                "only",
                String.join("\n", only),
                "filters",
                String.join("\n", documents.filterNames()));
        List<String> args = new ArrayList<>(List.of(
                options.workerId().toString(), redis.clock().now().toString(), Integer.toString(own.size() / 2)));
        args.addAll(own);
        args.addAll(ServerFields.all(options, first, redis.clock().now()));
        announced.run();
        return redis.run(LegacyScript.ANNOUNCE, args).thenAccept(pulse::heard);
    }

    @Override
    public CompletionStage<Void> beat(Beat beat) {
        List<String> said = routes.said(beat.epoch());
        List<String> args = new ArrayList<>(List.of(
                options.workerId().toString(),
                Integer.toString(beat.inFlight()),
                said.get(0),
                said.get(1),
                beat.sinceStart().map(LegacyQueueOptions::micros).orElse(""),
                Integer.toString(beat.sinceStarts().size())));
        beat.sinceStarts().forEach((task, since) -> {
            args.add(task.toString());
            args.add(LegacyQueueOptions.micros(since));
        });
        args.addAll(ServerFields.changing(redis.clock().now()));
        return redis.run(LegacyScript.BEAT, args).thenCompose(reply -> {
            pulse.heard(reply);
            return reply.number(2) == Codes.DONE ? CompletableFuture.completedFuture(null) : announceAndBeat(args);
        });
    }

    private CompletionStage<Void> announceAndBeat(List<String> beat) {
        return announce()
                .thenCompose(done -> redis.run(LegacyScript.BEAT, beat))
                .thenAccept(reply -> {});
    }

    @Override
    public CompletionStage<Void> leave() {
        return heads.giveAllBack()
                .thenCompose(
                        done -> redis.run(LegacyScript.LEAVE, options.workerId().toString()))
                .thenAccept(reply -> {});
    }

    /** Ends when signals are heard, or after the queue's patience: then the poll must do until they are. */
    @Override
    public CompletionStage<Void> listen(Ear ear) {
        CompletableFuture<Void> hears = new CompletableFuture<>();
        pulse.start(ear);
        redis.link().hear(redis.keys().signal(), message -> {
            hears.complete(null);
            hear(message, ear);
        });
        return hears.completeOnTimeout(null, options.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Anybody may publish; what is no signal of ours is one that there may be work. */
    private void hear(String message, Ear ear) {
        try {
            if (message.startsWith(EPOCH)) {
                pulse.heardEpoch(Long.parseLong(message.substring(EPOCH.length())));
            } else if (message.startsWith(CANCEL)) {
                ear.cancelled(new JobId(message.substring(CANCEL.length())));
            } else if (!message.startsWith(TAKEN)) { // that one is for legacy servers
                pulse.soon();
            }
        } catch (IllegalArgumentException noSignal) {
            LOG.warn(
                    "TURNOUT-0413 the message '{}' on {} is no signal of ours; the worker looks whether there is work. Who"
                            + " else publishes there?",
                    message.substring(0, Math.min(message.length(), SHOWN)),
                    redis.keys().signal());
            pulse.soon();
        }
    }
}
