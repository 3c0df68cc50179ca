// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A whole Boot application with JobRunr's starter, all of its auto-configuration, and our jar beside it. */
@Timeout(120)
class StarterTest {
    private static final Logger LOG = LoggerFactory.getLogger(StarterTest.class);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int IN_FLIGHT = 20;

    @Test
    void jarBesideTheStarterIsEnough() {
        try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, settings())) {
            LOG.info("Spring Boot {}", SpringBootVersion.getVersion());
            BackgroundJobServer server = context.getBean(BackgroundJobServer.class);
            StorageProvider storage = context.getBean(StorageProvider.class);
            JobScheduler scheduler = context.getBean(JobScheduler.class);
            Yard yard = context.getBean(Yard.class);
            assertThat(server.getWorkDistributionStrategy().getWorkerCount()).isEqualTo(IN_FLIGHT);

            JobId hopeless = scheduler.<Yard>enqueue(each -> each.derail("coal"));
            scheduler.<Yard, Integer>enqueue(
                    Stream.iterate(1, n -> n + 1).limit(IN_FLIGHT), (each, n) -> each.haul("crate " + n));

            await().atMost(LONG).until(() -> yard.open.size() == IN_FLIGHT);
            assertThat(storage.countJobs(StateName.SUCCEEDED)).isZero();
            assertThat(yard.starters).hasSizeBetween(1, 2);
            await().atMost(LONG).until(() -> storage.getJobById(hopeless).hasState(StateName.FAILED));
            assertThat(storage.getJobById(hopeless)
                            .getLastJobStateOfType(FailedState.class)
                            .orElseThrow()
                            .getExceptionMessage())
                    .isEqualTo("derailed coal");
            yard.open.forEach(end -> end.complete(null));
            await().atMost(LONG).until(() -> storage.countJobs(StateName.SUCCEEDED) == IN_FLIGHT);
            assertThat(yard.facades).hasValue(0);
        }
    }

    @Test
    void aPoolThatDoesNotExistEndsTheStart() {
        String[] misspelt = Stream.concat(Stream.of(settings()), Stream.of("--turnout.legacy.pool=gaurded"))
                .toArray(String[]::new);

        assertThatThrownBy(() -> SpringApplication.run(Application.class, misspelt))
                .hasStackTraceContaining("TURNOUT-0677 turnout.legacy.pool=gaurded");
    }

    /** JobRunr 7 reads them below org.jobrunr, 8 below jobrunr. */
    private static String[] settings() {
        Stream<String> jobrunr = Stream.of(
                        "database.type=mem",
                        "background-job-server.enabled=true",
                        "background-job-server.worker-count=2",
                        "background-job-server.thread-type=platform-threads",
                        "background-job-server.poll-interval-in-seconds=1",
                        "background-job-server.interrupt-jobs-await-duration-on-stop=1s")
                .flatMap(each -> Stream.of("--org.jobrunr." + each, "--jobrunr." + each));
        return Stream.concat(jobrunr, Stream.of("--turnout.legacy.in-flight=" + IN_FLIGHT))
                .toArray(String[]::new);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Yard yard() {
            return new Yard();
        }
    }
}
