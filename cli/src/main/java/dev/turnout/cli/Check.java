// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.rules.Frame;
import dev.turnout.rules.Report;
import dev.turnout.rules.Rules;
import dev.turnout.rules.TextReport;
import dev.turnout.rules.Violation;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Lists every blocking call on an async path, with the path to it. Exit code 1 if there is one.",
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    enum Format {
        text,
        json
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--classes",
            required = true,
            arity = "1..*",
            description = "Directories or jars with the classes to check.")
    private List<Path> classes = List.of();

    @Option(
            names = "--classpath-file",
            description = "A file with their class path, as mvn dependency:build-classpath writes it. Without it types"
                    + " such as repositories are not known, and the check says that it is incomplete.")
    private @org.jspecify.annotations.Nullable Path classPathFile;

    @Option(names = "--format", defaultValue = "text", description = "text or json.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        Report report = Rules.check(classes, classPath());
        PrintWriter out = spec.commandLine().getOut();
        out.println(format == Format.json ? json(report) : TextReport.of(report));
        out.flush();
        return report.passes() ? Turnout.DONE : Turnout.NO;
    }

    private List<Path> classPath() throws IOException {
        if (classPathFile == null) {
            return List.of();
        }
        return Arrays.stream(Files.readString(classPathFile).strip().split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }

    private static String json(Report report) throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("passes", report.passes());
        all.put("failures", report.failures().size());
        all.put("counts", report.counts());
        all.put("tasks", report.tasks());
        all.put("violations", report.violations().stream().map(Check::json).toList());
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static String place(Frame frame) {
        return frame.name() + " " + frame.place();
    }

    private static Map<String, Object> json(Violation violation) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("rule", violation.rule().id());
        one.put("severity", violation.severity().name().toLowerCase(java.util.Locale.ROOT));
        one.put("confidence", violation.confidence().name().toLowerCase(java.util.Locale.ROOT));
        one.put("fails", violation.fails());
        one.put("entry", violation.entry());
        one.put("call", violation.blockedCall());
        one.put("path", violation.path().stream().map(Check::place).toList());
        one.put("because", violation.because());
        one.put("fix", violation.fix());
        return one;
    }
}
