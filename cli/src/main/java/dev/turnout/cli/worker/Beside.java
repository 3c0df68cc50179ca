// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.process.WorkerProcess;
import dev.turnout.runtime.Worker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lies beside the user's classes: our two jars, before them, so that they fit one another; behind them what our jars
 * need and the user's class path does not have. So the user's versions win. Nothing else of the command is among it.
 *
 * @param ours async-runtime and bridge-core
 * @param libraries of theirs that the user's class path lacks
 * @param logs whether a logging backend is among them
 */
record Beside(List<Path> ours, List<Path> libraries, boolean logs) {
    /** One class of each library. */
    private static final List<String> NEEDED = List.of(
            "io.lettuce.core.RedisClient",
            "io.netty.util.concurrent.Future",
            "io.netty.buffer.ByteBuf",
            "io.netty.resolver.AddressResolver",
            "io.netty.channel.Channel",
            "io.netty.channel.unix.Socket",
            "io.netty.handler.codec.ByteToMessageDecoder",
            "io.netty.handler.ssl.SslHandler",
            "reactor.core.publisher.Flux",
            "org.reactivestreams.Publisher",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.core.JsonParser",
            "com.fasterxml.jackson.annotation.JsonCreator",
            "org.slf4j.Logger",
            "org.jspecify.annotations.NullMarked");

    private static final List<String> LOGGING =
            List.of("ch.qos.logback.classic.Logger", "ch.qos.logback.core.Appender");

    private static final String FACADE = "org/slf4j/Logger.class";
    private static final String FACADE_2 = "org/slf4j/spi/SLF4JServiceProvider.class";
    private static final Set<String> BACKENDS =
            Set.of("META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "org/slf4j/impl/StaticLoggerBinder.class");

    /** What {@code classPath} needs beside it. */
    static Beside of(List<Path> classPath) throws IOException {
        Set<String> asked = NEEDED.stream().map(Beside::resource).collect(Collectors.toCollection(LinkedHashSet::new));
        asked.addAll(BACKENDS);
        asked.add(FACADE_2);
        Set<String> present = Contents.present(asked, classPath);
        Set<Path> libraries = new LinkedHashSet<>();
        for (String type : NEEDED) {
            if (!present.contains(resource(type))) {
                libraries.add(placeOf(type));
            }
        }
        boolean silent = BACKENDS.stream().noneMatch(present::contains);
        boolean facadeFits = !present.contains(FACADE) || present.contains(FACADE_2);
        if (silent && facadeFits) {
            LOGGING.forEach(type -> libraries.add(placeOf(type)));
        }
        return new Beside(
                List.of(placeOf(WorkerProcess.class.getName()), placeOf(Worker.class.getName())),
                new ArrayList<>(libraries),
                silent && facadeFits);
    }

    private static String resource(String type) {
        return type.replace('.', '/') + ".class";
    }

    private static Path placeOf(String type) {
        try {
            CodeSource source = Class.forName(type, false, Beside.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException incomplete) {
            throw new IllegalStateException(
                    "TURNOUT-0422 this command is incomplete: it has no " + type
                            + ". Nothing was started. Install it anew.",
                    incomplete);
        }
    }
}
