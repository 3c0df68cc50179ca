// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnout.bridge.queue.LegacyQueue;
import dev.turnout.bridge.queue.Rig;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.task.JobId;
import io.lettuce.core.RedisClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

@Tag("redis")
class LegacyQueueAutoConfigurationTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aQueueIsThereOverTheApplicationsClientUnderJobRunrsPrefix() {
        try (var context = context(Map.of("org.jobrunr.database.table-prefix", Rig.PREFIX), true)) {
            JobId id = Rig.insert(context.getBean(Queue.class));

            assertThat(rig.redis().exists(rig.keys.job(id.value()))).isEqualTo(1);
            assertThat(context.getBean(Queue.class)).isInstanceOf(LegacyQueue.class);
        }
    }

    @Test
    void aQueueIsThereOverAnAddressUnderItsOwnPrefix() {
        Map<String, String> settings = Map.of(
                "turnout.queue.redis-uri",
                rig.uri(),
                "turnout.queue.key-prefix",
                Rig.PREFIX,
                "org.jobrunr.database.table-prefix",
                "other");
        try (var context = context(settings, false)) {
            JobId id = Rig.insert(context.getBean(Queue.class));

            assertThat(rig.redis().exists(rig.keys.job(id.value()))).isEqualTo(1);
        }
    }

    @Test
    void withoutARedisTheErrorSaysWhatToSet() {
        assertThatThrownBy(() -> context(Map.of(), false).close())
                .rootCause()
                .hasMessageContaining("TURNOUT-0340")
                .hasMessageContaining("turnout.queue.redis-uri");
    }

    @Test
    void aDialectThatIsNoneIsNamed() {
        assertThatThrownBy(() ->
                        context(Map.of("turnout.queue.dialect", "xml"), true).close())
                .rootCause()
                .hasMessageContaining("TURNOUT-0646")
                .hasMessageContaining("'xml'");
    }

    @Test
    void bootFindsIt() throws Exception {
        String name = "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
        try (InputStream in = LegacyQueueAutoConfiguration.class.getResourceAsStream(name)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .contains(LegacyQueueAutoConfiguration.class.getName());
        }
    }

    private static AnnotationConfigApplicationContext context(Map<String, String> settings, boolean withClient) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("turnout.queue.layout", "jobrunr");
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
        if (withClient) {
            context.registerBean(RedisClient.class, rig::client, definition -> definition.setDestroyMethodName(""));
        }
        context.register(LegacyQueueAutoConfiguration.class);
        context.refresh();
        return context;
    }
}
