// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import dev.turnout.bridge.queue.TaskMarks;
import dev.turnout.runtime.task.TaskAddress;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.JobParameter;
import org.jobrunr.jobs.annotations.Job;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.filters.ElectStateFilter;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.scheduling.exceptions.JobNotFoundException;
import org.jobrunr.utils.JobUtils;

/** Which tasks have filters, and what of them this worker could not honour. Asked about registered tasks only. */
final class TaskFilters {
    private static final int MAX_CAUSES = 16;
    private static final int MAX_REASON = 300;
    private static final Set<String> KNOWN = Set.of("name", "retries", "labels", "jobFilters");

    private final List<JobFilter> application;
    private final boolean forAll;
    private final Map<TaskAddress, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Map<TaskAddress, Boolean> context = new ConcurrentHashMap<>();

    TaskFilters(List<JobFilter> application) {
        this.application = application;
        this.forAll = application.stream().anyMatch(TaskFilters::hearsOfRuns);
    }

    /** The application's filters, in the order of their calls. */
    List<JobFilter> application() {
        return application;
    }

    /** Whether any filter beside JobRunr's defaults hears of runs of {@code task}. */
    boolean haveFilters(TaskAddress task) {
        return forAll || verdict(task).own();
    }

    /**
     * Whether runs of {@code task} need the job as it is stored: any filter beside JobRunr's defaults hears of them, or they have
     * JobRunr's context, which shows name, labels, times and metadata, in whatever types these are.
     */
    boolean needJob(TaskAddress task) {
        return haveFilters(task) || context.computeIfAbsent(task, TaskFilters::hasContext);
    }

    private static boolean hasContext(TaskAddress task) {
        return task.parameterTypes().contains(JobContext.class.getName())
                || TaskMarks.of(task).context();
    }

    /** Why this worker could not run {@code task} as a JobRunr server does; none if it can. */
    List<String> unfit(TaskAddress task) {
        return verdict(task).reasons();
    }

    private Verdict verdict(TaskAddress task) {
        return verdicts.computeIfAbsent(task, this::judge);
    }

    private Verdict judge(TaskAddress task) {
        JobDetails details = new JobDetails(
                task.className(),
                null,
                task.methodName(),
                task.parameterTypes().stream()
                        .map(type -> new JobParameter(type, null))
                        .toList());
        try {
            Optional<Job> annotation = JobUtils.getJobAnnotation(details);
            if (annotation.isEmpty()) {
                return new Verdict(false, List.of());
            }
            boolean own = annotation.get().jobFilters().length > 0;
            List<String> reasons = unknown(annotation.get());
            if (own) {
                new ClaimFilters(new org.jobrunr.jobs.Job(details), application);
            }
            return new Verdict(own, reasons);
        } catch (JobNotFoundException methodNotHere) { // JobRunr, too, then goes on without the method's filters
            return new Verdict(false, List.of());
        } catch (RuntimeException | LinkageError missing) {
            return new Verdict(
                    true,
                    List.of("@Job(jobFilters) of " + task.className() + "#" + task.methodName()
                            + " cannot be honoured: " + deepest(missing)));
        }
    }

    /** What JobRunr Pro has added to the annotation, where it is used. */
    private static List<String> unknown(Job annotation) {
        List<String> used = new ArrayList<>();
        for (Method attribute : annotation.annotationType().getDeclaredMethods()) {
            if (!KNOWN.contains(attribute.getName()) && isSet(attribute, annotation)) {
                used.add("@Job(" + attribute.getName() + ") is of JobRunr Pro, and is not honoured");
            }
        }
        return used;
    }

    private static boolean isSet(Method attribute, Job annotation) {
        try {
            return !Objects.deepEquals(attribute.getDefaultValue(), attribute.invoke(annotation));
        } catch (ReflectiveOperationException unreadable) {
            return true;
        }
    }

    static boolean hearsOfRuns(JobFilter filter) {
        return filter instanceof JobServerFilter
                || filter instanceof ApplyStateFilter
                || filter instanceof ElectStateFilter;
    }

    /** The first line of what is at the bottom of {@code failure}: JobRunr's own words around it say nothing. */
    static String deepest(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < MAX_CAUSES; depth++) {
            cause = cause.getCause();
        }
        String line = cause.toString().lines().findFirst().orElse("");
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    }

    private record Verdict(boolean own, List<String> reasons) {}
}
