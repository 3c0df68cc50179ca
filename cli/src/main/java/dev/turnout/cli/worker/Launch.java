// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import dev.turnout.bridge.process.RunSettings;
import dev.turnout.bridge.process.WorkerProcess;
import dev.turnout.runtime.task.WorkerOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of a worker's process. Three kinds of application: an executable jar of Spring Boot starts by its own
 * launcher, with our jars on {@code loader.path}; an application with a main class starts by that; anything else is a bag of
 * classes, and {@link WorkerProcess} runs its tasks.
 */
final class Launch {
    private static final Duration SPRING_PHASE = Duration.ofSeconds(30);
    private static final Duration SPRING_MARGIN = Duration.ofSeconds(5);
    private static final String LOADER_SEPARATOR = ",";

    private final Plan plan;
    private final RunFolder folder;
    private final Path run;
    private final Path ready;

    private Launch(Plan plan, RunFolder folder) {
        this.plan = plan;
        this.folder = folder;
        this.run = folder.file("run.properties");
        this.ready = folder.file("ready");
    }

    /**
     * Starts the worker of {@code plan}; its files go to {@code folder}.
     *
     * @throws Refused if it cannot be started; nothing was started then
     */
    static ChildWorker start(Plan plan, RunFolder folder) throws IOException, Refused {
        Launch launch = new Launch(plan, folder);
        return new ChildWorker(launch.command().start(), launch.ready);
    }

    private ProcessBuilder command() throws IOException, Refused {
        Optional<String> launcher = AppJar.launcherOf(plan.app());
        if (launcher.isPresent()) {
            return bootJar(launcher.get());
        }
        return plan.main().isPresent() ? application(plan.main().get()) : bagOfClasses();
    }

    private ProcessBuilder bootJar(String launcher) throws IOException, Refused {
        Beside beside = Beside.of(users());
        List<Path> path = all(beside.ours(), plan.classPath(), beside.libraries());
        for (Path entry : path) {
            if (entry.toString().contains(LOADER_SEPARATOR)) {
                throw new Refused("TURNOUT-0424 " + entry + " has a comma in its name, and Spring Boot's launcher takes"
                        + " that for the end of it. Nothing was started. Move it.");
            }
        }
        settings(List.of()).store(run);
        List<String> options = new ArrayList<>(springOptions());
        options.add("-Dloader.path=" + join(path, LOADER_SEPARATOR));
        plan.main().ifPresent(main -> options.add("-Dloader.main=" + main));
        return java(beside, options, List.of(plan.app()), launcher, plan.arguments(), springEnvironment());
    }

    private ProcessBuilder application(String main) throws IOException {
        List<Path> users = users();
        Beside beside = Beside.of(users);
        settings(List.of()).store(run);
        List<Path> path = all(beside.ours(), users, beside.libraries());
        return java(beside, springOptions(), path, main, plan.arguments(), springEnvironment());
    }

    private ProcessBuilder bagOfClasses() throws IOException, Refused {
        if (plan.redis().isEmpty()) {
            throw new Refused("TURNOUT-0425 no address of Redis. Nothing was started. Give it with --redis, or set "
                    + RunSettings.REDIS + ".");
        }
        List<Path> users = users();
        Beside beside = Beside.of(users);
        settings(TaskScan.classesIn(plan.app())).store(run);
        List<Path> path = all(beside.ours(), users, beside.libraries());
        return java(
                beside,
                List.of(),
                path,
                WorkerProcess.class.getName(),
                List.of(run.toString()),
                Map.of(RunSettings.REDIS, plan.redis().get()));
    }

    private List<Path> users() {
        List<Path> users = new ArrayList<>(List.of(plan.app()));
        users.addAll(plan.classPath());
        return users;
    }

    private RunSettings settings(List<String> taskClasses) {
        WorkerOptions defaults = WorkerOptions.with();
        return new RunSettings(
                plan.name().orElseGet(Launch::host),
                plan.prefix().orElse(""),
                plan.slots().orElse(defaults.slots()),
                plan.lease().orElse(defaults.lease()),
                plan.drain().orElse(defaults.drainTimeout()),
                plan.pools(),
                taskClasses,
                plan.burst(),
                ready);
    }

    /** What makes any Boot application that has our jars a worker. Only what the user said overrides its configuration. */
    private List<String> springOptions() {
        List<String> options = new ArrayList<>(List.of(
                "turnout.process.run=" + run,
                "turnout.worker.enabled=true",
                "turnout.worker.burst=false",
                "turnout.queue.layout=jobrunr",
                "org.jobrunr.background-job-server.enabled=false",
                "org.jobrunr.dashboard.enabled=false",
                "jobrunr.background-job-server.enabled=false",
                "jobrunr.dashboard.enabled=false"));
        plan.prefix().ifPresent(prefix -> options.add("turnout.queue.key-prefix=" + prefix));
        plan.name().ifPresent(name -> options.add("turnout.worker.name=" + name));
        plan.slots().ifPresent(slots -> options.add("turnout.worker.slots=" + slots));
        plan.lease().ifPresent(lease -> options.add("turnout.worker.lease=" + lease));
        plan.drain().ifPresent(drain -> {
            Duration phase = drain.plus(SPRING_MARGIN);
            options.add("turnout.worker.drain-timeout=" + drain);
            options.add("spring.lifecycle.timeout-per-shutdown-phase="
                    + (phase.compareTo(SPRING_PHASE) < 0 ? SPRING_PHASE : phase));
        });
        plan.pools().forEach((pool, threads) -> options.add("turnout.worker.pools." + pool + "=" + threads));
        return options.stream().map(option -> "-D" + option).toList();
    }

    /** The address may hold a password: it goes where a list of processes does not show it. */
    private Map<String, String> springEnvironment() {
        return plan.redis().map(uri -> Map.of("TURNOUT_QUEUE_REDIS_URI", uri)).orElse(Map.of());
    }

    private ProcessBuilder java(
            Beside beside,
            List<String> options,
            List<Path> classPath,
            String main,
            List<String> arguments,
            Map<String, String> environment)
            throws IOException {
        List<String> file = new ArrayList<>();
        if (beside.logs()) {
            file.add("-Dlogback.configurationFile=" + folder.unpack("logback-worker.xml"));
        }
        file.addAll(options);
        file.addAll(plan.jvm());
        file.add("-cp");
        file.add(join(classPath, File.pathSeparator));
        Path argumentFile = folder.file("java.args");
        Files.write(argumentFile, file.stream().map(Launch::quoted).toList());
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + argumentFile, main));
        line.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(environment);
        return process;
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String join(List<Path> paths, String separator) {
        return paths.stream().map(path -> path.toAbsolutePath().toString()).collect(Collectors.joining(separator));
    }

    private static List<Path> all(List<Path> first, List<Path> second, List<Path> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
