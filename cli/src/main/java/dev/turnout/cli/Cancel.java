// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Answer;
import dev.turnout.runtime.task.JobId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        description =
                "Ends one job, whether it waits, is due later, runs or has failed; an async worker that runs it is"
                        + " told at once. The reason is kept in the audit and in the job's history. Exit code 1 if it had ended before, or if there is no such job.",
        mixinStandardHelpOptions = true)
final class Cancel implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Parameters(paramLabel = "JOB", description = "The id of the job.")
    private String job = "";

    @Mixin
    private Reason reason = new Reason();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Answer answer = lever.askQueue(queue -> queue.door(reason.who()).cancel(new JobId(job), reason.why()));
        if (answer instanceof Answer.Indeterminate none) {
            throw new IllegalStateException(
                    "TURNOUT-0345 nobody can say whether job " + job + " was cancelled: "
                            + none.cause().getMessage() + ". Ask again with the same command; that does no harm.",
                    none.cause());
        }
        boolean done = answer instanceof Answer.Committed;
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(answer) : "job " + job + ": " + outcome(answer));
        out.flush();
        return done ? Turnout.DONE : Turnout.NO;
    }

    private static String outcome(Answer answer) {
        if (answer instanceof Answer.Committed) {
            return "cancelled";
        }
        return answer instanceof Answer.AlreadyFinal
                ? "had ended, or been cancelled, before; nothing was changed"
                : "there is no such job, or it changes so fast that it could not be cancelled; nothing was changed";
    }

    private String json(Answer answer) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("job", job);
        all.put("done", answer instanceof Answer.Committed);
        all.put("outcome", outcome(answer));
        return new ObjectMapper().writeValueAsString(all);
    }
}
