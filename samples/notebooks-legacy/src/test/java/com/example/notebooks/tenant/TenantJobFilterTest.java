package com.example.notebooks.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantJobFilterTest {

    private final TenantJobFilter filter = new TenantJobFilter();
    private final Job job = new Job(new JobDetails("java.lang.System", null, "gc", List.of()));

    @AfterEach
    void leave() {
        Tenants.leave();
    }

    @Test
    void jobRunsAsTheTenantThatCreatedIt() {
        Tenants.enter("acme");
        filter.onCreating(job);
        Tenants.leave();

        filter.onProcessing(job);

        assertThat(Tenants.current()).isEqualTo("acme");
    }

    @Test
    void tenantIsForgottenAfterTheJob() {
        Tenants.enter("acme");
        filter.onCreating(job);
        filter.onProcessing(job);

        filter.onProcessingFailed(job, new IllegalStateException());

        assertThat(Tenants.current()).isEqualTo(Tenants.PUBLIC);
    }

    @Test
    void jobWithoutTenantIsPublic() {
        Tenants.enter("left over");

        filter.onProcessing(job);

        assertThat(Tenants.current()).isEqualTo(Tenants.PUBLIC);
    }
}
