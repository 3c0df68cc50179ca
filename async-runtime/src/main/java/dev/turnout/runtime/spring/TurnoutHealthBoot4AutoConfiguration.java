// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.spring;

import dev.turnout.runtime.spring.WorkerProbes.Probe;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Health of the worker for the actuator of Spring Boot 4: contributor {@code turnoutWorker} with the parts {@code liveness} and
 * {@code readiness}, to be put into the groups of those names.
 */
@AutoConfiguration(after = TurnoutAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(WorkerLifecycle.class)
@ConditionalOnEnabledHealthIndicator("turnoutworker")
public class TurnoutHealthBoot4AutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "turnoutWorkerHealthContributor")
    CompositeHealthContributor turnoutWorkerHealthContributor(WorkerLifecycle lifecycle) {
        WorkerProbes probes = new WorkerProbes(lifecycle::worker);
        HealthIndicator liveness = () -> health(probes.liveness(), Status.DOWN);
        HealthIndicator readiness = () -> health(probes.readiness(), Status.OUT_OF_SERVICE);
        return CompositeHealthContributor.fromMap(
                Map.of(WorkerProbes.LIVENESS, liveness, WorkerProbes.READINESS, readiness));
    }

    private static Health health(Probe probe, Status otherwise) {
        return Health.status(probe.ok() ? Status.UP : otherwise)
                .withDetails(probe.details())
                .build();
    }
}
