// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.jobrunr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.turnout.bridge.jobrunr.DropInRig.Freight;
import dev.turnout.runtime.redis.Link;
import dev.turnout.samples.redis.RedisOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The application's own client: over TLS with the host checked, and as a user that may do what the docs say and nothing else. */
@Tag("redis")
class DropInAccessTest {
    private static final JsonMapper ANY = DropIn.mappers().findFirst().orElseThrow();
    private static final Duration NEVER = Duration.ofSeconds(120);
    private static final Pattern RULE = Pattern.compile("(?s)```\\nACL SETUSER jobs (.*?)```");

    /** Lettuce's own, and what the next test is about. */
    private static final List<String> GOES_WITHOUT = List.of("hello", "ping", "subscribe");

    @TempDir
    private static Path folder;

    private static DropInRig rig;
    private static Certificate certificate;
    private static int port;

    private final List<RedisClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        certificate = Certificate.in(folder);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        rig = new DropInRig(new RedisOptions(
                RedisOptions.Persistence.NONE,
                List.of(
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate.certificate().toString(),
                        "--tls-key-file",
                        certificate.key().toString(),
                        "--tls-ca-cert-file",
                        certificate.certificate().toString(),
                        "--tls-auth-clients",
                        "no")));
        assumeTrue(rig.isOurs(), "needs a Redis with settings of ours");
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void reset() {
        rig.reset();
    }

    @AfterEach
    void shutDown() {
        clients.forEach(client -> client.shutdown(0, 1, TimeUnit.SECONDS));
    }

    @Test
    void overTlsAServerIsWokenAndTheHostIsChecked() {
        RedisClient client = trusting(tls("localhost").build());
        StorageProvider storage = rig.use(DropIn.provider(client, DropInRig.PREFIX), ANY);
        rig.server(storage, ANY, 2, NEVER);
        JobScheduler scheduler = new JobScheduler(storage);
        scheduler.<Freight>enqueue(freight -> freight.haul("first"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Freight.RUNS.containsKey("first"));
        scheduler.<Freight>enqueue(freight -> freight.haul("woken"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Freight.RUNS.containsKey("woken"));

        RedisClient elsewhere = trusting(tls("127.0.0.1").build());
        assertThatThrownBy(() -> DropIn.provider(elsewhere, DropInRig.PREFIX))
                .hasMessageContaining("TURNOUT-0501")
                .hasStackTraceContaining("127.0.0.1 found");
        assertThatThrownBy(() -> DropIn.provider(client(tls("localhost").build()), DropInRig.PREFIX))
                .hasMessageContaining("TURNOUT-0501")
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void theRightsInTheDocsSuffice() throws Exception {
        user("jobs", rule());
        acl("LOG", "RESET");
        StorageProvider storage = rig.use(DropIn.provider(as("jobs"), DropInRig.PREFIX), ANY);
        rig.server(storage, ANY, 2, Duration.ofMillis(200));
        JobScheduler scheduler = new JobScheduler(storage);
        rig.redis().zadd("app:queue:jobs:ENQUEUED", 1, "no-body");
        rig.redis().zadd("app:queue:jobs:SCHEDULED", 1, "no-body-either");
        rig.redis().zadd("app:queue:scheduledjobs", 1, "no-body-either");

        UUID now = scheduler.<Freight>enqueue(freight -> freight.haul("now")).asUUID();
        UUID again =
                scheduler.<Freight>enqueue(freight -> freight.derail("again")).asUUID();
        UUID never = scheduler
                .<Freight>schedule(Instant.now().plusSeconds(600), freight -> freight.haul("never"))
                .asUUID();
        scheduler.<Freight>scheduleRecurrently("rec", Duration.ofSeconds(1), freight -> freight.haul("rec"));
        scheduler.delete(never);
        await().atMost(Duration.ofSeconds(30)).until(() -> Freight.RUNS.getOrDefault("again", 0) == 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> Freight.RUNS.getOrDefault("rec", 0) > 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> rig.redis().hlen("app:turnout:quarantine") == 2);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> storage.getJobById(again).hasState(StateName.SUCCEEDED));
        scheduler.deleteRecurringJob("rec");
        storage.deletePermanently(now);
        storage.deleteJobsPermanently(StateName.DELETED, Instant.now().plusSeconds(60));
        storage.getDistinctJobSignatures(StateName.SUCCEEDED);
        storage.getJobStats();
        storage.removeTimedOutBackgroundJobServers(Instant.now().minusSeconds(3_600));
        storage.deleteMetadata("nothing");
        BackgroundJobServerStatus another = DropInRig.idle(storage, ANY).getServerStatus();
        storage.announceBackgroundJobServer(another);
        storage.signalBackgroundJobServerStopped(another);

        assertThat(refused()).as("what was refused, but Lettuce's own").isEmpty();
    }

    private static List<String> refused() {
        return Pattern.compile("object, ([^,]+),")
                .matcher(acl("LOG", "100"))
                .results()
                .map(found -> found.group(1))
                .filter(object -> !object.startsWith("client"))
                .toList();
    }

    /** Each of them, one at a time: nothing may begin that would break off in its middle. */
    @Test
    void oneRightFewerIsSaidBeforeAnythingIsDone() throws Exception {
        List<String> rule = rule();
        List<String> rights = rule.stream()
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .toList();
        assertThat(rights).containsAll(GOES_WITHOUT);
        for (String name :
                rights.stream().filter(right -> !GOES_WITHOUT.contains(right)).toList()) {
            List<String> fewer = new ArrayList<>(rule);
            fewer.remove("+" + name);
            user("fewer", fewer);
            Throwable thrown = catchThrowable(() -> DropIn.provider(as("fewer"), DropInRig.PREFIX));

            assertThat(thrown).as(name).isNotNull().hasStackTraceContaining(name);
            assertThat(thrown.getMessage()).as(name).containsAnyOf("TURNOUT-0618", "TURNOUT-0501");
        }
        List<String> elsewhere = new ArrayList<>(rule);
        elsewhere.replaceAll(word -> word.startsWith("~") ? "~other:*" : word);
        user("fewer", elsewhere);
        assertThatThrownBy(() -> DropIn.provider(as("fewer"), DropInRig.PREFIX))
                .hasMessageContaining("TURNOUT-0501")
                .hasMessageContaining("NOT_ALLOWED");
        assertThat(rig.redis().keys("*")).containsExactly("app:turnout:age");
    }

    @Test
    void aChannelThatIsRefusedIsSaidWhetherToHearOrToSpeak() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Link.class);
        log.start();
        logger.addAppender(log);
        List<String> deaf = new ArrayList<>(rule());
        deaf.remove("+subscribe");
        user("fewer", deaf);
        try {
            rig.use(DropIn.provider(as("fewer"), DropInRig.PREFIX), ANY);
            await().until(() -> List.copyOf(log.list).stream()
                    .anyMatch(event -> event.getFormattedMessage().contains("TURNOUT-0617")
                            && event.getFormattedMessage().contains("app:turnout:signal")));
        } finally {
            logger.detachAppender(log);
        }
        List<String> mute = new ArrayList<>(rule());
        mute.removeIf(word -> word.startsWith("&"));
        user("fewer", mute);
        assertThatThrownBy(() -> DropIn.provider(as("fewer"), DropInRig.PREFIX))
                .hasMessageContaining("TURNOUT-0618")
                .hasMessageContaining("publish: the channel app:turnout:signal");
    }

    /** As it stands in the docs. */
    private static List<String> rule() throws IOException {
        Path docs = Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/drop-in.md");
        Matcher rule = RULE.matcher(Files.readString(docs));
        assertThat(rule.find()).as("a rule in " + docs).isTrue();
        return Arrays.stream(rule.group(1).replace("myprefix", DropInRig.PREFIX).split("[\\s\\\\]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static void user(String name, List<String> rule) {
        acl("DELUSER", name);
        List<String> words = new ArrayList<>(List.of("SETUSER", name));
        words.addAll(rule);
        acl(words.toArray(String[]::new));
    }

    private static String acl(String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        for (String word : words) {
            args.add(word);
        }
        return String.valueOf(rig.redis().dispatch(CommandType.ACL, new ArrayOutput<>(StringCodec.UTF8), args));
    }

    private RedisClient as(String user) {
        return trusting(tls("localhost")
                .withAuthentication(user, "secret".toCharArray())
                .build());
    }

    private RedisClient client(RedisURI uri) {
        RedisClient client = RedisClient.create(uri);
        clients.add(client);
        return client;
    }

    /** Knows the certificate of our Redis. */
    private RedisClient trusting(RedisURI uri) {
        RedisClient client = client(uri);
        client.setOptions(ClientOptions.builder()
                .sslOptions(SslOptions.builder()
                        .trustManager(certificate.certificate().toFile())
                        .build())
                .build());
        return client;
    }

    private static RedisURI.Builder tls(String host) {
        return RedisURI.builder()
                .withHost(host)
                .withPort(port)
                .withSsl(true)
                .withVerifyPeer(SslVerifyMode.FULL)
                .withTimeout(Duration.ofSeconds(10));
    }
}
