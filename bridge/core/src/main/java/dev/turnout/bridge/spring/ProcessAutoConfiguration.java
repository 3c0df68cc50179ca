// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.spring;

import dev.turnout.bridge.process.RunSettings;
import dev.turnout.runtime.task.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Where {@code turnout worker} has started the application: ties it to the command. */
@AutoConfiguration(beforeName = "dev.turnout.runtime.spring.TurnoutAutoConfiguration")
@ConditionalOnProperty(ProcessAutoConfiguration.RUN)
public class ProcessAutoConfiguration {
    /** The file that the command wrote. */
    static final String RUN = "turnout.process.run";

    /** Starts the context's worker as the command wants it. */
    @Bean
    TetheredWorker turnoutTetheredWorker(ConfigurableApplicationContext context, ObjectProvider<WorkerOptions> options)
            throws IOException {
        Path run = Path.of(context.getEnvironment().getRequiredProperty(RUN));
        return TetheredWorker.hold(
                context,
                RunSettings.load(run),
                () -> options.getIfAvailable(WorkerOptions::with).drainTimeout());
    }
}
