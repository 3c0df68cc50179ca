// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.runtime.redis.RedisAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the queue is. It comes from a file, the environment or the application's configuration, never from an argument: an address
 * holds passwords, and arguments are seen by everybody on the machine.
 *
 * @param uri as Lettuce reads it
 * @param prefix JobRunr's key prefix; empty for none
 * @param sentinelUser whom the sentinels know; empty for nobody by name
 * @param sentinelPassword what they ask for; empty for nothing
 */
record Address(String uri, String prefix, String sentinelUser, String sentinelPassword) {
    private static final String URI = "TURNOUT_REDIS_URI";
    private static final String PREFIX = "TURNOUT_KEY_PREFIX";

    /** Without sentinels that ask for a password. */
    Address(String uri, String prefix) {
        this(uri, prefix, "", "");
    }

    /** Of {@code config} if it is given; else of the environment; else of the application in {@code folder}. */
    static Address find(
            Optional<Path> config, Optional<String> profile, Path folder, UnaryOperator<@Nullable String> environment) {
        AppSettings settings = new AppSettings(environment);
        if (config.isPresent()) {
            settings.readFile(config.get(), profile);
        } else {
            settings.readFolder(folder, profile);
        }
        Optional<String> said = said(environment, URI);
        Address found = config.flatMap(file -> of(settings))
                .or(() -> said.map(uri -> new Address(uri, "")))
                .or(() -> of(settings))
                .orElseThrow(() -> new AppSettings.CannotRead(
                        "TURNOUT-0429 nobody says where Redis is. Nothing was done. Run this in the application's folder, name its"
                                + " configuration with --config, or set " + URI
                                + "; looked for turnout.queue.redis-uri and spring.data.redis.*",
                        null));
        RedisAddress.of(found.uri); // refused here, where nothing has been done yet
        Optional<String> prefix = config.flatMap(file -> prefix(settings))
                .or(() -> said(environment, PREFIX))
                .or(() -> prefix(settings));
        return new Address(found.uri, prefix.orElse(""), found.sentinelUser, found.sentinelPassword);
    }

    private static Optional<String> said(UnaryOperator<@Nullable String> environment, String name) {
        return Optional.ofNullable(environment.apply(name)).filter(text -> !text.isBlank());
    }

    private static Optional<String> prefix(AppSettings settings) {
        return settings.first(
                "turnout.queue.key-prefix", "jobrunr.database.table-prefix", "org.jobrunr.database.table-prefix");
    }

    private static Optional<Address> of(AppSettings settings) {
        return settings.first("turnout.queue.redis-uri", "spring.data.redis.url", "spring.redis.url")
                .map(uri -> new Address(uri, ""))
                .or(() -> sentinels(settings))
                .or(() -> settings.first("spring.data.redis.host", "spring.redis.host")
                        .map(host -> new Address(
                                scheme(settings) + login(settings) + host + ":"
                                        + settings.first("spring.data.redis.port", "spring.redis.port")
                                                .orElse("6379")
                                        + database(settings),
                                "")));
    }

    private static Optional<Address> sentinels(AppSettings settings) {
        return settings.first("spring.data.redis.sentinel.master", "spring.redis.sentinel.master")
                .flatMap(master -> settings.first("spring.data.redis.sentinel.nodes", "spring.redis.sentinel.nodes")
                        .map(nodes -> new Address(
                                (isTls(settings) ? "rediss-sentinel://" : "redis-sentinel://") + login(settings)
                                        + nodes.replace(" ", "") + database(settings) + "#" + master,
                                "",
                                settings.first("spring.data.redis.sentinel.username", "spring.redis.sentinel.username")
                                        .orElse(""),
                                settings.first("spring.data.redis.sentinel.password", "spring.redis.sentinel.password")
                                        .orElse(""))));
    }

    private static boolean isTls(AppSettings settings) {
        return settings.first("spring.data.redis.ssl.enabled", "spring.redis.ssl")
                .filter("true"::equals)
                .isPresent();
    }

    private static String scheme(AppSettings settings) {
        return isTls(settings) ? "rediss://" : "redis://";
    }

    private static String login(AppSettings settings) {
        Optional<String> password = settings.first("spring.data.redis.password", "spring.redis.password");
        String user = settings.first("spring.data.redis.username", "spring.redis.username")
                .orElse("");
        return password.map(word -> encoded(user) + ":" + encoded(word) + "@").orElse("");
    }

    private static String database(AppSettings settings) {
        return settings.first("spring.data.redis.database", "spring.redis.database")
                .filter(number -> !number.equals("0"))
                .map(number -> "/" + number)
                .orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** For a client of Redis; holds the passwords. */
    RedisAddress redis() {
        return RedisAddress.of(uri).sentinels(sentinelUser, sentinelPassword);
    }

    /** Where Redis is, without user and password. */
    String shown() {
        return RedisAddress.of(uri).toString();
    }

    /** As an operator reads it, without user and password. */
    @Override
    public String toString() {
        return shown() + (prefix.isEmpty() ? ", no key prefix" : ", key prefix " + prefix);
    }
}
