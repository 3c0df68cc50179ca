// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.turnout.samples.redis.RedisProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole story on one machine. Exit codes: 0 all held, 1 something did not hold, 2 the demo could not go on. */
@Command(
        name = "turnout demo",
        description = "Takes the application in samples/notebooks-legacy from blocking jobs to async ones and back, on"
                + " one Redis, under load, and counts what was lost. Redis: TURNOUT_REDIS_URI, else one of its own.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    private static final int STEPS = 7;
    private static final int MAX_LEVEL = 240;

    @Option(
            names = "--jobs",
            defaultValue = "2000",
            description = "How many jobs to run, 200 or more (${DEFAULT-VALUE}).")
    private int jobs;

    @Option(names = "--json", description = "A file for the report as JSON.")
    private @org.jspecify.annotations.Nullable Path json;

    private final Path root = Path.of(System.getProperty("turnout.root", "")).toAbsolutePath();
    private final Path folder = root.resolve("target/demo");
    private final Console console = new Console(System.out, STEPS);

    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("turnout demo: " + failure.getMessage());
                    if (!(failure instanceof DemoFailure)) {
                        failure.printStackTrace(command.getErr());
                    }
                    return 2;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (jobs < 200) {
            throw new DemoFailure("--jobs " + jobs + " is too few for all phases and tasks; give 200 or more");
        }
        empty(folder);
        try (RedisProcess redis = redis()) {
            return story(redis);
        }
    }

    private int story(RedisProcess redis) throws Exception {
        long began = System.nanoTime();
        Maven maven = Maven.with(root.resolve("target/repository"), folder);
        Rewrite rewrite = new Rewrite(console, maven, root, folder);

        console.step("inventory", "the blocking calls of samples/notebooks-legacy, by task");
        rewrite.inventory();
        console.took();

        console.step("rewrite", "the recipes run on a copy, through rewrite-maven-plugin");
        rewrite.run();
        console.took();

        console.step("check", "the rules on the legacy classes, and on the rewritten ones");
        Report.Violations violations = new Check(console).of(rewrite.legacy(), rewrite.rewritten());
        console.took();

        Path runs = Files.createDirectories(folder.resolve("run"));
        Ledger ledger = new Ledger(runs);
        try (Pools pools = new Pools(runs, ledger, redis.uri())) {
            Cutover cutover = cutover(rewrite, ledger, redis, pools);

            console.step("report", "from the ledgers of the worker processes");
            Report report = report(cutover, rewrite, violations, began);
            return tell(report, cutover.account());
        }
    }

    /** First of all: where there is none to be had, nobody waits for it. */
    private static RedisProcess redis() {
        try {
            return RedisProcess.start();
        } catch (IllegalStateException refused) {
            throw new DemoFailure(String.valueOf(refused.getMessage()));
        }
    }

    private final List<String> others = new ArrayList<>();
    private Feeder feeder = new Feeder(URI.create("http://127.0.0.1"), 0, new Ledger(Path.of("")));

    private Cutover cutover(Rewrite rewrite, Ledger ledger, RedisProcess redis, Pools pools)
            throws IOException, InterruptedException {
        console.step("mixed", "two JobRunr servers and two async workers on one queue (" + redis.source() + ")");
        pools.startSurroundings(rewrite.legacy());
        pools.startLegacy(Pools.LEGACY_1, rewrite.legacy());
        pools.startLegacy(Pools.LEGACY_2, rewrite.rewritten());
        pools.startAsync(Pools.ASYNC_1, rewrite.rewritten());
        pools.startAsync(Pools.ASYNC_2, rewrite.rewritten());
        URI application = pools.address(Pools.LEGACY_1);
        for (String name : List.of(Pools.LEGACY_2, Pools.ASYNC_1, Pools.ASYNC_2)) {
            pools.address(name);
            console.progress(() -> "starting the applications");
        }
        Operator operator = new Operator(redis.uri(), Pools.PREFIX, folder);
        int level = Math.min(MAX_LEVEL, jobs / 7);
        feeder = new Feeder(application, level, ledger);
        Thread feeding = new Thread(feeder, "demo-feeder");
        feeding.setDaemon(true);
        feeding.start();
        Cutover cutover = new Cutover(console, pools, operator, ledger, feeder, jobs, level);
        try {
            run(cutover);
        } catch (Cutover.Stalled stalled) {
            others.add(String.valueOf(stalled.getMessage()));
        }
        return cutover;
    }

    private void run(Cutover cutover) throws IOException, InterruptedException {
        cutover.mixed();
        console.took();

        console.step("cutover", "legacy, 10 %, 100 % async under load; one worker killed");
        cutover.forwardUnderLoad();
        console.took();

        console.step("rollback", "back to legacy under load, and forward again");
        cutover.backAndForth();
        console.took();
    }

    private Report report(Cutover cutover, Rewrite rewrite, Report.Violations violations, long began) {
        Account account = cutover.account();
        if (cutover.strayDuplicates() > 0) {
            others.add(cutover.strayDuplicates() + " duplicates of jobs that the killed worker had not held");
        }
        return new Report(
                feeder.attempted(),
                feeder.acknowledged().size(),
                account.executed(),
                account.lost(),
                account.duplicates(),
                cutover.duplicateBound(),
                account.legacyOnlyDuplicates(),
                account.byPool(),
                account.startsByTaskPoolPhase(),
                cutover.asyncStartsAfterRollback(),
                cutover.rollbackMillis(),
                cutover.recoveryMillis(),
                cutover.legacyServersStopped(),
                rewrite.sites(),
                violations,
                (System.nanoTime() - began) / 1_000_000_000L);
    }

    private int tell(Report report, Account account) throws IOException {
        console.line(Tables.starts(report.startsByTaskPoolPhase()));
        console.line(Tables.of(report));
        if (json != null) {
            Files.writeString(
                    json,
                    new ObjectMapper()
                                    .enable(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsString(report) + "\n");
        }
        List<String> complaints = new ArrayList<>(report.complaints());
        complaints.addAll(others);
        complaints.forEach(complaint -> console.line("NOT GOOD: " + complaint));
        account.startedByOnePoolOnly().forEach(task -> console.line("note: " + task + " was started by one pool only"));
        if (complaints.isEmpty()) {
            console.line("Nothing was lost, and every promise held.");
        } else {
            console.line("Ledgers and logs of all processes are in " + folder.resolve("run"));
        }
        return complaints.isEmpty() ? 0 : 1;
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
