// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import java.lang.reflect.Field;
import java.util.List;
import org.jobrunr.jobs.filters.DefaultJobFilter;
import org.jobrunr.jobs.filters.JobFilter;
import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.server.BackgroundJobServer;

/**
 * The filters that a background job server was given. JobRunr's starters give it their retry filter and no beans, whatever filter beans
 * there are; so what the server has, and not what the application has, is what the legacy pool runs.
 */
final class ServerFilters {
    private ServerFilters() {}

    /** In the order of their calls, without what JobRunr gives every server by itself. */
    static List<JobFilter> of(BackgroundJobServer server) {
        return FilterNames.chosen(server.getJobFilters()).stream()
                .filter(each -> !(each instanceof DefaultJobFilter) && !isDefaultRetry(each))
                .toList();
    }

    private static boolean isDefaultRetry(JobFilter filter) {
        return filter.getClass() == RetryFilter.class
                && number(filter, "numberOfRetries") == RetryFilter.DEFAULT_NBR_OF_RETRIES
                && number(filter, "backOffPolicyTimeSeed") == RetryFilter.DEFAULT_BACKOFF_POLICY_TIME_SEED;
    }

    /** -1 where another JobRunr calls it otherwise: then the filter counts as one of the application's, and decides itself. */
    private static int number(JobFilter filter, String name) {
        try {
            Field field = RetryFilter.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.getInt(filter);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            return -1;
        }
    }
}
