// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** What a twin needs in order to wait: a held lock, an empty queue, a pending future, a database, a job store, a file. */
final class TwinRig {
    /** How things may stand; a twin is run in each state. */
    enum State {
        /** Nothing that can be waited for has come yet. */
        PENDING,
        /** All stages are complete, no lock is held, and an executor has no threads of its own. */
        DONE,
        /** All stages have failed. */
        FAILED
    }

    private static final String SCOPE = "dev.turnout.runtime.async.JobScope";

    private final ExecutorService pool = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body, "offload");
        thread.setDaemon(true);
        return thread;
    });
    private final JdbcDataSource database = new JdbcDataSource();
    private final JobScheduler jobs;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final Path file = Files.createTempFile("twin", ".txt");
    private final ReentrantLock held = held();

    TwinRig() throws IOException, InterruptedException, SQLException {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        database.setURL("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:twins;DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id bigint primary key, name varchar(20))");
        }
        jobs = JobRunr.configure()
                .useStorageProvider(SqlStorageProviderFactory.using(database))
                .initialize()
                .getJobScheduler();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.start();
        request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/"))
                .build();
    }

    /** What the fields of twins are set to, by name. */
    Map<String, Object> values(State state) throws ReflectiveOperationException {
        Map<String, Object> values = new TreeMap<>();
        values.put("stage", state == State.FAILED ? failed() : CompletableFuture.completedFuture(""));
        values.put("other", new CompletableFuture<String>());
        values.put("one", future(state, State.DONE));
        values.put("two", future(state, State.PENDING));
        values.put("lock", state == State.PENDING ? held : new ReentrantLock());
        values.put("lock2", new ReentrantLock());
        values.put("executor", state == State.DONE ? (Executor) Runnable::run : pool);
        values.put("pool", pool);
        values.put("http", client);
        values.put("request", request);
        values.put("orders", orders());
        values.put("jobs", jobs);
        values.put("permits", new Semaphore(0));
        values.put("file", file.toFile());
        values.put("path", file);
        values.put("id", UUID.randomUUID());
        if (state == State.DONE) {
            values.put("o", "");
        }
        return values;
    }

    /** What the static fields that twins share are set to: all pending. */
    void setEnds() throws ReflectiveOperationException {
        Map<String, Object> values = values(State.PENDING);
        for (Field field : Class.forName("twins.Ends").getFields()) {
            field.set(null, values.get(field.getName()));
        }
    }

    /** Sets the fields of {@code twin} that are in {@code values}, or whose type is among {@code parts}. */
    static void fill(Object twin, Map<String, Object> values, List<Object> parts) throws IllegalAccessException {
        for (Class<?> type = twin.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
                    continue;
                }
                field.setAccessible(true);
                Object value = values.get(field.getName());
                if (field.getType().isInstance(value)) {
                    field.set(twin, value);
                } else if (field.get(twin) == null) {
                    for (Object part : parts) {
                        if (field.getType().isInstance(part) && field.getType() != Object.class) {
                            field.set(twin, part);
                        }
                    }
                }
            }
        }
    }

    /** Runs {@code body} as a worker does: continuations stay on the thread, what is handed over goes to a pool. */
    void inScope(Callable<Object> body) throws Exception {
        Class<?> scope = Class.forName(SCOPE);
        Object ours = proxy(scope, (self, method, args) -> switch (method.getName()) {
            case "continuations" -> (Executor) Runnable::run;
            case "blocking" -> pool;
            case "mayWait" -> false;
            default -> InvocationHandler.invokeDefault(self, method, args);
        });
        scope.getMethod("call", Callable.class).invoke(ours, body);
    }

    private static CompletableFuture<String> future(State state, State complete) {
        if (state == State.FAILED) {
            return failed();
        }
        boolean done = state == State.DONE || state == complete;
        return done ? CompletableFuture.completedFuture("") : new CompletableFuture<>();
    }

    private static CompletableFuture<String> failed() {
        return CompletableFuture.failedFuture(new IllegalArgumentException("failed"));
    }

    private static ReentrantLock held() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch taken = new CountDownLatch(1);
        Thread holder = new Thread(
                () -> {
                    lock.lock();
                    taken.countDown();
                },
                "holder"); // never lets go
        holder.setDaemon(true);
        holder.start();
        taken.await();
        return lock;
    }

    /** A repository with real queries, each on a connection of its own. */
    private Object orders() throws ClassNotFoundException {
        return proxy(Class.forName("twins.Orders"), (self, method, args) -> {
            if (CompletableFuture.class.isAssignableFrom(method.getReturnType())) {
                return new CompletableFuture<>();
            }
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeQuery("select count(*) from orders");
            }
            return List.class.isAssignableFrom(method.getReturnType()) ? List.of() : null;
        });
    }

    private static Object proxy(Class<?> face, InvocationHandler handler) {
        return Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, handler);
    }
}
