// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnout.runtime.queue.Controls;
import dev.turnout.runtime.queue.Controls.Settings;
import dev.turnout.runtime.task.TaskAddress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the two verbs about pauses share. */
abstract class Pauses {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Lever lever = new Lever();

    @Mixin
    private Remark remark = new Remark();

    @Option(names = "--task", description = "Only this task, as com.acme.Mailer#send(java.lang.String,long).")
    private @Nullable String task;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Optional<TaskAddress> task() {
        return Optional.ofNullable(task).map(TaskAddress::parse);
    }

    /** Makes {@code change}, and prints what is paused after it. */
    int make(Function<Controls, CompletionStage<Void>> change) throws Exception {
        Settings now = lever.changeQueue(queue -> {
            Controls controls = queue.controls(remark.who(), remark.why());
            return change.apply(controls).thenCompose(done -> controls.settings());
        });
        if (task().isPresent()) {
            lever.doubt(task().get(), spec.commandLine().getErr());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(now) : text(now));
        out.flush();
        return Turnout.DONE;
    }

    private static String json(Settings now) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("paused", now.paused());
        all.put("pausedTasks", names(now));
        return new ObjectMapper().writeValueAsString(all);
    }

    private static String text(Settings now) {
        if (now.paused()) {
            return "The async pool claims nothing. Jobs that run there go on; legacy servers are not paused by this.";
        }
        return now.pausedTasks().isEmpty()
                ? "Nothing is paused in the async pool."
                : "The async pool claims no job of:\n  " + String.join("\n  ", names(now));
    }

    private static List<String> names(Settings now) {
        return now.pausedTasks().stream().map(TaskAddress::toString).sorted().toList();
    }
}
