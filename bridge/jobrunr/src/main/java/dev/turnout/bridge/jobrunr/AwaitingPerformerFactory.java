// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.server.BackgroundJobPerformer;
import org.jobrunr.server.BackgroundJobPerformerFactory;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerWorkerPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a JobRunr server await stages. JobRunr finds it on the class path by itself, one for each server.
 *
 * <p>A job whose method has a twin (same name with {@code Async}, same parameters and perhaps a
 * {@link dev.turnout.runtime.task.TaskContext}, annotated with
 * {@link dev.turnout.runtime.task.AsyncTask}, returning a stage) is run by the twin, and a job whose method itself
 * returns a stage is awaited: it succeeds when the stage does, fails and is retried with the stage's exception when the
 * stage fails, and its stage is cancelled when the job is deleted or the server stops. All other jobs go to JobRunr's
 * own performer, unchanged.
 *
 * <p>How many jobs may be in flight, on how many threads, is said by {@link AwaitingWorkerPolicy}; the Boot
 * auto-configuration sets it. On a server without one a facade is called as ever, and a method that returns a stage
 * keeps its thread until the stage has ended.
 */
public final class AwaitingPerformerFactory implements BackgroundJobPerformerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitingPerformerFactory.class);
    private static final int PRIORITY = 100; // JobRunr's own has 10
    private static final int MAX_KNOWN = 10_000;

    private final Map<Address, Optional<StageTask>> known = new ConcurrentHashMap<>();
    private @Nullable Optional<JobActivator> found;

    /** For {@link java.util.ServiceLoader}. */
    public AwaitingPerformerFactory() {}

    @Override
    public int getPriority() {
        return PRIORITY;
    }

    /** A performer for {@code job}. Reads no storage and never throws for what the job says. */
    @Override
    public BackgroundJobPerformer newBackgroundJobPerformer(BackgroundJobServer server, Job job) {
        BackgroundJobServerWorkerPolicy policy = server.getConfiguration().getBackgroundJobServerWorkerPolicy();
        StageTask task = stageTask(job.getJobDetails(), policy).orElse(null);
        if (policy instanceof AwaitingWorkerPolicy awaiting && task != null) {
            return new AwaitingPerformer(server, job, task, awaiting.activator());
        }
        if (task != null && !task.twin()) {
            return new AwaitingPerformer(server, job, task, activatorOf(server));
        }
        return new BackgroundJobPerformer(server, job);
    }

    /** Whether a server made on this thread would get its performers from here, and not from another extension. */
    public static boolean wouldBeChosen() {
        return ServiceLoader.load(BackgroundJobPerformerFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .max(Comparator.comparingInt(BackgroundJobPerformerFactory::getPriority))
                .filter(AwaitingPerformerFactory.class::isInstance)
                .isPresent();
    }

    private Optional<StageTask> stageTask(JobDetails details, BackgroundJobServerWorkerPolicy policy) {
        Address address = Address.of(details);
        Optional<StageTask> answer = known.get(address);
        if (answer == null) {
            AtomicBoolean asAlways = new AtomicBoolean(true);
            answer = look(details, type -> {
                try {
                    return policy instanceof AwaitingWorkerPolicy awaiting
                            ? BeanClasses.of(type, awaiting.activator())
                            : type;
                } catch (RuntimeException notNow) { // the run, which needs the bean, will say so
                    asAlways.set(false);
                    return type;
                }
            });
            if (asAlways.get() && known.size() < MAX_KNOWN) {
                known.put(address, answer);
            }
        }
        return answer;
    }

    private static Optional<StageTask> look(JobDetails details, UnaryOperator<Class<?>> beans) {
        try {
            return StageTask.behind(details, beans);
        } catch (RuntimeException | LinkageError unknown) {
            LOG.debug("{}#{} is left to JobRunr's performer", details.getClassName(), details.getMethodName(), unknown);
            return Optional.empty();
        }
    }

    private synchronized @Nullable JobActivator activatorOf(BackgroundJobServer server) {
        if (found == null) {
            found = ServerActivator.of(server);
        }
        return found.orElse(null);
    }

    private record Address(String type, String method, List<String> parameters) {
        static Address of(JobDetails details) {
            return new Address(
                    details.getClassName(),
                    details.getMethodName(),
                    details.getJobParameters().stream()
                            .map(JobParameter::getClassName)
                            .toList());
        }
    }
}
