// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A redis-server that we forked: loopback only, own folder, ended by its process id. */
final class ForkedRedis implements RedisProcess {
    private static final int TRIES = 5; // another process may take the free port before Redis does
    private static final int BUSY_TRIES = 40;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

    private final List<String> command;
    private final Path folder;
    private final int port;
    private final Thread net = new Thread(this::close, "redis-process-end");
    private Process process;
    private String source;

    private ForkedRedis(List<String> command, Path folder, int port) throws IOException {
        this.command = command;
        this.folder = folder;
        this.port = port;
        this.process = fork();
        this.source = "";
    }

    static RedisProcess start(File binary, RedisOptions options, String from) {
        IllegalStateException last = new IllegalStateException("no free port");
        for (int i = 0; i < TRIES; i++) {
            try {
                Path folder = Files.createTempDirectory("turnout-redis");
                int port = freePort();
                ForkedRedis redis = new ForkedRedis(command(binary, options, folder, port), folder, port);
                try {
                    redis.source = from + ", " + Ping.untilReady(redis.uri(), redis.process::isAlive);
                    Runtime.getRuntime().addShutdownHook(redis.net);
                    return redis;
                } catch (IllegalStateException e) {
                    last = new IllegalStateException(e.getMessage() + ": " + redis.log(), e);
                    redis.end();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + binary, e);
            }
        }
        throw last;
    }

    private static List<String> command(File binary, RedisOptions options, Path folder, int port) {
        List<String> all = new ArrayList<>(List.of(
                binary.getAbsolutePath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--daemonize",
                "no"));
        all.addAll(options.arguments());
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts the program. A process that another thread forked while the program was being written holds it open for writing for a
     * moment, and Linux starts no such file (ETXTBSY): it is tried again.
     */
    private Process fork() throws IOException {
        for (int left = BUSY_TRIES; ; left--) {
            try {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                        .start();
            } catch (IOException busy) {
                if (left == 0 || !String.valueOf(busy.getMessage()).contains("error=26")) {
                    throw busy;
                }
                LockSupport.parkNanos(BUSY_PAUSE.toNanos());
            }
        }
    }

    private Path logFile() {
        return folder.resolve("redis.log");
    }

    private String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "no log";
    }

    @Override
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    @Override
    public void crashAndRestart() {
        process.destroyForcibly().onExit().join();
        try {
            process = fork();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Redis again", e);
        }
        Ping.untilReady(uri(), process::isAlive);
    }

    @Override
    public void close() {
        end();
        if (Thread.currentThread() != net) {
            try {
                Runtime.getRuntime().removeShutdownHook(net);
            } catch (IllegalStateException leaving) {
                return; // the machine is going down and the hook has run or will run
            }
        }
    }

    private void end() {
        process.destroyForcibly().onExit().join();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
