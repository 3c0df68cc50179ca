package com.example.notebooks.tenant;

import org.jobrunr.jobs.AbstractJob;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobClientFilter;
import org.jobrunr.jobs.filters.JobServerFilter;

/** Carries the tenant from the request that created a job to the thread that runs it. */
public class TenantJobFilter implements JobClientFilter, JobServerFilter {

    static final String METADATA_KEY = "tenant";

    @Override
    public void onCreating(AbstractJob abstractJob) {
        if (abstractJob instanceof Job job) {
            job.getMetadata().put(METADATA_KEY, Tenants.current());
        }
    }

    @Override
    public void onProcessing(Job job) {
        Object tenant = job.getMetadata().get(METADATA_KEY);
        Tenants.enter(tenant == null ? Tenants.PUBLIC : tenant.toString());
    }

    @Override
    public void onProcessingSucceeded(Job job) {
        Tenants.leave();
    }

    @Override
    public void onProcessingFailed(Job job, Exception e) {
        Tenants.leave();
    }
}
