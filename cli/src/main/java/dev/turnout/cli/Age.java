// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.bridge.Cutover;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "age",
        description =
                "Says how old a job must be before the async pool, or a drop-in server, claims it; without a time, shows it. An"
                        + " application that enqueues before it commits needs that time.",
        mixinStandardHelpOptions = true)
final class Age implements Callable<Integer> {
    private static final String DEFAULT = "default";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Remark remark = new Remark();

    @Parameters(
            arity = "0..1",
            paramLabel = "TIME",
            description = "0s, 500ms, 5s …; default: the legacy servers' poll interval.")
    private @Nullable String time;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        String wanted = time;
        if (wanted != null) {
            Optional<Duration> age =
                    wanted.equals(DEFAULT) ? Optional.empty() : Optional.of(new Times().convert(wanted));
            lever.change(cutover -> cutover.minimumAge(age, remark.who(), remark.why()));
        }
        Duration now = lever.ask(Cutover::status).minimumAge();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json
                        ? new ObjectMapper().writeValueAsString(Map.of("minimumAgeMillis", now.toMillis()))
                        : "a job is claimed when it is " + now.toMillis() + " ms old");
        out.flush();
        return Turnout.DONE;
    }
}
