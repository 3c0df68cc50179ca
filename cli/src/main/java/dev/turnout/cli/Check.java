// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import dev.turnout.cli.check.Format;
import dev.turnout.cli.check.Sources;
import dev.turnout.rules.Baseline;
import dev.turnout.rules.Gate;
import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Lists every blocking call on an async path, with the path to it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing fails",
            "1:something fails",
            "2:the check could not be made: no classes, one that cannot be read, a baseline that is missing"
        },
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    enum GateName {
        finished
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--classes",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "Directories or jars with the classes to check.")
    private List<Path> classes = List.of();

    @Option(
            names = "--classpath-file",
            paramLabel = "FILE",
            description = "A file with their class path, as mvn dependency:build-classpath writes it. Without it types"
                    + " such as repositories are not known, and the check says that it is incomplete.")
    private @Nullable Path classPathFile;

    @Option(
            names = "--sources",
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "Source folders, so that the report names files from here. src/main/java beside the classes is"
                            + " found by itself.")
    private List<Path> sources = List.of();

    @Option(names = "--format", defaultValue = "text", description = "${COMPLETION-CANDIDATES}; text if left out.")
    private Format format = Format.text;

    @Option(
            names = "--gate",
            paramLabel = "STAGE",
            description = "finished: the cutover is over, so that facades and types of the bridge fail the check.")
    private @Nullable GateName gate;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Findings that were there before: what it knows does not fail. A check never writes it.")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            description = "Makes the file of --baseline of what fails now. Needs --reason; refused if there is one.")
    private boolean write;

    @Option(names = "--update-baseline", description = "Takes out of the file of --baseline what is fixed.")
    private boolean update;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why what --write-baseline takes in may stay.")
    private String reason = "";

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "The last day, such as 2027-03-01, on which it may; without it there is none.")
    private @Nullable LocalDate until;

    @Override
    public Integer call() throws IOException {
        if ((write || update) && baseline == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "TURNOUT-0855 --write-baseline and --update-baseline need to know the file; nothing was checked."
                            + " Name it with --baseline FILE.");
        }
        refuseContradictions();
        Report report = Rules.check(present(classes), classPath(), gate == null ? Set.of() : Set.of(Gate.FINISHED));
        return write ? freeze(report, baseline) : judge(report);
    }

    private void refuseContradictions() {
        String said = "";
        if (write && update) {
            said = "--write-baseline makes a file and --update-baseline takes out of one. Give one of them";
        } else if (!write && (!reason.isEmpty() || until != null)) {
            said = "--reason and --until are for --write-baseline. Give it too, or leave them out";
        } else if (until != null && until.isBefore(LocalDate.now())) {
            said = "--until " + until + " is past, so what is written would let nothing through. Give a later day";
        }
        if (!said.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "TURNOUT-0873 these options contradict each other; nothing was checked. " + said + ".");
        }
    }

    private int judge(Report report) {
        Baseline.Compared compared = baseline == null
                ? Baseline.Compared.without(report)
                : Baseline.read(baseline).compare(report, LocalDate.now());
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.write(compared, Sources.of(sources, classes)));
        out.flush();
        if (report.counts().unreadableClasses() > 0) {
            return Turnout.FAILED; // what could not be read may not count as fixed
        }
        if (update) {
            shrink(compared);
        }
        return compared.open().passes() ? Turnout.DONE : Turnout.NO;
    }

    private int freeze(Report report, Path file) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException(
                    "TURNOUT-0856 there is a baseline " + file + " already, and it was left as it"
                            + " is: a baseline only shrinks. Take out what is fixed with --update-baseline. For a new finding that"
                            + " may stay, mark the method @AllowBlocking, or write a line into the file and have it reviewed.");
        }
        if (report.counts().unreadableClasses() > 0) {
            throw new IllegalArgumentException(
                    "TURNOUT-0859 " + report.counts().unreadableClasses() + " class files cannot"
                            + " be read, so no baseline was written: it would miss what is in them. A check without"
                            + " --write-baseline names them.");
        }
        Baseline made = Baseline.of(file, report, LocalDate.now(), Optional.ofNullable(until), reason);
        made.write();
        tell(made.lines().size() + " lines written to " + file
                + ". Put it under version control, and check with --baseline " + file + ".");
        return Turnout.DONE;
    }

    private void shrink(Baseline.Compared compared) {
        int fixed = compared.fixed().stream().mapToInt(line -> line.count()).sum();
        compared.rest().ifPresent(Baseline::write);
        tell(fixed + " fixed findings taken out of " + baseline + ".");
    }

    /** Beside the report, which may be for a program. */
    private void tell(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("turnout: " + text);
        err.flush();
    }

    private static List<Path> present(List<Path> paths) {
        paths.stream().filter(path -> !Files.exists(path)).findFirst().ifPresent(path -> {
            throw new IllegalArgumentException("TURNOUT-0857 there is no " + path + ", so nothing was checked. Compile"
                    + " first, and name the folder or jar that holds the classes, such as target/classes.");
        });
        return paths;
    }

    private List<Path> classPath() throws IOException {
        if (classPathFile == null) {
            return List.of();
        }
        if (!Files.isRegularFile(classPathFile)) {
            throw new IllegalArgumentException("TURNOUT-0858 there is no class-path file " + classPathFile
                    + ", so nothing was checked. Write it with mvn dependency:build-classpath -Dmdep.outputFile="
                    + classPathFile + ", or leave --classpath-file out.");
        }
        return Arrays.stream(Files.readString(classPathFile).strip().split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }
}
