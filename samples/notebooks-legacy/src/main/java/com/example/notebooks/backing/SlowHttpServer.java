package com.example.notebooks.backing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** A small HTTP server on the loopback address. Waiting for the latency to pass costs no thread. */
final class SlowHttpServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    static {
        // Read once, when the JDK's server is first used. Without "nodelay" each answer takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
    }

    private final Behaviour behaviour;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(8, daemon());
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4, daemon());

    SlowHttpServer(int port, Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.server.setExecutor(workers);
    }

    SlowHttpServer route(String path, String service, Route route) {
        server.createContext(path, exchange -> accept(exchange, service, route));
        return this;
    }

    SlowHttpServer start() {
        server.start();
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        clock.shutdownNow();
    }

    private void accept(HttpExchange exchange, String service, Route route) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        clock.schedule(() -> answer(exchange, service, route, body), behaviour.latencyOf(service), TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange exchange, String service, Route route, byte[] body) {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            Reply reply = behaviour.nextFails(service, path)
                    ? Reply.text(503, service + " is busy")
                    : route.answer(exchange, body);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        } catch (IOException | RuntimeException e) {
            System.err.println(service + " could not answer " + path + ": " + e);
        }
    }

    private static ThreadFactory daemon() {
        return task -> {
            Thread thread = new Thread(task, "backing-http");
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Answers one request. */
    @FunctionalInterface
    interface Route {
        Reply answer(HttpExchange exchange, byte[] body) throws IOException;
    }

    record Reply(int status, String contentType, byte[] body) {

        static Reply text(int status, String text) {
            return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        static Reply html(String html) {
            return new Reply(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
        }

        static Reply json(byte[] json) {
            return new Reply(200, "application/json", json);
        }
    }
}
