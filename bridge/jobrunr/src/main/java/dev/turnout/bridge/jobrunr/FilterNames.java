// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.filters.JobDefaultFilters;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.JobPerformingFilters;

/**
 * The filters that hear of every run, by class name: how both pools say which they have. JobRunr's own are left out, and so is one
 * that JobRunr drops because a later one elects states.
 *
 * <p>A class that is made while a program runs (a lambda, a proxy) is named by the class that it was made from: the rest of such a
 * name differs between processes.
 */
public final class FilterNames {
    private static final String OF_JOBRUNR = "org.jobrunr.";
    private static final String MADE = "$$";
    private static final int MOST = 64;

    private FilterNames() {}

    /** At most 64 names, each once, in the order of their calls. */
    public static List<String> of(JobDefaultFilters filters) {
        return chosen(filters).stream()
                .filter(TaskFilters::hearsOfRuns)
                .map(FilterNames::name)
                .filter(name -> !name.startsWith(OF_JOBRUNR))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** What JobRunr calls around a job whose method asks for no filters, its own included. */
    static List<JobFilter> chosen(JobDefaultFilters filters) {
        return new Chosen(filters).all();
    }

    private static String name(JobFilter filter) {
        String name = filter.getClass().getName();
        int made = name.indexOf(MADE);
        return made < 0 ? name : name.substring(0, made);
    }

    /** JobRunr's choice for a job whose method asks for no filters. */
    private static final class Chosen extends JobPerformingFilters {
        Chosen(JobDefaultFilters filters) {
            super(new Job(new JobDetails(Runnable.class.getName(), null, "run", List.of())), filters);
        }

        List<JobFilter> all() {
            return List.copyOf(jobFilters());
        }
    }
}
