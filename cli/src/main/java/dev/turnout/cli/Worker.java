// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.bridge.process.RunSettings.Burst;
import dev.turnout.cli.worker.Overseer;
import dev.turnout.cli.worker.Plan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "worker",
        description = {
            "Runs the async worker of a jar, in a JVM with its own class path. SIGTERM drains it, a second one gives running"
                    + " jobs back at once.",
            "Exit code: that of the worker; 0 after a stop with nothing left behind, 1 if jobs of a burst failed or were"
                    + " left, 2 if it could not be started."
        },
        mixinStandardHelpOptions = true)
final class Worker implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "APP",
            description = "A jar, also an executable one of Spring Boot, or a folder of classes.")
    private @Nullable Path app;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARG",
            description = "Behind --: arguments for the application's main class.")
    private List<String> arguments = List.of();

    @Option(
            names = "--classpath",
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "What else the application needs: jars and folders, one or several joined as on a class path.")
    private List<String> classPath = List.of();

    @Option(
            names = "--classpath-file",
            paramLabel = "FILE",
            description = "A file with more of them, as mvn dependency:build-classpath writes it.")
    private @Nullable Path classPathFile;

    @Option(
            names = "--main",
            paramLabel = "CLASS",
            description = "The main class of a Spring Boot application that is no executable jar.")
    private @Nullable String main;

    @Option(
            names = "--redis",
            defaultValue = "${env:TURNOUT_REDIS_URI}",
            paramLabel = "URI",
            description =
                    "Address of Redis, redis://[user:password@]host:port[/db]; default: TURNOUT_REDIS_URI, and for a"
                            + " Spring application its own client.")
    private @Nullable String redis;

    @Option(
            names = "--prefix",
            description =
                    "JobRunr's key prefix (org.jobrunr.database.table-prefix); a Spring application knows its own.")
    private @Nullable String prefix;

    @Option(names = "--name", description = "The worker's name on the queue's list; default: the host's name.")
    private @Nullable String name;

    @Option(names = "--slots", description = "Jobs that it holds at most; default: 64.")
    private @Nullable Integer slots;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long a claim holds without a renewal, as 500ms, 30s, 2m; default: 30s.")
    private @Nullable Duration lease;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = Times.class,
            description = "How long a stop waits for running jobs; default: 25s.")
    private @Nullable Duration drain;

    @Option(names = "--pool", paramLabel = "NAME=THREADS", description = "Threads of a named pool of blocking tasks.")
    private Map<String, Integer> pools = new LinkedHashMap<>();

    @Option(
            names = "--burst",
            arity = "0..1",
            paramLabel = "N",
            parameterConsumer = BurstSize.class,
            description =
                    "End when the queue has nothing more for this worker, or when it has claimed N jobs. Exit code 1 if one failed.")
    private @Nullable Integer burst;

    @Option(names = "--deferred", description = "A burst waits for jobs that are due later, too, and for retries.")
    private boolean deferredToo;

    @Option(
            names = "--check",
            description = "Only look whether a worker lives, or the one with --name: exit code 0, else 1.")
    private boolean check;

    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description = "When something in this folder or jar changes, start anew with the new classes. Repeatable.")
    private List<Path> watched = List.of();

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "Option for the worker's JVM, as --jvm=-Xmx512m. Repeatable.")
    private List<String> jvm = List.of();

    @Override
    public Integer call() throws Exception {
        refuseWhatDoesNotFit();
        if (check) {
            return WorkerCheck.print(spec.commandLine().getOut(), given(redis, "--redis"), prefix, name);
        }
        return Overseer.run(
                plan(given(app, "APP, a jar or a folder of classes")),
                spec.commandLine().getErr());
    }

    private void refuseWhatDoesNotFit() {
        if (name != null && name.isBlank()) {
            throw wrong("--name is blank: give the name that people shall see on the queue's list, or leave it away");
        }
        if (check && (burst != null || !watched.isEmpty() || app != null)) {
            throw wrong("--check only looks: give it --redis, --prefix and --name, and no application");
        }
        if (burst != null && !watched.isEmpty()) {
            throw wrong("--burst ends by itself and --watch does not: give one of them");
        }
        if (deferredToo && burst == null) {
            throw wrong("--deferred belongs to --burst");
        }
    }

    private Plan plan(Path application) throws IOException {
        return new Plan(
                application,
                classPath(),
                Optional.ofNullable(main),
                arguments,
                jvm,
                Optional.ofNullable(redis).filter(uri -> !uri.isBlank()),
                Optional.ofNullable(prefix),
                Optional.ofNullable(name),
                slots == null ? OptionalInt.empty() : OptionalInt.of(slots),
                Optional.ofNullable(lease),
                Optional.ofNullable(drain),
                pools,
                Optional.ofNullable(burst).map(most -> new Burst(most, deferredToo)),
                watched);
    }

    private List<Path> classPath() throws IOException {
        List<String> joined = new ArrayList<>(classPath);
        if (classPathFile != null) {
            joined.add(Files.readString(classPathFile).strip());
        }
        return joined.stream()
                .flatMap(paths -> Arrays.stream(paths.split(File.pathSeparator)))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }

    private <T> T given(@Nullable T value, String what) {
        if (value == null || value.toString().isBlank()) {
            throw wrong("missing: " + what);
        }
        return value;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    /** Takes the word behind {@code --burst} only if it is a number: else that is the application. */
    static final class BurstSize implements CommandLine.IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean number = !words.isEmpty() && words.peek().matches("\\d{1,9}");
            option.setValue(number ? Integer.valueOf(words.pop()) : Integer.valueOf(Integer.MAX_VALUE));
        }
    }
}
