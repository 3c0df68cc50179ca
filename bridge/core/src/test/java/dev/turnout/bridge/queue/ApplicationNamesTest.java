// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnout.bridge.spring.LegacyQueueAutoConfiguration;
import dev.turnout.bridge.wire.Dialect;
import dev.turnout.runtime.TaskQueue;
import dev.turnout.runtime.async.Stages;
import dev.turnout.runtime.queue.Queue;
import dev.turnout.runtime.spring.TurnoutAutoConfiguration;
import dev.turnout.runtime.task.AsyncTask;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** An application that names its JSON otherwise than JobRunr does: as spring.jackson.property-naming-strategy=SNAKE_CASE makes it. */
@Tag("redis")
class ApplicationNamesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void nothingSeen() {
        rig.reset();
        Shop.SEEN.clear();
    }

    @Test
    void bothPoolsSeeTheSameValuesWhateverTheApplicationsMapperSays() throws Exception {
        try (StockPool blocking = StockPool.on(rig.client(), "blocking", new JacksonJsonMapper());
                StockPool unserved = StockPool.on(rig.client(), Rig.PREFIX, new JacksonJsonMapper());
                var context = context(Dialect.JACKSON)) {
            Order order = new Order("A-17", 3);
            Line line = line();
            new JobScheduler(blocking.storage).<Shop>enqueue(shop -> shop.ship(order, line));
            new JobScheduler(unserved.storage).<Shop>enqueue(shop -> shop.ship(order, line));
            enqueue(context.getBean(Queue.class));
            blocking.start();

            await().atMost(LONG).until(() -> Shop.SEEN.size() == 3);

            assertThat(Shop.SEEN)
                    .containsExactlyInAnyOrder(
                            "ship A-17 3 Line[lineText=coal, unitPrice=ton]",
                            "shipAsync A-17 3 Line[lineText=coal, unitPrice=ton]",
                            "shipAsync A-17 3 Line[lineText=coal, unitPrice=ton]");
        }
    }

    @Test
    void aMapperThatIsGivenToTheQueueWritesAndReads() throws Exception {
        try (var context = context(Dialect.jackson(snakeCase()))) {
            enqueue(context.getBean(Queue.class));

            await().atMost(LONG).until(() -> !Shop.SEEN.isEmpty());

            assertThat(Shop.SEEN).containsOnly("shipAsync A-17 3 Line[lineText=coal, unitPrice=ton]");
        }
    }

    private static void enqueue(Queue queue) throws Exception {
        TaskQueue.on(queue)
                .enqueue(Shop::shipAsync, new Order("A-17", 3), line())
                .send()
                .toCompletableFuture()
                .get();
    }

    private static Line line() {
        return new Line("coal", "ton");
    }

    /** As Spring Boot makes it. */
    private static ObjectMapper snakeCase() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static AnnotationConfigApplicationContext context(Dialect dialect) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "turnout.queue.layout",
                                "jobrunr",
                                "turnout.queue.key-prefix",
                                Rig.PREFIX,
                                "turnout.worker.enabled",
                                "true")));
        context.registerBean(RedisClient.class, rig::client, definition -> definition.setDestroyMethodName(""));
        context.registerBean(ObjectMapper.class, ApplicationNamesTest::snakeCase);
        context.registerBean(Dialect.class, () -> dialect);
        context.registerBean(Shop.class);
        context.register(LegacyQueueAutoConfiguration.class, TurnoutAutoConfiguration.class);
        context.refresh();
        return context;
    }

    /** As payloads are: fields, and a constructor for the mapper. */
    public static final class Order {
        private String orderId = "";
        private int itemCount;

        public Order() {}

        public Order(String orderId, int itemCount) {
            this.orderId = orderId;
            this.itemCount = itemCount;
        }

        @Override
        public String toString() {
            return orderId + " " + itemCount;
        }
    }

    /** A record, which has its names from its constructor. */
    public record Line(String lineText, String unitPrice) {}

    /** A task and its twin. */
    public static class Shop {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        public void ship(Order order, Line line) {
            SEEN.add("ship " + order + " " + line);
        }

        @AsyncTask
        public CompletionStage<Void> shipAsync(Order order, Line line) {
            SEEN.add("shipAsync " + order + " " + line);
            return Stages.done();
        }
    }
}
