// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a real Redis to tests of JUnit 5: {@code @ExtendWith(RedisExtension.class)}, or {@link RedisServer} where it is to have
 * settings. The server comes from where {@link RedisProcess} says; the log and a report entry named {@code redis} say which it
 * was. It is started before the first test of the class, shared with nested classes that do not ask for another one, and ended
 * after the last test.
 *
 * <p>Test methods, and methods before and after each test, may take a {@link TestRedis}: a database that is emptied before each
 * test. Any method, and the constructor, may take the {@link RedisProcess}. Tests of one class may run at the same time, as many
 * as the server has databases; on a server named by {@code TURNOUT_REDIS_URI} one at a time.
 *
 * <p>Where no Redis can be had, the tests fail with a sentence that says what to do. With {@code @RedisServer(orSkip = true)}, or
 * the configuration parameter {@value #ABSENT}{@code =skip}, they are skipped with it.
 */
public class RedisExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    /** A configuration parameter of JUnit, or system property: {@code skip} or {@code fail}. */
    public static final String ABSENT = "turnout.redis.absent";

    private static final Logger LOG = LoggerFactory.getLogger(RedisExtension.class);
    private static final Namespace SPACE = Namespace.create(RedisExtension.class);
    private static final String SERVER = "server";
    private static final String DATABASE = "database";

    private final Function<RedisOptions, RedisProcess> source;

    /** For JUnit. */
    public RedisExtension() {
        this(RedisProcess::start);
    }

    RedisExtension(Function<RedisOptions, RedisProcess> source) {
        this.source = source;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        boolean wantsItsOwn =
                AnnotationSupport.findAnnotation(type, RedisServer.class).isPresent();
        if (wantsItsOwn || databases(context).isEmpty()) {
            start(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (databases(context).isEmpty()) { // the extension is on the method alone
            start(context);
        }
        store(context).put(DATABASE, databases(context).orElseThrow().next());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestRedis.class || type == RedisProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == RedisProcess.class) {
            return databases(context)
                    .map(Databases::server)
                    .orElseThrow(() -> tooEarly("the server of an extension that is on a method alone"));
        }
        TestRedis database = store(context).get(DATABASE, TestRedis.class);
        if (database == null || parameter.getDeclaringExecutable() instanceof Constructor) {
            throw tooEarly("the database of a test");
        }
        return database;
    }

    private static ParameterResolutionException tooEarly(String what) {
        return new ParameterResolutionException(
                "TURNOUT-0387 " + what + " is not there before the test begins. Take it as a"
                        + " parameter of the test method, or of a method before or after each test.");
    }

    private void start(ExtensionContext context) {
        Optional<RedisServer> wishes = wishes(context.getTestClass());
        RedisOptions options = wishes.map(server -> new RedisOptions(server.persistence(), List.of(server.settings())))
                .orElseGet(RedisOptions::inMemory);
        Databases databases;
        try {
            databases = new Databases(source.apply(options));
        } catch (RuntimeException none) {
            boolean skip = context.getConfigurationParameter(ABSENT)
                    .map("skip"::equalsIgnoreCase)
                    .orElseGet(() -> wishes.map(RedisServer::orSkip).orElse(false));
            throw skip ? skipped(context, none) : failed(context, none);
        }
        store(context).put(SERVER, databases);
        RedisProcess server = databases.server();
        LOG.info("{} runs on {} at {}", context.getDisplayName(), server.source(), server.uri());
        context.publishReportEntry("redis", server.source());
    }

    private static RuntimeException skipped(ExtensionContext context, RuntimeException none) {
        return new TestAbortedException(
                "TURNOUT-0386 " + context.getDisplayName() + " needs a Redis and is skipped. " + none.getMessage(),
                none);
    }

    private static RuntimeException failed(ExtensionContext context, RuntimeException none) {
        return new IllegalStateException(
                "TURNOUT-0386 " + context.getDisplayName() + " needs a Redis and cannot run. " + none.getMessage()
                        + " To skip such tests instead: -D" + ABSENT + "=skip.",
                none);
    }

    /** Ends the server that was started for exactly this context. */
    private static void stop(ExtensionContext context) {
        Databases own = store(context).remove(SERVER, Databases.class);
        if (own != null) {
            own.close();
        }
    }

    /** What the class says, or the class around it. */
    private static Optional<RedisServer> wishes(Optional<Class<?>> type) {
        return type.flatMap(here -> AnnotationSupport.findAnnotation(here, RedisServer.class)
                .or(() -> wishes(Optional.ofNullable(here.getEnclosingClass()))));
    }

    private static Optional<Databases> databases(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(SERVER, Databases.class));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(SPACE);
    }
}
