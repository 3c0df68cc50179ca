// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.process.RunSettings.Burst;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user wants run. What is empty has the worker's default; in a Spring application, its configuration decides.
 *
 * @param app an executable jar of Spring Boot, a jar, or a folder of classes
 * @param classPath what else the application needs, in order
 * @param main the main class of an application that is no executable jar of Spring Boot and starts its own worker
 * @param arguments for the main class
 * @param jvm options of the JVM
 * @param watched folders and jars; when something in them changes, the worker starts anew with it
 */
public record Plan(
        Path app,
        List<Path> classPath,
        Optional<String> main,
        List<String> arguments,
        List<String> jvm,
        Optional<String> redis,
        Optional<String> prefix,
        Optional<String> name,
        OptionalInt slots,
        Optional<Duration> lease,
        Optional<Duration> drain,
        Map<String, Integer> pools,
        Optional<Burst> burst,
        List<Path> watched) {
    public Plan {
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
        jvm = List.copyOf(jvm);
        pools = Map.copyOf(pools);
        watched = List.copyOf(watched);
    }

    /** The same plan with the application elsewhere. */
    Plan on(Path otherApp, List<Path> otherClassPath) {
        return new Plan(
                otherApp,
                otherClassPath,
                main,
                arguments,
                jvm,
                redis,
                prefix,
                name,
                slots,
                lease,
                drain,
                pools,
                burst,
                watched);
    }
}
