// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import redis.embedded.core.ExecutableProvider;

/** Tries the places a Redis can come from, in order, and remembers why one was not taken. */
final class Sources {
    static final String URI_VARIABLE = "TURNOUT_REDIS_URI";
    static final String SERVER_VARIABLE = "TURNOUT_REDIS_SERVER";
    static final String SERVER_PROPERTY = "turnout.redis.server";
    private static final String EMBEDDED = "embedded";
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private Sources() {}

    static RedisProcess start(RedisOptions options) {
        String named = System.getProperty(SERVER_PROPERTY, System.getenv().getOrDefault(SERVER_VARIABLE, ""));
        return named.isBlank() ? firstThere(options) : named(named.strip(), options);
    }

    private static RedisProcess named(String server, RedisOptions options) {
        if (server.equals(EMBEDDED)) {
            return startEmbedded(options);
        }
        File binary = new File(server);
        if (!binary.isFile() || !binary.canExecute()) {
            throw new IllegalStateException("There is no server to start at " + binary.getAbsolutePath() + ", which "
                    + SERVER_PROPERTY + " or " + SERVER_VARIABLE
                    + " names, and no other was tried. Name a redis-server or"
                    + " valkey-server that can be executed, or the word " + EMBEDDED);
        }
        return ForkedRedis.start(binary, options, "binary " + server);
    }

    private static RedisProcess firstThere(RedisOptions options) {
        String given = System.getenv(URI_VARIABLE);
        if (given != null && !given.isBlank()) {
            return GivenRedis.at(given.strip());
        }
        if (dockerAnswers()) {
            try {
                return ContainerRedis.start(options);
            } catch (RuntimeException e) {
                LOG.warn(
                        "Docker answers, but no Redis could be started in it: {}; trying the next source",
                        e.toString());
            }
        }
        Optional<File> installed = onPath("redis-server");
        if (installed.isPresent()) {
            return ForkedRedis.start(installed.get(), options, "redis-server on the path");
        }
        return startEmbedded(options);
    }

    private static RedisProcess startEmbedded(RedisOptions options) {
        return ForkedRedis.start(embedded(), options, "embedded binary");
    }

    private static boolean dockerAnswers() {
        boolean named = System.getenv("DOCKER_HOST") != null;
        if (!named && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return false; // asking the client library costs a second; a socket that is not there costs nothing
        }
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            LOG.debug("No Docker daemon answers: {}", e.toString());
            return false;
        }
    }

    private static Optional<File> onPath(String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, command))
                .filter(File::canExecute)
                .findFirst();
    }

    private static File embedded() {
        try {
            File folder = Files.createTempDirectory("turnout-redis-binary").toFile();
            folder.deleteOnExit();
            File binary = ExecutableProvider.newJarResourceProvider(folder).get();
            binary.deleteOnExit();
            return binary;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No Redis can be had here: the embedded binary, the last that was tried, could not be unpacked."
                            + " Install Redis, or set " + URI_VARIABLE,
                    e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "No Redis can be had here: the embedded binary does not support this system. Install Redis, or set "
                            + URI_VARIABLE,
                    e);
        }
    }
}
