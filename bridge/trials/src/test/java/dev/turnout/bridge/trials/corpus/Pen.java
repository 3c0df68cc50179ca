// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.trials.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.lambdas.IocJobLambda;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/**
 * One mapper of one line of JobRunr. Each job is written twice: one waits, for an async worker to take; one is run by the line's
 * own server, which says what JobRunr passes, and gives histories of every kind.
 */
final class Pen {
    private static final String STATE = "\"state\":\"";

    private final String name;
    private final JsonMapper json;
    private final Utf8Mapper mapper;
    private final Path folder;
    private final Store waiting;
    private final Store run;
    private final Store forSeven;
    private final Map<String, UUID> ran = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();

    Pen(String name, JsonMapper json, Path folder, String redis, String provider) {
        this.name = name;
        this.json = json;
        this.mapper = new Utf8Mapper(json);
        this.folder = folder;
        this.waiting = new Store(provider, redis, prefix("wait-", folder), mapper);
        this.run = new Store(provider, redis, runPrefix(folder), mapper);
        this.forSeven = new Store(provider, redis, prefix("seven-", folder), mapper);
    }

    static String runPrefix(Path folder) {
        return prefix("run-", folder);
    }

    /** Of what is meant for a server of another line. */
    static String sevenPrefix(Path folder) {
        return prefix("seven-", folder);
    }

    private static String prefix(String what, Path folder) {
        return what + folder.getParent().getFileName() + "-" + folder.getFileName();
    }

    JsonMapper json() {
        return json;
    }

    Path folder() {
        return folder;
    }

    JobMapper mapper() {
        return mapper;
    }

    /** Writes all jobs and starts the server. */
    void begin() throws Exception {
        for (Map.Entry<String, IocJobLambda<CorpusTasks>> call :
                Calls.all(name + "/").entrySet()) {
            UUID id = UUID.randomUUID();
            if (put(call.getKey(), () -> scheduler(waiting).enqueue(id, call.getValue()))) {
                write(file(call.getKey(), "waiting.json"), waiting.document(id));
                if (readsBack(id)) {
                    enqueue(call.getKey(), call.getValue());
                }
            }
        }
        requests();
        histories();
        server().start();
    }

    /** All jobs once more, and a recurring one, for a server of JobRunr 7.5. */
    void forSeven() throws Exception {
        String before = "seven-" + name + "/";
        for (Map.Entry<String, IocJobLambda<CorpusTasks>> call :
                Calls.all(before).entrySet()) {
            try {
                scheduler(forSeven).enqueue(UUID.randomUUID(), call.getValue());
            } catch (RuntimeException | LinkageError refused) {
                forSeven.renew(); // reported where it was written for itself
            }
        }
        Loading request = new Loading(before + "request", Calls.ticket());
        new JobRequestScheduler(forSeven.provider(), List.of()).enqueue(UUID.randomUUID(), request);
        String due = before + "due";
        IocJobLambda<CorpusTasks> call = tasks -> tasks.text(due, "due");
        schedule(forSeven, UUID.randomUUID(), Instant.now().plusMillis(100), call);
        String often = before + "recurring";
        scheduler(forSeven)
                .<CorpusTasks>scheduleRecurrently(
                        "often", "*/5 * * * * *", tasks -> tasks.recurring(often, JobContext.Null));
    }

    /** Whether the line can read and write what it has written; if not, its server would be of no use to the others. */
    private boolean readsBack(UUID id) {
        try {
            Job read = waiting.provider().getJobById(new JobId(id));
            return !mapper.serializeJob(read).isEmpty();
        } catch (RuntimeException | LinkageError itself) {
            return false; // reported by who reads the corpus
        }
    }

    private void requests() throws Exception {
        Loading request = new Loading(name + "/request", Calls.ticket());
        UUID id = UUID.randomUUID();
        if (put("request", () -> new JobRequestScheduler(waiting.provider(), List.of()).enqueue(id, request))) {
            write(file("request", "waiting.json"), waiting.document(id));
            UUID other = UUID.randomUUID();
            new JobRequestScheduler(run.provider(), List.of()).enqueue(other, request);
            ran.put("request", other);
        }
    }

    private void histories() throws Exception {
        String fails = name + "/fails";
        String stumbles = name + "/stumbles";
        String holds = name + "/holds";
        String deleted = name + "/deleted";
        String recurring = name + "/recurring";
        enqueue("fails", tasks -> tasks.fails(fails));
        enqueue("stumbles", tasks -> tasks.stumbles(stumbles, JobContext.Null));
        enqueue("holds", tasks -> tasks.holds(holds));
        enqueue("deleted", tasks -> tasks.deleted(deleted));
        scheduler(run).delete(ran.get("deleted"), "no longer wanted \ud83d\ude82");
        UUID later = UUID.randomUUID();
        IocJobLambda<CorpusTasks> call = tasks -> tasks.deleted(deleted);
        schedule(run, later, Instant.now().plus(Duration.ofDays(40)), call);
        ran.put("scheduled", later);
        scheduler(run)
                .<CorpusTasks>scheduleRecurrently(
                        "daily", "0 3 * * *", tasks -> tasks.primitives(deleted, 1, Long.MAX_VALUE, true, 0.1, 2.5f));
        scheduler(run)
                .<CorpusTasks>scheduleRecurrently(
                        "often", "*/5 * * * * *", tasks -> tasks.recurring(recurring, JobContext.Null));
        scheduler(run)
                .<CorpusTasks>scheduleRecurrently(
                        "interval", Duration.ofHours(36), tasks -> tasks.text(deleted, "ü\ud83d\ude82"));
    }

    private static void schedule(Store store, UUID id, Instant at, IocJobLambda<CorpusTasks> call)
            throws ReflectiveOperationException {
        for (Method method : JobScheduler.class.getMethods()) {
            Class<?>[] types = method.getParameterTypes();
            if (method.getName().equals("schedule")
                    && types.length == 3
                    && types[0] == UUID.class
                    && types[1].isInstance(at)
                    && types[2] == IocJobLambda.class) {
                method.invoke(scheduler(store), id, at, call);
                return;
            }
        }
        throw new NoSuchMethodException("schedule");
    }

    private void enqueue(String what, IocJobLambda<CorpusTasks> call) {
        UUID id = UUID.randomUUID();
        scheduler(run).enqueue(id, call);
        ran.put(what, id);
    }

    private boolean put(String what, Runnable putting) throws IOException {
        try {
            putting.run();
            return true;
        } catch (RuntimeException | LinkageError refused) {
            write(file(what, "refused"), words(refused));
            waiting.renew();
            return false;
        }
    }

    /** Writes down each job that its server is done with, as it is stored first: a retry changes it again. True when all are. */
    boolean watched() throws IOException {
        for (Map.Entry<String, UUID> job : ran.entrySet()) {
            if (!over.contains(job.getKey()) && isOver(job.getKey(), run.document(job.getValue()))) {
                over.add(job.getKey());
            }
        }
        return over.size() == ran.size() && Seen.has(name + "/recurring");
    }

    /** Writes down what its server was passed, and the recurring jobs. */
    void end() throws Exception {
        for (Map.Entry<String, UUID> job : ran.entrySet()) {
            if (!over.contains(job.getKey())) {
                write(file(job.getKey(), "ran.json"), run.document(job.getValue()));
            }
            if (Seen.has(name + "/" + job.getKey())) {
                write(file(job.getKey(), "passed"), Seen.call(name + "/" + job.getKey()));
            }
        }
        if (Seen.has(name + "/recurring")) {
            UUID instance = (UUID) Seen.arguments(name + "/recurring")[0];
            write(file("recurring", "ran.json"), run.document(instance));
        }
        for (RecurringJob recurring : run.provider().getRecurringJobs()) {
            write(file(recurring.getId(), "recurring.json"), run.recurring(recurring));
        }
    }

    private boolean isOver(String call, String document) throws IOException {
        String state = document.substring(document.lastIndexOf(STATE) + STATE.length());
        boolean over = call.equals("holds")
                ? state.startsWith("PROCESSING") && Seen.has(name + "/holds")
                : !state.startsWith("ENQUEUED") && !state.startsWith("PROCESSING");
        if (over) {
            write(file(call, "ran.json"), document);
        }
        return over;
    }

    private BackgroundJobServer server() {
        return server(run.provider(), json);
    }

    static BackgroundJobServer server(StorageProvider provider, JsonMapper json) {
        BackgroundJobServerConfiguration settings =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration();
        settings.andPollIntervalInSeconds(5);
        settings.andWorkerCount(40);
        return new BackgroundJobServer(
                provider,
                json,
                new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        try {
                            return type.getDeclaredConstructor().newInstance();
                        } catch (ReflectiveOperationException impossible) {
                            throw new IllegalStateException(impossible);
                        }
                    }
                },
                settings);
    }

    private static JobScheduler scheduler(Store store) {
        return new JobScheduler(store.provider(), List.of());
    }

    private Path file(String what, String kind) {
        return folder.resolve(what + "." + kind);
    }

    static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** The whole chain of causes, a line each. */
    static String words(Throwable thrown) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (!(cause instanceof InvocationTargetException)) {
                words.append(cause.getClass().getSimpleName())
                        .append(": ")
                        .append(String.valueOf(cause.getMessage())
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .append('\n');
            }
        }
        return words.toString();
    }

    /** As if each document had gone over a wire: half a surrogate pair does not. */
    static final class Utf8Mapper extends JobMapper {
        Utf8Mapper(JsonMapper json) {
            super(json);
        }

        @Override
        public String serializeJob(Job job) {
            return new String(super.serializeJob(job).getBytes(UTF_8), UTF_8);
        }
    }
}
